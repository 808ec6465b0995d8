"""A house to test in: a maison, its people, all its services over a serialised moto, and its invariants."""
