"""Employers: one register for every body of the region, and the wall between it and the clients."""
