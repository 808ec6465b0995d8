"""What clients have bought, as the maison's tills tell it: files of CSV, read line by line, kept on her card, sealed.

A purchase changes nothing of how she may be written to: neither consent, nor level, nor the suppression list.
"""
