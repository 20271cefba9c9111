# ruff: noqa: E501  (an answer cut in pieces is harder to read than a long line)
"""The plan for mail: homes that were named or shown, to addresses that were said; nothing leaves before a yes."""

from __future__ import annotations

import re
from typing import Any

from agent.llm.offline import speech
from agent.llm.offline.comparing import picked_homes
from agent.llm.offline.dialogue import Call
from agent.llm.offline.remarks import with_remarks
from agent.llm.offline.searching import pointed_at
from agent.llm.offline.steps import Context, Plan, Requests, Say

Json = dict[str, Any]
TOOL = "sendListingReport"
MOST_HOMES = 20
MOST_ADDRESSES = 5
_TO_ME = r"\b(?:(?:e-?mail|mail|send|forward|shoot)(?: it| them| those| these| that| this)? (?:me|us)\b(?!@)|(?:to|for) (?:(?:me|us)(?!@)|myself|my ?self|my (?:own )?(?:e-?mail|inbox|address|account)))|\bmy (?:own )?(?:inbox|e-?mail)\b"
_ASKS_OUTCOME = r"\b(?:did|has|have|was|were|is|are)\b.{0,30}\b(?:sent|send|gone|go(?:ne)? out|delivered|arrive[d]?|mailed|go through)\b"


def asks_mail(context: Context) -> bool:
    """Whether a report is to be mailed, or the last one was asked about or answered with a yes."""
    reading, after = context.reading, context.dialogue.last_tool() == TOOL
    if reading.act == TOOL:
        return True
    agrees = reading.small_talk in ("yes", "no") or bool(
        re.search(r"^(?:ok(?:ay)?,? |yes,? )?(?:approve|confirm|send it)\b", reading.text.lower())
    )
    return after and (agrees or _asks_outcome(context) or bool(reading.note))


def mail(context: Context) -> Plan:
    """One request for each address; or the question for what is missing."""
    if done := context.now.done(TOOL):
        return Say(with_remarks([paragraph for call in done for paragraph in _answer(call)], context))
    last = context.dialogue.last(TOOL)
    if last and _only_answers(context):
        return Say(_state(last))
    ids = _homes(context, last)
    if not isinstance(ids, list):
        return ids
    addresses = _addresses(context, last)
    if not isinstance(addresses, list):
        return addresses
    if len(ids) > MOST_HOMES:
        context.remarks.append(
            f"One report holds {MOST_HOMES} homes, so these are the first {MOST_HOMES} of {len(ids)}."
        )
    if len(addresses) > MOST_ADDRESSES:
        left = speech.listed(addresses[MOST_ADDRESSES:])
        context.remarks.append(f"That is for {MOST_ADDRESSES} addresses at once; ask again for {left}.")
    note = {"note": context.reading.note} if context.reading.note else {}
    calls = [
        (TOOL, {"listingIds": ids[:MOST_HOMES], "recipientEmail": each} | note) for each in addresses[:MOST_ADDRESSES]
    ]
    return Requests(calls)


def _only_answers(context: Context) -> bool:
    reading = context.reading
    return not (reading.emails or reading.note or reading.ids or reading.ordinals) and (
        reading.act != TOOL
        or bool(
            re.fullmatch(
                r"(?:yes,? |ok(?:ay)?,? |please )*(?:send|mail) (?:it|them)(?: now| please)?\W*", reading.text.lower()
            )
        )
    )


def _asks_outcome(context: Context) -> bool:
    return bool(re.search(_ASKS_OUTCOME, context.reading.text.lower()))


def _addresses(context: Context, last: Call | None) -> list[str] | Requests | Say:
    """Addresses in the question; "me" is the person's own, looked up; any other has to be asked for."""
    reading = context.reading
    found = list(reading.emails)
    text = reading.text.lower()
    elsewhere = re.search(
        r"\bto (?!me\b|us\b|my\b|myself\b|it\b)[a-z]|\bto my (?!e-?mail|inbox|address|own|self|account)", text
    )
    if re.search(_TO_ME, text) and not (elsewhere and not found):
        profile = context.now.done("getMyProfile")
        if not profile:
            return Requests([("getMyProfile", {})])
        own = str((profile[-1].result or {}).get("email") or "")
        found = list(dict.fromkeys([*([own] if own else []), *found]))
    if not found and reading.note and last and reading.act != TOOL:
        found = [str(last.arguments.get("recipientEmail"))]
    if found:
        return found
    refused = f"I cannot use {'; '.join(reading.unusable)}. " if reading.unusable else ""
    return Say(
        f"{refused}To which e-mail address? I do not guess one: write it out, or say “to me”.", reading, needs="address"
    )


def _homes(context: Context, last: Call | None) -> list[str] | Requests | Say:
    """The homes meant: named, pointed at, found by this question, or those shown last."""
    reading, shown = context.reading, context.dialogue.shown()
    if ids := pointed_at(context):
        return ids
    if last and context.dialogue.last_tool() == TOOL and not (reading.has_conditions or reading.them):
        return [str(each) for each in last.arguments.get("listingIds", [])]
    searched = reading.has_conditions or reading.places or reading.superlative
    if searched:
        number = reading.count or (
            1
            if reading.superlative and not re.search(r"\b(?:homes|ones|houses|condos)\b", reading.text.lower())
            else 10
        )
        return picked_homes(context, min(number, MOST_HOMES))
    if reading.count and shown:
        return shown[: reading.count]
    if reading.pronoun and not reading.them and context.dialogue.focus():
        return [context.dialogue.focus()]
    if not shown and context.dialogue.focus():
        return [context.dialogue.focus()]
    if shown:
        total = (context.dialogue.last("findListings") or Call("", {})).result or {}
        if total.get("total", 0) > len(shown):
            context.remarks.append(f"These are the {len(shown)} shown of {total['total']:,} that fit.")
        return shown
    return Say(
        "Which homes should the report hold? Name their ids, for example L001, or search first.", reading, needs="homes"
    )


def _answer(call: Call) -> list[str]:
    result, arguments = call.result or {}, call.arguments
    ids, to = speech.listed([str(each) for each in arguments.get("listingIds", [])]), arguments.get("recipientEmail")
    note = [f"With your note: “{arguments['note']}”"] if arguments.get("note") else []
    if result.get("status") == "approval_required":
        until = f" It can be approved until {speech.day(result['expiresAt'])}." if result.get("expiresAt") else ""
        waits = (
            f"**The report on {ids} to {to} waits for your yes.** Nothing has been sent yet: approve or reject it on the "
            f"card, or at {result.get('url')}.{until}"
        )
        return [waits, *note]
    if result.get("message") == "queued":
        return [
            f"**The report on {ids} to {to} is queued to be sent.** It goes to your own confirmed address, so no yes is needed.",
            *note,
        ]
    return [f"The report on {ids} to {to}: {result.get('message', 'done')}", *note]


def _state(call: Call) -> str:
    """What became of the last report, as far as is known."""
    result, to = call.result or {}, call.arguments.get("recipientEmail")
    outcome = result.get("outcome") or {}
    status = str(outcome.get("status") or "")
    if status and status != "pending":
        return f"The report to {to}: **{status}**."
    if result.get("status") == "approval_required":
        return (
            f"A yes in words does not send it: press the button on the card, or open {result.get('url')}. Until then "
            f"nothing is sent to {to}."
        )
    return f"The report to {to}: {result.get('message', 'done')}."
