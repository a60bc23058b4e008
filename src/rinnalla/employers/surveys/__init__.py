"""What employers know and think, asked in rounds; which supporting services they use; what was done about attitudes."""
