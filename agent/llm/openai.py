"""Any OpenAI-compatible endpoint, over the openai client's connection.

The client knows address, key and headers. Its typed chunks would cost forty times as much per token (80 us a chunk,
3 ms a call), and its `post` half a millisecond for the same headers anew, so bytes are sent and parsed here.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx2
import orjson
from openai import AsyncOpenAI, DefaultAioHttpClient

from agent.llm.chunks import ModelError, choices_of

ATTEMPTS = 3  # in all, and only before the first chunk has been shown
LONGEST_WAIT_SECONDS = 20.0
MAX_LINE_BYTES = 1_000_000
LINE_END = re.compile(rb"[\r\n]")  # a line end of two bytes makes an empty line, which says nothing here
PATIENCE = {"timeout": httpx2.Timeout(30.0, connect=5.0).as_dict()}  # seconds


class OpenAIModel:
    """One model at one endpoint; `tool_model` chooses tools, `name` writes the answer."""

    def __init__(self, *, base_url: str, api_key: str, name: str, tool_model: str = "") -> None:
        self.name, self.tool_model = name, tool_model or name
        self._tools: tuple[list[dict], orjson.Fragment] | None = None
        # A redirect would send the whole conversation to another origin.
        self._http = DefaultAioHttpClient(follow_redirects=False)
        client = AsyncOpenAI(base_url=base_url, api_key=api_key or "none", http_client=self._http)
        headers = client.default_headers | client.auth_headers | {"Accept": "text/event-stream"}
        self._headers = httpx2.Headers({name: value for name, value in headers.items() if isinstance(value, str)})
        self._url = client.base_url.join("chat/completions")

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def stream(
        self, messages: list[dict[str, Any]], tools: list[dict[str, Any]], tool_choice: str = "auto"
    ) -> AsyncIterator[dict[str, Any]]:
        """The chunks of one step. Retried, with growing jittered pauses, until the first chunk has come."""
        body = orjson.dumps(self._body(messages, tools, tool_choice))
        for attempt in range(1, ATTEMPTS + 1):
            begun, response = False, None
            try:
                response = await self._post(body)
                async for chunk in parse_chunks(response.aiter_bytes()):
                    begun = begun or bool(choices_of(chunk))
                    yield chunk
                return
            except (ModelError, httpx2.HTTPError, OSError) as cause:
                error = cause if isinstance(cause, ModelError) else _in_our_words(cause)
                pause = 0.15 * 2**attempt if error.retry_after is None else error.retry_after
                if begun or not error.retryable or attempt == ATTEMPTS or pause > LONGEST_WAIT_SECONDS:
                    raise error from cause.__cause__ if error is cause else cause
            finally:
                if response is not None:
                    await response.aclose()
            await asyncio.sleep(pause * random.uniform(0.75, 1.25))

    async def _post(self, body: bytes) -> httpx2.Response:
        """The response to a request, its head read. Raises ModelError for a refusal, which is left unread."""
        request = httpx2.Request("POST", self._url, headers=self._headers, content=body, extensions=PATIENCE)
        response = await self._http.send(request, stream=True)
        if not response.is_success:
            await response.aclose()  # however long it is; the provider's own words may hold secrets
            raise _refusal(response)
        return response

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


def _refusal(response: httpx2.Response) -> ModelError:
    """What a status that is no success means for the person."""
    status = response.status_code
    if status in (401, 403):
        message = "The language model refused the key. An administrator must check LLM_API_KEY."
        return ModelError("provider_key", message, retryable=False)
    if status == 429:
        message = "The language model is busy. Try again in a minute."
        return ModelError("provider_busy", message, retry_after=_wait(response))
    if status >= 500:
        message = "The language model had an error. Try again."
        return ModelError("provider", message, retry_after=_wait(response))
    return ModelError("provider_refused", f"The language model refused the request (HTTP {status}).", retryable=False)


def _in_our_words(error: Exception) -> ModelError:
    """What a connection's failure means for the person."""
    # aiohttp's "connection refused" arrives as a connect time-out too: both mean nobody is there.
    if isinstance(error, httpx2.TimeoutException) and not isinstance(error, httpx2.ConnectTimeout):
        return ModelError("provider_slow", "The language model did not answer in time. Try again.")
    return ModelError("provider_unreachable", "The language model could not be reached. Try again in a moment.")


def _wait(response: httpx2.Response) -> float | None:
    try:
        return max(0.0, float(response.headers.get("retry-after", "")))
    except ValueError:
        return None
