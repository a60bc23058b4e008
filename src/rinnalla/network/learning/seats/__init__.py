"""Who comes to a training: a place or the waiting list, attendance, and how it was."""
