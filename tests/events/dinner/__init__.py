"""Launch dinners."""
