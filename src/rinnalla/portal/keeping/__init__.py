"""What the client keeps on the own pages: a notebook, own assessments, and sharing them with the team."""
