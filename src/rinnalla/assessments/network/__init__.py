"""The map of who is beside the client: whom, with what, since when, and what the client thinks of it (L-25)."""
