"""Projects: money, period, partners, staff, estimated need, and an end that leaves nothing without an heir (V-01, E-06)."""
