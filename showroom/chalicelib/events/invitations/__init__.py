"""Invitations: who may be invited, lists of many as CSV, tiers that are released at their hour, and sending."""
