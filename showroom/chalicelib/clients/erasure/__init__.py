"""Erasure: a client is taken out of the house, in stages that each may be repeated, until her data key is shredded.

What keeps no trace of who she was stays: bookings under an id that leads nowhere, audit rows of ids and hashes, and the
keyed hashes by which the house remembers not to write to her address again.
"""
