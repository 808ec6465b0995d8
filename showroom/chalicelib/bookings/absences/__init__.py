"""Absences and closures seen from the appointments they touch: what each could become, before and after it is kept."""
