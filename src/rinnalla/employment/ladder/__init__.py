"""The steps from outside the labour market to work: where a client stands, and every move (I-07)."""
