"""The toolkit for employers (E-23)."""
