"""Delegates: whom a client has named to book for her. Sealed under her key, alive for a year or until she ends it.

A delegate has one link and no card. What she may do is in `permits`; whether she still may is asked of the table at
each of her requests, so that an end takes effect with the commit that writes it.
"""
