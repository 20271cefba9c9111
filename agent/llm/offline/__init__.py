"""The assistant that answers without a key, by rules. `deciding.py` is where to start reading."""

from agent.llm.offline.model import OfflineModel

__all__ = ["OfflineModel"]
