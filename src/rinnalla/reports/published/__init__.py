"""The figures the projects published, each counted from records: what it is, what it should be, what comes out."""
