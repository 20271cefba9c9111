"""schemathesis over every operation of the API, as two users: `python -m tests.fuzzing`."""
