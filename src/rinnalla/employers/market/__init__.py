"""The job market's own service: reading its open postings, and taking those of the register's employers in."""
