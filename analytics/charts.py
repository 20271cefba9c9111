"""The geometry of charts: where lines, bars and labels go, in the units of an SVG's view box."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

WIDTH, HEIGHT = 560, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 8, 72, 18, 30
_BARS_HEIGHT = 50  # below the line, so that neither covers the other
_LEAST_MEDIANS = 3
_WIDEST_LABEL_EVERY = 5  # at most so many month labels


@dataclass(frozen=True)
class Label:
    """Words at a place."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Bar:
    """A rectangle with what it stands for."""

    x: float
    y: float
    width: float
    height: float
    text: str
    partial: bool = False


@dataclass(frozen=True)
class Dot:
    """A point of a line with what it stands for."""

    x: float
    y: float
    text: str
    partial: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart ready to be drawn. lines: path data, broken where a month has no median. words: what it shows."""

    words: str
    width: int = WIDTH
    height: int = HEIGHT
    lines: list[str] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    grid: list[Label] = field(default_factory=list)
    months: list[Label] = field(default_factory=list)


def market_chart(series: Sequence[dict[str, Any]]) -> Chart | None:
    """A line of monthly medians above faint bars of the number of sales.

    None when fewer than three months, or fewer than half, have a median: what is drawn would be mostly gaps.

    series: MarketAnalysis.series as on the wire. The price axis does not start at 0, so it is labelled.
    """
    priced = [month for month in series if month["medianPrice"] is not None]
    if len(priced) < _LEAST_MEDIANS or 2 * len(priced) < len(series):
        return None
    prices = [month["medianPrice"] for month in priced]
    ticks = _ticks(min(prices), max(prices))
    step = (WIDTH - _LEFT - _RIGHT) / len(series)
    centres = [_LEFT + step * (place + 0.5) for place in range(len(series))]
    dots = [
        Dot(round(x, 1), _height(month["medianPrice"], ticks), _month_words(month), month["partial"])
        if month["medianPrice"] is not None
        else None
        for x, month in zip(centres, series, strict=True)
    ]
    return Chart(
        words=_words(priced),
        lines=_lines(dots),
        dots=[dot for dot in dots if dot],
        bars=_bars(series, centres, step),
        grid=[Label(WIDTH - _RIGHT + 8, _height(tick, ticks), short_dollars(tick)) for tick in ticks],
        months=_month_labels(series, centres),
    )


def sparkline(weeks: Sequence[dict[str, Any]], name: str = "pageViews") -> Chart | None:
    """A small line of one figure by week from 0 up; None for fewer than two weeks."""
    if len(weeks) < 2:
        return None
    width, height, margin = 240, 48, 6
    most = max(max(week[name] for week in weeks), 1)
    step = (width - 2 * margin) / (len(weeks) - 1)
    dots = [
        Dot(
            round(margin + step * place, 1),
            round(height - margin - week[name] / most * (height - 2 * margin), 1),
            f"Week of {_day_words(week['week'])}: {week[name]}{' (part of the week)' if week['partial'] else ''}",
            week["partial"],
        )
        for place, week in enumerate(weeks)
    ]
    first, last = weeks[0], weeks[-1]
    words = (
        f"Page views by week, from {first[name]} in the week of {_day_words(first['week'])} "
        f"to {last[name]} in the week of {_day_words(last['week'])}; at most {most}."
    )
    return Chart(words=words, width=width, height=height, lines=_lines(dots), dots=dots)


def funnel(metrics: dict[str, Any]) -> list[Bar]:
    """Views, saves and inquiries as bars on one scale; empty when nobody looked. metrics: as on the wire."""
    views = metrics["pageViews"]
    if not views:
        return []
    width = 300
    return [
        Bar(0, 0, round(max(2, metrics[name] / views * width), 1), 14, f"{metrics[name]:,}")
        for name in ("pageViews", "saves", "inquiries")
    ]


def stacked_bar(amounts: Sequence[float]) -> list[tuple[float, float]]:
    """(x, width) of each amount in one bar, in the order given, with a gap between; widths are by share.

    Too small a share to be seen is drawn two units wide, so the bar may be a little longer than WIDTH.
    """
    gap, total, x, places = 2, sum(amounts), 0.0, []
    room = WIDTH - gap * (len(amounts) - 1)
    for amount in amounts:
        width = round(max(2, amount / total * room), 1)
        places.append((round(x, 1), width))
        x += width + gap
    return places


def short_dollars(amount: float) -> str:
    """$567K, $1.25M, $950: short enough for an axis."""
    if amount >= 999_500:
        return f"${amount / 1_000_000:.2f}".rstrip("0").rstrip(".") + "M"
    return f"${amount / 1000:.0f}K" if amount >= 1000 else f"${amount:.0f}"


def _ticks(low: float, high: float) -> list[float]:
    """Three to five round prices that reach from below the lowest median to above the highest."""
    spread = (high - low) or high * 0.1
    rough = spread / 3
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    return [step * count for count in range(first, max(last, first + 1) + 1)]


def _height(price: float, ticks: Sequence[float]) -> float:
    share = (price - ticks[0]) / (ticks[-1] - ticks[0])
    lowest = HEIGHT - _BOTTOM - _BARS_HEIGHT - 12
    return round(lowest - share * (lowest - _TOP), 1)


def _lines(dots: Sequence[Dot | None]) -> list[str]:
    """One path for each run of dots without a gap."""
    paths: list[str] = []
    broken = True
    for dot in dots:
        if dot is None:
            broken = True
        elif broken:
            paths.append(f"M{dot.x} {dot.y}")
            broken = False
        else:
            paths[-1] += f"L{dot.x} {dot.y}"
    return paths


def _bars(series: Sequence[dict[str, Any]], centres: Sequence[float], step: float) -> list[Bar]:
    most = max(month["sold"] for month in series) or 1
    width = min(step * 0.62, 28)
    return [
        Bar(
            round(x - width / 2, 1),
            round(HEIGHT - _BOTTOM - _BARS_HEIGHT * month["sold"] / most, 1),
            round(width, 1),
            round(_BARS_HEIGHT * month["sold"] / most, 1),
            _month_words(month),
            month["partial"],
        )
        for x, month in zip(centres, series, strict=True)
    ]


def _month_labels(series: Sequence[dict[str, Any]], centres: Sequence[float]) -> list[Label]:
    """Some of the months, evenly; the year only where it is a new one."""
    every = math.ceil(len(series) / _WIDEST_LABEL_EVERY)
    labels, year = [], ""
    for place in range(0, len(series), every):
        day = date.fromisoformat(f"{series[place]['month']}-01")
        text = f"{day:%b}" if f"{day:%Y}" == year else f"{day:%b %Y}"
        year = f"{day:%Y}"
        # A label at the edge would be cut off when centred.
        labels.append(Label(round(max(centres[place], 44), 1), HEIGHT - 10, text))
    return labels


def _month_words(month: dict[str, Any]) -> str:
    day = date.fromisoformat(f"{month['month']}-01")
    median = "no median" if month["medianPrice"] is None else f"median ${month['medianPrice']:,.0f}"
    part = ", part of the month" if month["partial"] else ""
    return f"{day:%B %Y}: {median}, {month['sold']:,} sold{part}"


def _words(priced: Sequence[dict[str, Any]]) -> str:
    lowest = min(priced, key=lambda month: month["medianPrice"])
    highest = max(priced, key=lambda month: month["medianPrice"])
    return (
        f"Median sale price by month, lowest {_month_price(lowest)}, highest {_month_price(highest)}, "
        f"latest {_month_price(priced[-1])}. Bars show how many homes were sold."
    )


def _month_price(month: dict[str, Any]) -> str:
    day = date.fromisoformat(f"{month['month']}-01")
    return f"${month['medianPrice']:,.0f} in {day:%B %Y}"


def _day_words(day: str) -> str:
    parsed = date.fromisoformat(day)
    return f"{parsed.day} {parsed:%b}"
