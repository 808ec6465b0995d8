"""Bookings: one client's appointment, from request to attendance.

    HELD (expires) ──link──▶ CONFIRMED ──▶ DONE | NO_SHOW
    REQUESTED (expires) ──accept──▶ CONFIRMED
    HELD, REQUESTED, CONFIRMED ──cancel, decline──▶ CANCELLED

EXPIRED is what HELD and REQUESTED are from `expires_at` on: derived from now, written by nobody. Every change is one
transaction over the agendas it decided on, the booking, its notices and the audit, and idempotent by design.
"""
