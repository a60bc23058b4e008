"""What professionals would need to learn: asked in surveys or noted at work, and answered (E-43)."""
