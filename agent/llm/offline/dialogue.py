"""What was said and found so far, re-read from the messages: the assistant itself remembers nothing."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from agent.llm.offline.words import INTENTS

Json = dict[str, Any]
_UNDO = re.compile(next(pattern for name, pattern in INTENTS if name == "undo"))
_RESTART = re.compile(next(pattern for name, pattern in INTENTS if name == "restart"))
BEST_AND_NEXT = 3  # homes shown for "what is the cheapest one": the first of them is what was asked for
MINE = "mine"  # what the tools of visitors take for the listings of the person who asks
OWN = [MINE]
_PAGING = {"cursor", "limit"}


@dataclass
class Call:
    """One tool call with what came back: a result, or the sentence of an error."""

    name: str
    arguments: Json
    result: Json | None = None
    error: str = ""


@dataclass
class Turn:
    """One question, the tool calls made for it, and the answer given."""

    question: str
    calls: list[Call] = field(default_factory=list)
    answer: str = ""

    def done(self, name: str) -> list[Call]:
        """The calls of one tool that came back."""
        return [call for call in self.calls if call.name == name and (call.result is not None or call.error)]


@dataclass
class Dialogue:
    """The turns, oldest first; the last is the one to answer."""

    turns: list[Turn]
    today: date

    @property
    def now(self) -> Turn:
        return self.turns[-1]

    @property
    def before(self) -> list[Turn]:
        earlier = self.turns[:-1]
        for index in range(len(earlier) - 1, -1, -1):
            if _RESTART.search(earlier[index].question.lower()):
                return earlier[index:]  # "start over" cuts off what came before it
        return earlier

    def last(self, *names: str) -> Call | None:
        """The newest successful call of these tools in earlier turns."""
        for turn in reversed(self.before):
            for call in reversed(turn.calls):
                if call.result is not None and call.name in names:
                    return call
        return None

    def search_conditions(self) -> Json | None:
        """The arguments of the last search, without its page."""
        call = self.last("findListings", "saveSearch")
        return {k: v for k, v in _without_page(call.arguments).items() if k != "name"} if call else None

    def year(self) -> int | None:
        """The year of the sales spoken of last, if any were."""
        call = self.last("findListings", "getMarketAnalysis")
        arguments = call.arguments if call else {}
        day = arguments.get("closedAfter") or arguments.get("from") or ""
        return int(day[:4]) if str(day)[:4].isdigit() else None

    def searches_behind(self) -> list[Json]:
        """The searches an "undo" can go back to, oldest first; the last of them is the one now on the page."""
        stack: list[Json] = []
        for turn in self.before:
            arguments = next(
                (call.arguments for call in turn.calls if call.name == "findListings" and call.result), None
            )
            if arguments is None:
                continue
            if _UNDO.search(turn.question.lower()) and len(stack) > 1:
                stack.pop()
            elif not stack or _without_page(arguments) != _without_page(stack[-1]):
                stack.append(arguments)
        return stack

    def shown(self) -> list[str]:
        """The ids of the list a person sees last, in its order."""
        for turn in reversed(self.before):
            of_one = ("getListing", "saveListing")
            looked_at = [str(call.arguments.get("listingId", "")) for call in turn.calls if call.name in of_one]
            if len(looked_at) > 1:
                return looked_at
            if any(call.result is not None and call.name in ("findListings", "compareListings") for call in turn.calls):
                break
        call = self.last("findListings", "compareListings", "getListingMetrics")
        if call and call.name == "getListingMetrics" and call.arguments.get("listingIds") != OWN:
            call = self.last("findListings", "compareListings")
        return [home["listingId"] for home in (call.result or {}).get("listings", [])] if call else []

    def focus(self) -> str:
        """The one listing that was spoken about last, or ""."""
        of_one = ("getListing", "saveListing", "estimateValue", "calculateMortgage")
        call = self.last("getListingMetrics", "findListings", "compareListings", *of_one)
        if call is None:
            return ""
        if call.name in of_one:
            return str(call.arguments.get("listingId", ""))
        ids = _ids_of(call)
        best = call.name == "findListings" and call.arguments.get("limit") == BEST_AND_NEXT
        return str(ids[0]) if isinstance(ids, list) and (len(ids) == 1 or (best and ids)) else ""

    def spoken_of(self) -> list[str]:
        """The single homes of the latest turns, oldest first, up to the last list or comparison."""
        ids: list[str] = []
        for turn in reversed(self.before):
            one = [_one_home(call) for call in turn.calls if call.result is not None]
            if not one or not all(one):
                break
            ids += [each for each in reversed(one) if each not in ids]
        return ids[::-1]

    def homes(self) -> dict[str, Json]:
        """Every home seen so far by its id, as its newest result has it."""
        found: dict[str, Json] = {}
        for turn in self.turns:
            for call in turn.calls:
                result = call.result or {}
                relaxed = (result.get("relaxed") or {}).get("listings", [])
                for home in [*result.get("listings", []), *relaxed, *([result] if "publicRemarks" in result else [])]:
                    if isinstance(home, dict) and "listingId" in home:
                        found[home["listingId"]] = home
        return found

    def last_tool(self) -> str:
        """The tool that the newest earlier turn with tools ended on, lookups of places aside."""
        for turn in reversed(self.before):
            names = [call.name for call in turn.calls if call.name != "findPlaces"]
            if names:
                return names[-1]
        return ""


def _ids_of(call: Call) -> list[str]:
    """The homes a call names; of one's own listings and of a search those that came back."""
    named = call.arguments.get("listingIds")
    found = [home["listingId"] for home in (call.result or {}).get("listings", []) if "listingId" in home]
    return [str(each) for each in named] if named and named != OWN else found


def _one_home(call: Call) -> str:
    """The home a call was about, where it was about one."""
    ids = _ids_of(call) or [call.arguments.get("listingId")]
    return str(ids[0]) if len(ids) == 1 and ids[0] else ""


def _without_page(arguments: Json) -> Json:
    return {key: value for key, value in arguments.items() if key not in _PAGING}


def read_dialogue(messages: list[Json]) -> Dialogue:
    """The turns in a list of chat-completions messages."""
    turns: list[Turn] = []
    open_calls: dict[str, Call] = {}
    for message in messages:
        role, content = message.get("role"), message.get("content") or ""
        if role == "user":
            turns.append(Turn(_plain_text(content)))
        elif role == "assistant" and turns:
            turns[-1].answer = _plain_text(content) or turns[-1].answer
            for request in message.get("tool_calls") or []:
                call = Call(request["function"]["name"], _object(request["function"].get("arguments") or "{}"))
                open_calls[request["id"]] = call
                turns[-1].calls.append(call)
        elif role == "tool" and message.get("tool_call_id") in open_calls:
            _fill(open_calls[message["tool_call_id"]], _object(_plain_text(content)))
    return Dialogue(turns or [Turn("")], _today(messages))


def _fill(call: Call, result: Json) -> None:
    if "error" in result and len(result) == 1:
        call.error = str(result["error"]) or "The tool failed."
    else:
        call.result = result


def _object(text: str) -> Json:
    """The JSON object in this text; of one that was cut to fit the transcript, the part that is whole."""
    try:
        value = json.loads(text)
    except ValueError:
        return {"error": "The tool's answer could not be read."}
    if not isinstance(value, dict):
        return {}
    if set(value) == {"cut", "text"}:
        return _part_of(value["text"])
    return value


def _part_of(cut: str) -> Json:
    """The members of a cut-off object up to the cut; of a list in it, the elements before the cut."""
    closers = {"{": "}", "[": "]"}
    for end in [match.end() for match in re.finditer(r"[}\]]", cut)][::-1][:200]:
        stack: list[str] = []
        for bracket in re.findall(r'"(?:\\.|[^"\\])*"|[{}\[\]]', cut[:end]):
            if bracket in closers:
                stack.append(closers[bracket])
            elif bracket in ("}", "]") and stack:
                stack.pop()
        try:
            return json.loads(cut[:end] + "".join(reversed(stack)))
        except ValueError:
            continue
    return {}


def _plain_text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return " ".join(part.get("text", "") for part in content if isinstance(part, dict))


def _today(messages: list[Json]) -> date:
    system = next((_plain_text(m.get("content") or "") for m in messages if m.get("role") == "system"), "")
    match = re.search(r"Today is (\d{4}-\d\d-\d\d)", system)
    return date.fromisoformat(match[1]) if match else date.today()
