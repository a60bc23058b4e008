"""What was done, what was read, by whom, about whom: chained events, access lines, seals (rules 5, 6, 12)."""
