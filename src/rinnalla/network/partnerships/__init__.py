"""Partnerships: a theme, its members, a chair that rotates, what has been done together (E-01, E-20, E-47, E-64)."""
