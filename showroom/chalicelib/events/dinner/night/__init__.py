"""The night itself: what becomes of each household's boxes, for couriers, kitchens and hosts."""
