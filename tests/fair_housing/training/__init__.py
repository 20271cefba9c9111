"""The sentences the classifier learned from, and how: `python -m tests.fair_housing.training` writes the weights."""
