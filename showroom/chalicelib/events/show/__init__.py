"""The run of show: what happens when, who sees to it, and what really happened (rule D9)."""
