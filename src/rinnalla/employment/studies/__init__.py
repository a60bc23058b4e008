"""Vocational studies of a client, adapted ones marked, and whether work followed (E-15, E-31, E-65)."""
