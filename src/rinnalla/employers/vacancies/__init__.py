"""Vacancies of the employers of the register: what the work is and asks, and which tasks of it can be carved out."""
