"""The maison as it is configured: its boutiques, their staff, rooms and hours, and the experiences that can be booked.

A maison writes one YAML file; the importer reads it whole, tells every mistake with its line, or keeps it all. What is
kept is read back through `Catalogue`, one document at a time, and nobody else changes it.
"""
