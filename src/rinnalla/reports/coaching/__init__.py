"""Results of coaching for leaders and for a unit: counted in `employment.results`, small numbers hidden here."""
