# ruff: noqa: E501  (an answer cut in pieces is harder to read than a long line)
"""The plan for "what is it worth": a listing, or a home described by its size and place."""

from __future__ import annotations

import re
from typing import Any

from agent.llm.offline import speech
from agent.llm.offline.loan_answers import money
from agent.llm.offline.locating import located
from agent.llm.offline.remarks import with_remarks
from agent.llm.offline.searching import pointed_at
from agent.llm.offline.steps import Context, Plan, Requests, Say

Json = dict[str, Any]
TOOL = "estimateValue"
MOST_COMPARABLES = 5
_APPRAISER = "A licensed appraiser can value it without them."
# "2.5 bath 1985": of a home that is described a bare year is when it was built.
_BARE_YEAR = r"(?<![\w.,$])(?:18[89]\d|19\d\d|20[012]\d)(?![\w.]*\d|,\d|\s?-?(?:sq|sf|k\b|dollars))"
_OWN = r"\b(?:my|our)\b"


def value(context: Context) -> Plan:
    """An estimate for each home pointed at, or for the one described."""
    # A size is passed on as it was said: that it was read as a range holds for searches only.
    notes = context.reading.notes
    context.reading.notes = [
        note for note in notes if "was read as" not in note or ("sq" not in note.lower() and "$" not in note)
    ]
    if done := context.now.done(TOOL):
        return Say(
            with_remarks(
                [each for call in done for each in _answer(call.result or {})] + [_next(done[-1].result or {})], context
            )
        )
    reading = context.reading
    described = (
        "minLivingArea" in reading.arguments or bool(reading.places) or bool(re.search(_OWN, reading.text.lower()))
    )
    ids = pointed_at(context)
    if not ids and not described and context.dialogue.focus():
        ids = [context.dialogue.focus()]
    if ids:
        return Requests([(TOOL, {"listingId": each}) for each in ids[:4]])
    words = located(context)
    if not isinstance(words, list):
        return words
    home = _described(context, words)
    missing = [] if "livingArea" in home else ["its living area in square feet"]
    missing += [] if {"postalCode", "city", "latitude"} & home.keys() else ["its zip code or city"]
    if missing:
        return Say(
            f"Which home is it? For an estimate I need a listing's id, or {speech.listed(missing)}; bedrooms, baths and the year help.",
            reading,
            needs="value",
        )
    return Requests([(TOOL, home)])


def _described(context: Context, words: list[Any]) -> Json:
    reading, asked = context.reading, context.reading.arguments
    home: Json = {}
    if area := re.search(
        r"(?<![\d.,])(\d{1,2},?\d{3}|\d{3})\s?-?(?:sq(?:uare)?\.?\s?-?(?:f(?:ee|oo)?t|ft)\b|sf\b|sqft\b|sq\b)",
        reading.text.lower(),
    ):
        home["livingArea"] = int(area[1].replace(",", ""))
    for name, argument in (
        ("bedrooms", "minBedrooms"),
        ("bathrooms", "minBathrooms"),
        ("lotSize", "minLotSize"),
        ("yearBuilt", "minYearBuilt"),
    ):
        if argument in asked:
            home[name] = asked[argument]
    if "yearBuilt" not in home and (year := re.search(_BARE_YEAR, reading.text.lower())):
        home["yearBuilt"] = int(year[0])
    if reading.types:
        home["propertyType"] = reading.types[0]
    if reading.point:
        home |= {"latitude": reading.point[0], "longitude": reading.point[1]}
    for word in words:
        if word.kind == "postal_code":
            home.setdefault("postalCode", word.name)
        elif word.kind in ("city", "neighborhood"):
            home.setdefault("city", f"{word.city}, {word.state}" if word.city else word.name)
        if word.kind == "neighborhood":
            context.remarks.append(
                f"An estimate goes by city or zip code, so {word.name} was read as {home['city']}; a zip code is nearer."
            )
    if reading.features or reading.without:
        context.remarks.append(f"An estimate does not use {speech.listed([*reading.features, *reading.without])}.")
    return home


def _answer(result: Json) -> list[str]:
    name = (
        f"{result['listingId']}, {result['address'] or 'address withheld'},"
        if result.get("listingId")
        else "The home you describe"
    )
    if result.get("estimate") is None:
        return [
            f"I cannot estimate {name.rstrip(',').replace('The home', 'the home')}. {result.get('reason', '')} {_APPRAISER}",
            *_notes(result),
        ]
    day = speech.day(result["asOf"])
    range_ = f"{money(result['low'])} to {money(result['high'])}"
    where = "within" if "mile" in result["within"] else "in"
    opening = (
        f"**{name} might sell for {range_}**, most likely about {money(result['estimate'])}. That rests on "
        f"n = {result['n']} comparable sales {where} {result['within']}, as of {day}."
    )
    lines = "\n".join(_comparable(each) for each in result["comparables"][:MOST_COMPARABLES])
    warning = str(result["notAnAppraisal"])
    return [opening, f"This is not an appraisal. {warning}", f"The sales that count most:\n\n{lines}", *_notes(result)]


def _comparable(each: Json) -> str:
    where = each["address"] or "address withheld"
    return (
        f"- {each['listingId']}, {where}: sold for {money(each['closePrice'])} on {speech.day(each['closeDate'])}, "
        f"{each['livingArea']:,} sq ft; adjusted to {speech.dollars(each['adjustedPrice'])}"
    )


def _notes(result: Json) -> list[str]:
    return [" ".join(result["notes"])] if result.get("notes") else []


def _next(result: Json) -> str:
    if result.get("listingId"):
        return f"Next: “tell me about {result['listingId']}”, or “homes within 1 mile of {result['listingId']}”."
    return "Next: add the year built, the lot or the kind of home to make it nearer."
