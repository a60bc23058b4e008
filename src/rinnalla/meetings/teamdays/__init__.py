"""Team days: opening one, booking a client's time, confirming it (V-50, V-51). The tables are in `arranging`."""
