"""Projects: money, period, partners, staff, need, and an end that leaves nothing without an heir (V-01, E-06)."""
