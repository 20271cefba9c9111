"""The tools for outside clients, over the Model Context Protocol. START HERE: `server.py`, then `door.py` (HTTP)."""
