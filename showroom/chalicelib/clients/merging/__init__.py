"""Two cards of one person become one: she keeps all that either said, and of her word on letters the stricter."""
