"""Erasing what is due, for good: what is due today, one batch at a time, and what is left of it for statistics."""
