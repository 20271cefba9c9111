"""Any OpenAI-compatible endpoint, through the openai client.

Raw bytes are parsed here: the client's typed chunks cost forty times as much per token (80 us a chunk, 3 ms a call).
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import openai
import orjson
from openai import AsyncOpenAI, AsyncStream, DefaultAioHttpClient

from agent.llm.chunks import ModelError, choices_of

ATTEMPTS = 3  # in all, and only before the first chunk has been shown
LONGEST_WAIT_SECONDS = 20.0
MAX_LINE_BYTES = 1_000_000
LINE_END = re.compile(rb"[\r\n]")  # a line end of two bytes makes an empty line, which says nothing here
CONNECT_SECONDS, READ_SECONDS = 5.0, 30.0


class ByteStream(AsyncStream[object]):
    """The response's bytes as they arrive; the client still owns address, key, time-outs and errors."""

    async def __stream__(self) -> AsyncIterator[bytes]:
        try:
            async for data in self.response.aiter_bytes():
                yield data
        finally:
            await self.response.aclose()


class OpenAIModel:
    """One model at one endpoint; `tool_model` chooses tools, `name` writes the answer."""

    def __init__(self, *, base_url: str, api_key: str, name: str, tool_model: str = "") -> None:
        self.name, self.tool_model = name, tool_model or name
        self._tools: tuple[list[dict], orjson.Fragment] | None = None
        self._client = AsyncOpenAI(
            base_url=base_url,
            api_key=api_key or "none",
            max_retries=0,
            timeout=httpx2.Timeout(READ_SECONDS, connect=CONNECT_SECONDS),
            # A redirect would send the whole conversation to another origin.
            http_client=DefaultAioHttpClient(follow_redirects=False, event_hooks={"response": [_leave_refusal]}),
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def stream(
        self, messages: list[dict[str, Any]], tools: list[dict[str, Any]], tool_choice: str = "auto"
    ) -> AsyncIterator[dict[str, Any]]:
        """The chunks of one step. Retried, with growing jittered pauses, until the first chunk has come."""
        body = orjson.dumps(self._body(messages, tools, tool_choice))
        for attempt in range(1, ATTEMPTS + 1):
            begun, response = False, None
            try:
                response = await self._client.post(
                    "/chat/completions", content=body, cast_to=object, stream=True, stream_cls=ByteStream
                )
                async for chunk in parse_chunks(response):
                    begun = begun or bool(choices_of(chunk))
                    yield chunk
                return
            except (ModelError, openai.OpenAIError, httpx2.HTTPError, OSError) as cause:
                error = cause if isinstance(cause, ModelError) else _in_our_words(cause)
                pause = 0.15 * 2**attempt if error.retry_after is None else error.retry_after
                if begun or not error.retryable or attempt == ATTEMPTS or pause > LONGEST_WAIT_SECONDS:
                    raise error from cause.__cause__ if error is cause else cause
            finally:
                if response is not None:
                    await response.close()
            await asyncio.sleep(pause * random.uniform(0.75, 1.25))

    def _body(self, messages: list[dict], tools: list[dict], tool_choice: str) -> dict[str, Any]:
        # The tool model reads the question; what comes after a tool's result is the other model's to write.
        writing = tool_choice == "none" or (messages and messages[-1]["role"] == "tool")
        body = {
            "model": self.name if writing else self.tool_model,
            "messages": messages,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        return body | ({"tools": self._encoded(tools), "tool_choice": tool_choice} if tools else {})

    def _encoded(self, tools: list[dict]) -> orjson.Fragment:
        """The tools as JSON, written once for as long as they are the same list: most of a request is theirs."""
        if self._tools is None or self._tools[0] is not tools:
            self._tools = tools, orjson.Fragment(orjson.dumps(tools))
        return self._tools[1]


async def _leave_refusal(response: httpx2.Response) -> None:
    """Close a refusal unread: its text is told to nobody, and the client would read all of it, however long."""
    if response.status_code >= 300:
        await response.aclose()


async def parse_chunks(data: AsyncIterator[bytes]) -> AsyncIterator[dict[str, Any]]:
    """Chat-completions chunks from the bytes of an event stream, whatever way they are cut.

    Raises ModelError for an error object, for broken JSON, and when the stream ends without the end marker or a
    finish reason.
    """
    begun: list[bytes] = []  # the pieces of a line whose end has not come
    size, ended, finished = 0, False, False
    async for piece in data:
        first, *more = LINE_END.split(piece)
        begun.append(first)
        size += len(first)
        if size > MAX_LINE_BYTES:
            raise ModelError("bad_answer", "The language model sent something that is no answer.", retryable=False)
        if not more:
            continue
        lines = [b"".join(begun), *more[:-1]]
        begun, size = [more[-1]], len(more[-1])
        for line in lines:
            line = line.strip()
            if not line.startswith(b"data:") or ended:
                continue  # comments, event names, blank lines
            payload = line[5:].strip()
            if payload == b"[DONE]":
                ended = True
                continue
            chunk = _parsed(payload)
            finished = finished or any(choice.get("finish_reason") for choice in choices_of(chunk))
            yield chunk
    if not ended and not finished:
        raise ModelError("cut_off", "The connection to the language model was cut. Try again; what is here is kept.")


def _parsed(payload: bytes) -> dict[str, Any]:
    try:
        chunk = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise ModelError("bad_answer", "The language model's answer could not be read. Try again.") from error
    if not isinstance(chunk, dict):
        raise ModelError("bad_answer", "The language model's answer could not be read. Try again.")
    if chunk.get("error"):
        raise ModelError("provider", "The language model reported an error in the middle of its answer. Try again.")
    return chunk


def _in_our_words(error: Exception) -> ModelError:
    """What a provider's failure means for the person; the provider's own text may hold secrets and is only logged."""
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return ModelError(
            "provider_key",
            "The language model refused the key. An administrator must check LLM_API_KEY.",
            retryable=False,
        )
    if isinstance(error, openai.RateLimitError):
        return ModelError(
            "provider_busy", "The language model is busy. Try again in a minute.", retry_after=_wait(error)
        )
    # aiohttp's "connection refused" arrives as a connect time-out too: both mean nobody is there.
    unreachable = isinstance(error.__cause__, httpx2.ConnectTimeout)
    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException) and not unreachable:
        return ModelError("provider_slow", "The language model did not answer in time. Try again.")
    if isinstance(error, openai.APIStatusError):
        if error.status_code >= 500:
            return ModelError("provider", "The language model had an error. Try again.", retry_after=_wait(error))
        return ModelError(
            "provider_refused", f"The language model refused the request (HTTP {error.status_code}).", retryable=False
        )
    return ModelError("provider_unreachable", "The language model could not be reached. Try again in a moment.")


def _wait(error: openai.APIStatusError) -> float | None:
    try:
        return max(0.0, float(error.response.headers.get("retry-after", "")))
    except ValueError:
        return None
