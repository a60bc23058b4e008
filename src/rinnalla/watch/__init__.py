"""The watch of the access log: rules that find reading without relation, alerts that the officer settles (B6)."""
