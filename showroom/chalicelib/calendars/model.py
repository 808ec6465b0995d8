"""The public face of the calendar engine: pure values and functions. No AWS, no chalice, no environment, no clock."""

from chalicelib.calendars.availability import Offer, coarse_reason, next_start, starts
from chalicelib.calendars.demand import Candidate, Demand, Limit, Role
from chalicelib.calendars.explain import Refusal, explain
from chalicelib.calendars.matching import assign
from chalicelib.calendars.rules import spans
from chalicelib.calendars.spans import Span, Taken, intersect, merge, subtract
from chalicelib.calendars.zones import instant, local_day, offset_at

__all__ = [
    "Candidate",
    "Demand",
    "Limit",
    "Offer",
    "Refusal",
    "Role",
    "Span",
    "Taken",
    "assign",
    "coarse_reason",
    "explain",
    "instant",
    "intersect",
    "local_day",
    "merge",
    "next_start",
    "offset_at",
    "spans",
    "starts",
    "subtract",
]
