"""Letters of intent of an employer: how many places, from when to when, what came of it."""
