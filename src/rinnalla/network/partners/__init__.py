"""Whom the region develops with: one register, who keeps in touch and how often (V-04, E-74, T-26, L-90)."""
