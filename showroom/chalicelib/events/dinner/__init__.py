"""Dinners that reach each household before the film: who eats what, kitchens, couriers, what is handed over."""
