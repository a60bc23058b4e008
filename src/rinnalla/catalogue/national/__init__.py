"""Services as the national service registry tells them, beside the region's own cards."""
