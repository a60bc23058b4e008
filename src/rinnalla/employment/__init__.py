"""Job coaching: a coach beside the client to open paid work and in it; profile, search, jobs, contacts, caseload."""
