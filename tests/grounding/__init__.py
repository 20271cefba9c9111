"""Sentences with labelled figures, and how well the check of figures tells right from wrong."""
