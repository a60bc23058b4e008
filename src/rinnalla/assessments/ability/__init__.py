"""Work-ability assessments of every kind side by side, by whose definition each goes, and their reviews."""
