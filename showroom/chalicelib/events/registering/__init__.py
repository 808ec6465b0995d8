"""Registering: answers to invitations, whole parties at a time, with seats that are claimed before anything is written."""
