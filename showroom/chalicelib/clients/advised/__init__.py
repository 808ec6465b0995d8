"""Whose own advisor somebody is: who her clients are, and how they become a colleague's when she leaves."""
