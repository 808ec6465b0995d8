"""Somebody leaves the house: nothing more is given to her, and what she has becomes her colleagues', to the last."""
