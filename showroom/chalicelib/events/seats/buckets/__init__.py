"""One bucket of seats: its item, and the one conditional update by which seats in it are claimed."""
