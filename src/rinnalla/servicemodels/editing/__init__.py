"""The editor of a service model: forms, guarded text, trial and new regions, all drawn from one description."""
