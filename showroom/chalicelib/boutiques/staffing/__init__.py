"""What a boutique's people change themselves: their hours, absences and journeys, and the manager's closures.

It stands beside the boutique's document, one item for each member, and is merged into it when the catalogue reads; an
import of the maison's file replaces nothing of it.
"""
