"""Services, channels and organisations in the open API shape of the national service registry."""
