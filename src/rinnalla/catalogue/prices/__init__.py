"""What a service costs, from when to when and by whose word (L-20); what cannot be split is told apart (C-25)."""
