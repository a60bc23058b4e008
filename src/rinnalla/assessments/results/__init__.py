"""Results of instruments, and the client's own answers in three dimensions: entered, corrected, drawn over time."""
