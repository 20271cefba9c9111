"""Scenarios played against a model, and what of each turn was right. `manage.py evaluate` runs them."""
