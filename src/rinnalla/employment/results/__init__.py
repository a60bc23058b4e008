"""What coaching led to: spells of work, whether they last, and a unit's or region's results. Computed, never kept."""
