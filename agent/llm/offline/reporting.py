# ruff: noqa: E501  (an answer cut in pieces is harder to read than a long line)
"""The plan for performance reports: totals, each listing beside its like, and advice as the tool words it."""

from __future__ import annotations

from typing import Any

from agent.llm.offline import listing_answers, speech
from agent.llm.offline.dialogue import MINE
from agent.llm.offline.remarks import with_remarks
from agent.llm.offline.searching import pointed_at
from agent.llm.offline.steps import Context, Plan, Requests, Say

Json = dict[str, Any]
TOOL = "generatePerformanceReport"


def report(context: Context) -> Plan:
    """One report on all homes meant, for the period named."""
    if done := context.now.done(TOOL):
        return Say(with_remarks(_answer(done[-1].result or {}), context))
    reading = context.reading
    ids = [MINE] if reading.mine else pointed_at(context)
    if not ids and (reading.them or reading.count):
        ids = context.dialogue.shown()[: reading.count or 20]
    if not ids and (last := context.dialogue.last("getListingMetrics", TOOL)):
        ids = [str(each) for each in last.arguments.get("listingIds", [])]
    if not ids and context.dialogue.focus():
        ids = [context.dialogue.focus()]
    if not ids:
        return Say(
            "A report on which listings? Name their ids, for example “a performance report for L001 and L002”.",
            reading,
            needs="homes",
        )
    if len(ids) > 20:
        context.remarks.append(f"A report holds 20 listings, so these are the first 20 of {len(ids)}.")
    period: Json = {}
    if reading.period:
        first, last_day = reading.period
        period = ({"from": first.isoformat()} if first else {}) | ({"to": last_day.isoformat()} if last_day else {})
    return Requests([(TOOL, {"listingIds": ids[:20]} | period)])


def _answer(result: Json) -> list[str]:
    summary, listings = result["summary"], result["listings"]
    unknown = (
        [f"No figures for {speech.listed(result['unknownIds'])}: no such listing, or none you may see figures of."]
        if result.get("unknownIds")
        else []
    )
    if result.get("unknownIds") == [MINE]:
        return [" ".join(result["notes"])]
    if not listings:
        return [*unknown, "Name the ids of listings you may see figures of."]
    views, inquiries = (
        speech.count(summary["totalViews"], "page view"),
        speech.count(summary["totalInquiries"], "inquiry", "inquiries"),
    )
    time = summary.get("averageTimeOnMarket")
    days = f", {time:g} days on the market on average" if time is not None else ""
    opening = (
        f"**{views} and {inquiries}** for {speech.count(len(listings), 'listing')}, {result['period']['label']}{days}."
    )
    if summary.get("topPerformer"):
        opening += f" **{summary['topPerformer']} does best**: {summary['topPerformerReason']}"
    elif summary.get("topPerformerReason"):
        opening += f" {summary['topPerformerReason']}"
    return [opening, _advice(summary, listings), "\n".join(_line(each) for each in listings), *unknown,
            *([" ".join(result["notes"])] if result.get("notes") else []),
            f"Report {result['reportId']}, the same figures on a page: {result['url']}"]  # fmt: skip


def _advice(summary: Json, listings: list[Json]) -> str:
    lines = [
        f"- **{each['listingId']}**: {each['recommendation']} {each['reason']}" for each in summary["recommendations"]
    ]
    lines += [
        f"- {each['listingId']}: no recommendation. {each['noRecommendations']}"
        for each in listings
        if each.get("noRecommendations")
    ]
    return "Recommendations:\n\n" + "\n".join(lines) if lines else ""


def _line(each: Json) -> str:
    known = [
        (each.get("pageViews"), "page view", None),
        (each.get("saves"), "save", None),
        (each.get("inquiries"), "inquiry", "inquiries"),
    ]
    said = [speech.count(value, one, many) for value, one, many in known if value is not None]
    days = (
        f", {speech.count(each['timeOnMarket'], 'day')} on the market" if each.get("timeOnMarket") is not None else ""
    )
    name = f"{each['listingId']}, {each['address']}" if each.get("address") else each["listingId"]
    peers = listing_answers.peers_line(each.get("peers")).removeprefix("- ")
    price = each.get("pricePosition")
    position = (
        f" List price {price['differencePercent']:+g} % against the median of {price['n']} comparable homes."
        if price and price.get("differencePercent") is not None
        else ""
    )
    missing = "" if said else " ".join((each.get("reasons") or {}).values())
    return f"- **{name}**: {speech.listed(said) or 'no visits are recorded'}{days}. {peers + '.' if peers else ''}{position} {missing}".rstrip()
