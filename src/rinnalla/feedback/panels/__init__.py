"""Service panels: clients and experts by experience talk of services, and each proposal gets its answer (L-60)."""
