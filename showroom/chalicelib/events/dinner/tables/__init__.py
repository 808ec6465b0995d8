"""Guests' tables: who dines at which door, what each of them eats, and what the house knows of it."""
