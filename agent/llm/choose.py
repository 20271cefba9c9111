"""Which model answers: the endpoint the settings name, or the offline assistant."""

from __future__ import annotations

import asyncio
import weakref
from typing import Any

from django.conf import settings

from agent.llm.chunks import Model

_by_loop: weakref.WeakKeyDictionary[Any, Model] = weakref.WeakKeyDictionary()


def choose() -> Model:
    """The model of this process; one per event loop, because its connections belong to the loop."""
    loop = asyncio.get_running_loop()
    if loop not in _by_loop:
        _by_loop[loop] = _new_model()
    return _by_loop[loop]


def _new_model() -> Model:
    if settings.LLM_MODEL == "offline":
        from agent.llm.offline import OfflineModel

        return OfflineModel()
    # Imported only when an endpoint is configured: the client costs memory and start-up time.
    from agent.llm.openai import OpenAIModel

    return OpenAIModel(
        base_url=settings.LLM_BASE_URL,
        api_key=settings.LLM_API_KEY,
        name=settings.LLM_MODEL,
        tool_model=settings.LLM_TOOL_MODEL,
    )


async def close() -> None:
    """Close the model's connections: at shutdown, in the loop that used them."""
    model = _by_loop.pop(asyncio.get_running_loop(), None)
    if hasattr(model, "close"):
        await model.close()
