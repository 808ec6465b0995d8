"""Guests: one row per event and client, from the invitation to whether she came."""
