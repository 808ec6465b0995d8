"""The morning's letter: each advisor's day, written to her once, at an hour of her boutique's clock."""
