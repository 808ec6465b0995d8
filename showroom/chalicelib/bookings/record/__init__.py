"""A client's record: everything the house holds about her, for her to read and to take elsewhere (GDPR 15 and 20)."""
