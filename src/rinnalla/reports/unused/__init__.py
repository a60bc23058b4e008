"""Which optional fields of the records nobody filled in a finished year, so that they can be left out or asked anew."""
