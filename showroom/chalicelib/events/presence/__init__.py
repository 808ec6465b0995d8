"""Who is there: coming in, being heard, and who came in the end (rules G5 to G8)."""
