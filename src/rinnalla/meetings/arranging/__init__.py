"""Before a meeting: team days with a slot for each client, booking, clarifications, the support person, guests."""
