"""Agreements of the region's bodies: read, recorded, renewed, ended; reminded of before their end (I-33, L-58)."""
