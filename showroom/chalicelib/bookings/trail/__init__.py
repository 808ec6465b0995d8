"""The trail: what the audit holds of one client, booking or wish, for whoever answers for the house."""
