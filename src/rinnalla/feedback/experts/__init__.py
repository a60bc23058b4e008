"""Experts by experience beside a client who asked for one, their contacts, and what the unit pays them (L-59)."""
