"""Finished years, each beside the one before: schools' support services, who was guided, who began training."""
