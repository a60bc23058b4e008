"""Results of instruments brought in from a file: a row is a result, a file with a fault leaves nothing (V-112)."""
