"""Regions side by side: those that have agreed see each other's figures, as each tells them to itself."""
