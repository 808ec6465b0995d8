"""Wishes: requests without a time, left when nothing is free. Kept for the boutique and written to an associate."""
