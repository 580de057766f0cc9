"""Which articles tell one report, and what that means for finding passages."""
