"""Feeds: an advisor's calendar as a private subscription for her own calendar program, and the other way round the
times that another calendar of hers says are taken. What others wrote is fetched and read by a process of its own.
"""
