"""Quiet holds: while a known client fills in her details, her hour is kept for ten minutes. No booking, no letter."""
