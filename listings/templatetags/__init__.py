"""Template filters of homes."""
