"""The common indicators: one narrow row for each case, rolled up by region and month, read in a moment."""
