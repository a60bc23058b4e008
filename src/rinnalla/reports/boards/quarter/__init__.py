"""The steering group's quarter: what the records tell of three months that are over, nothing typed in."""
