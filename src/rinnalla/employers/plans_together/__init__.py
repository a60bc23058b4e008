"""Plans of three bodies for finding work: aims, measures and who owns them. No client is in any."""
