"""Events: presentations for many on one call, and dinners that reach each household before a film begins.

A planner drafts an event, publishes it (which takes its hosts' time), and invites; a client answers for her whole
party. One row per event and client is her invitation and all that became of it (`guests`); seats are counted in one
item that every claim must write (`seats`); who finds none free waits in an order nobody can argue with (`waitlist`).
"""
