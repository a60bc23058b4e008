"""Purchased services: tenders, contracts, lots, prices, appropriations, and clients placed in what was bought."""
