"""How much one reader reads in a day: counted with each line of the log, told, and at last stopped (C5)."""
