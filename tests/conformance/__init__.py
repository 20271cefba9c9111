"""The official MCP conformance suite against our mount: `python -m tests.conformance`."""
