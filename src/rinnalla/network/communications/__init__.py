"""What is told of the services, to whom and where: planned, checked, published, seen (E-17, E-32, E-33, E-60…E-62)."""
