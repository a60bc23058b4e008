"""Contacts with employers, planned and noted, and what came of them: promises and needs."""
