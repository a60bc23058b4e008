"""With whom the region works: agreements of its bodies, and letters of intent of those who take people in. No client
data."""
