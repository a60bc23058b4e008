"""Lists of vacancies that are brought in: what each line would add, each bad line told, then a yes."""
