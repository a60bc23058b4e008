"""One's own competence before and after a training: one's own alone, counts for those who lead (E-22)."""
