"""Registering: answers to invitations, whole parties at a time, their seats claimed before anything is written."""
