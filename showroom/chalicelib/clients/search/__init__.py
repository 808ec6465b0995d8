"""Finding a client by her name without her name being anywhere in clear: keyed prefixes, kept in step with her card."""
