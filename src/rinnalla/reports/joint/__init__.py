"""What organisations do together: acts between two of them, as a matrix of a finished half-year (T-35)."""
