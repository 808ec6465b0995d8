"""Identity: who is asking (`Principal`), how a token says so (`Tokens`), and who may do what (`permits`).

Nothing here knows HTTP or the table. Authorization is by action, role and relation to the target, and whatever the
table in `permits` does not grant is refused.
"""
