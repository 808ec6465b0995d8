"""Time: who is free when, why not, and how an appointment is written for other calendars.

Hours of a boutique or person become spans of UTC minutes (`rules`), agendas become masks over possible starts
(`masks`), and the search (`availability`) ANDs them; `explain` says to staff what refused, `ical` writes RFC 5545.
Inside, time is an integer of minutes since the epoch; zones stand only at the edge. `model` is the engine's whole face.
"""
