"""With whom the region works: agreements of its bodies, and letters of intent of those who take people in; what its
people learn, the materials they share and what is told of the services. No client data."""
