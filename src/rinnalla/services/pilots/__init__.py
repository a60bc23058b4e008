"""Pilots: a new service tried with a few clients (E-37): target beside what came true, closed with what was found."""
