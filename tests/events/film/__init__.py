"""The film of an evening."""
