"""Codes: six digits by short message, for a stranger who gives a telephone and no e-mail address."""
