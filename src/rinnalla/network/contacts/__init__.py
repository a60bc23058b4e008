"""Cooperation contacts and events: planned, held or cancelled, and what they led to (E-18, E-19, E-48, E-70)."""
