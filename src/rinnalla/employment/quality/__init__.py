"""Quality reviews of a unit's coaching by 25 criteria: computed from records where they can show it (T-53)."""
