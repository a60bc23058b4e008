"""Pilots: a new service tried with a few clients (E-37), its target beside what came true, closed with what was found."""
