"""The waiting list: whole parties in an order nobody can argue with, and who of them is offered a place next."""
