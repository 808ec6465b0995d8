"""Seats: counted in one item that every claim must write, so that two that meet cannot both have the last one."""
