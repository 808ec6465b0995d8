"""The ground every other room stands on: time, ids, errors, settings, the table and its named steps, the vault, audit.

Nothing here knows a maison, a client or HTTP. Nothing here reads a clock or the environment, or opens a client.
"""
