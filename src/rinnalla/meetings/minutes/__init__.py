"""During and after: minutes line by line, decisions of the team, each organisation's own extract, taking back."""
