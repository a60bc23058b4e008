"""Letters of intent: an association or an employer says it will take people on, and it is followed up (L-58)."""
