"""Benchmarks: each is a command that prints a table, on real server processes of its own. `make bench` runs them."""
