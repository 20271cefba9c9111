# ruff: noqa: E501  (a pattern cut in two is harder to read than a long one)
"""When: "in March 2015", "since 2014", "the last 6 months" for sales; "built after 1990", "10 years old" for homes."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta

from agent.llm.offline.draft import Draft, compiled

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
MONTH_NAMES = "|".join(name.lower() for name in calendar.month_name if name)
_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_POINT = (
    rf"(?:{_MONTH} {_DAY},? (?:of )?{_YEAR}|{_DAY} (?:of )?{_MONTH} {_YEAR}|{_MONTH},? (?:of )?{_YEAR}|{_YEAR}-\d\d(?:-\d\d)?|q[1-4] (?:of )?{_YEAR}|h[12] (?:of )?{_YEAR}"
    rf"|{_YEAR})(?![\d,]\d|\d)"
)

# After a month may come: "in May in Kirkland"; "in May Valley" is a place.
_BEHIND_MONTH = r"(?:in|and|or|of|to|for|with|under|over|at|only|please|this|last|then|there|instead|¦)"
# "Under 2000" is a rent or a size, not a year.
_NO_PRICE = "".join(
    rf"(?<!\b{word} )" for word in ("under", "below", "over", "above", "than", "max", "most", "least", "to")
)

Period = tuple[date | None, date | None]


_BUILT = r"(?:built|constructed|year built|build year)(?: is| it| was|:)?"
_NOT = r"(?:not|n't|never|nothing|none|without)(?: be| been| anything| want(?: anything| one)?| that(?:'s| is| was))?"
_NO = r"(?:no|not|nothing|none|never|(?:do|does|is|are)n't(?: want)?(?: anything| one| to be)?)"
# How people say when a home was built -> first and last year, from the years said. None is no such end.
_BUILDING: list[tuple[str, Callable[..., tuple[int | None, int | None]]]] = [
    (rf"{_NOT} {_BUILT} before ({_YEAR})", lambda year: (year, None)),
    (rf"{_NOT} {_BUILT} after ({_YEAR})", lambda year: (None, year)),
    (
        rf"{_BUILT} (?:between |from )?({_YEAR}) ?(?:and|to|through|until|-) ?({_YEAR})",
        lambda one, two: (min(one, two), max(one, two)),
    ),
    (
        rf"{_BUILT} (?:in )?(?:between |from )?(?:the )?((?:19|20)\d0)'?s *(?:and|to|through|-|or) *(?:the )?((?:19|20)\d0)'?s",
        lambda one, two: (min(one, two), max(one, two) + 9),
    ),
    (
        rf"(?:{_BUILT} )?(?:in |from |of )?(?:the )?((?:19|20)\d0)'?s *(?:and|to|through|-|or) *(?:the )?((?:19|20)\d0)'?s\b",
        lambda one, two: (min(one, two), max(one, two) + 9),
    ),
    (
        rf"(?:{_BUILT} )?(?:in |from )?(?:the )?((?:19|20)\d0)'?s +(?:or |and )?(?:later|newer|on(?:wards?)?|up)\b",
        lambda year: (year, None),
    ),
    (
        rf"(?:{_BUILT} )?(?:in |from )?(?:the )?((?:19|20)\d0)'?s +(?:or |and )?(?:earlier|older|before)\b",
        lambda year: (None, year + 9),
    ),
    (rf"(?:{_BUILT} )?(?:in |from )?(?:the )?(?<![\d$])((?:19|20)\d0)'?s\b", lambda year: (year, year + 9)),
    (
        rf"{_BUILT} (?:in |from )?(?:the )?'?([3-9]0)'?s (?:or|and|to) (?:the )?'?([3-9]0)'?s\b",
        lambda one, two: (1900 + min(one, two), 1909 + max(one, two)),
    ),
    (rf"{_BUILT} (?:in |from )?(?:the )?'?([3-9]0)'?s\b", lambda year: (1900 + year, 1909 + year)),
    (
        rf"(?:from |in )?({_YEAR}) (?:or|and) (?:earlier|older|before)|{_NO} (?:built )?(?:newer|later|younger|after) than ({_YEAR})|{_NO} (?:built )?after ({_YEAR})",
        lambda year: (None, year),
    ),
    (
        rf"{_NO} (?:built )?(?:older|earlier) than ({_YEAR})|{_NO} (?:built )?before ({_YEAR})",
        lambda year: (year, None),
    ),
    (rf"{_BUILT} (?:after|later than|post)[ -]({_YEAR})|newer than ({_YEAR})", lambda year: (year + 1, None)),
    (
        rf"{_BUILT} (?:before|earlier than|prior to|pre)[ -]({_YEAR})|older than ({_YEAR})",
        lambda year: (None, year - 1),
    ),
    (rf"{_BUILT} (?:since|from|in or after|no earlier than) ({_YEAR})(?: on(?:wards?)?)?", lambda year: (year, None)),
    (
        rf"{_BUILT} (?:in )?({_YEAR}) (?:or|and) (?:later|newer|after|up)|({_YEAR}) (?:or|and) (?:newer|later)"
        rf"|{_BUILT} ({_YEAR})(?: ?\+|-on\b| on(?:wards?)?)|({_YEAR}) ?\+ (?:built|construction|build)",
        lambda year: (year, None),
    ),
    (
        rf"{_BUILT} (?:in )?({_YEAR}) or (?:earlier|older|before)|{_BUILT} (?:until|by) ({_YEAR})",
        lambda year: (None, year),
    ),
    (r"(?:built |from |dating from )?(?:in |of )?(?:this|the 21st|the twenty-first) century", lambda: (2000, None)),
    (rf"(?:after|post)[ -]({_YEAR})[ -](?:construction|builds?|built)", lambda year: (year + 1, None)),
    (
        rf"since[ -]({_YEAR})[ -](?:construction|builds?|built)|(?:construction|builds?) (?:since|from|after) ({_YEAR})",
        lambda year: (year, None),
    ),
    (rf"({_YEAR})[ -](?:construction|build)\b", lambda year: (year, year)),
    (rf"{_BUILT}(?: in)? ({_YEAR})", lambda year: (year, year)),
]


def read_built(draft: Draft, today: date) -> None:
    """Take the year built or the age. "After 1990" is 1991 or later; a decade is its ten years."""
    _spell_decades(draft)
    for pattern, years in _BUILDING:
        for match in draft.take(pattern):
            _built(draft, *years(*(int(group) for group in match.groups() if group)))
    # No sale here is that old: the year is that of the house.
    old = rf"((?:18|19)\d\d|20[0-{str(today.year - 15)[2]}]\d)"
    for match in draft.take(rf"(?:(?:from|dating) )?(?:between|from) {old} ?(?:and|to|-) ?{old}(?![\d-]|,\d)"):
        _built(draft, int(match[1]), int(match[2]))
    for match in draft.take(rf"(?:from |dating from )?(?:before|prior to|pre-?) ?{old}(?![\d,-])"):
        _built(draft, None, int(match[1]) - 1)
    for match in draft.take(
        rf"(?:from|of|dating (?:from|back to)|dates (?:from|back to)) {old}(?![\d-]|,\d| (?:on|to|until|or|and)\b)"
    ):
        _built(draft, int(match[1]), int(match[1]))
    for match in draft.take(r"(?:from |dating from )?(?:after|post-?) ?((?:18|19)\d\d)(?![\d,-])"):
        _built(draft, int(match[1]) + 1, None)
    _read_age(draft, today)


def _spell_decades(draft: Draft) -> None:
    """ "The sixties" as "1960s", in as many letters; which part of a decade is meant is not read, and that is said."""
    said = rf"\b(the|and|or|to|mid|early|late|from|in|through|built)([ -])({'|'.join(_DECADES)})\b"
    draft.rest = re.sub(
        said, lambda match: f"{match[1]}{match[2]}{_DECADES[match[3]]}s".ljust(len(match[0])), draft.rest
    )
    for match in re.finditer(r"\b(early|mid|late)[ -](?:the )?((?:19|20)\d0'?s)", draft.rest):
        draft.rest = draft.rest[: match.start()] + match[2].ljust(len(match[0])) + draft.rest[match.end() :]
        draft.notes.append(f"“{match[1]} {match[2]}” was read as that whole decade")


_DECADES = {"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970,
            "eighties": 1980, "nineties": 1990}  # fmt: skip


def _read_age(draft: Draft, today: date) -> None:
    age = r"(\d{1,3}) (?:years?|yrs?)"
    young = r"(?:newer than|younger than|less than|under|at most|no more than|not older than|no older than|max)"
    for match in draft.take(rf"{young} {age}(?: old| of age)?|built (?:in|within) the (?:last|past) {age}"):
        _built(draft, today.year - int(match[1] or match[2]), None)
    for match in draft.take(rf"(?:older than|over|more than|at least) {age}(?: old)?"):
        _built(draft, None, today.year - int(match[1]))


def _built(draft: Draft, least: int | None, most: int | None) -> None:
    if least is not None:
        draft.arguments["minYearBuilt"] = least
    if most is not None:
        draft.arguments["maxYearBuilt"] = most


def read_period(draft: Draft, today: date, year: int | None = None) -> Period | None:
    """Take the time of the sales asked about, as first and last day; an open end is None.

    year: the year spoken of before, which a month without one belongs to.
    """
    _spell_parts_of_years(draft, today)
    if months := _months_of_year(draft):
        return months
    if match := draft.take_one(
        rf"(?:(?:in|during|over|of|(since|from)) )?(?:the )?({'|'.join(_SEASONS)})(?: of|,)? ({_YEAR})"
    ):
        number, year_of = _SEASONS[match[2]], int(match[3])
        return _month(year_of, number)[0], None if match[1] else _month(year_of, number + 2)[1]
    joined = r"(?:and|to|until|till|through|thru|-)"
    _leave_out_today(draft)
    if match := draft.take_one(rf"(?:between |from )?({_MONTH} {_DAY}|{_DAY} (?:of )?{_MONTH}) ?{joined} ?({_POINT})"):
        last = _point(match[2])[1]
        return _point(f"{match[1]} {last.year}")[0], last
    if match := draft.take_one(rf"(?:between|from) ({_POINT}|{_MONTH}) ?{joined} ?({_POINT})") or draft.take_one(
        rf"(?<![\w$])({_POINT}|{_MONTH}) ?(?:to|until|till|through|thru|-) ?({_POINT})"
    ):
        last = _point(match[2])
        first = _point(match[1] if match[1][-1].isdigit() else f"{match[1]} {last[0].year}")
        return first[0], last[1]
    if match := draft.take_one(rf"\b(?:between|from) ({_MONTH}) ?{joined} ?({_MONTH})(?!\w)"):
        return _two_months(draft, match, today, year)
    if match := draft.take_one(rf"(?:{_SINCE}|after) ({_POINT})(?: on(?:wards?)?)?"):
        first, last = _point(match[1])
        return (last + timedelta(days=1) if match[0].startswith("after") else first), None
    if match := draft.take_one(rf"(?:before|until|till|up to|through|by) ({_POINT})"):
        first, last = _point(match[1])
        return None, first - timedelta(days=1) if match[0].startswith("before") else last
    if match := draft.take_one(rf"(?:in|during|for|of)?\s?\b{_NO_PRICE}({_POINT})"):
        return _point(match[1])
    return _month_alone(draft, today, year) or _relative(draft, today)


_SINCE = r"(?:ever since|since|starting(?: (?:in|from|with|on))?|beginning(?: (?:in|from|with|on))?|as of|from)"


def _leave_out_today(draft: Draft) -> None:
    """ "From March 2026 to date": an end that is open anyway."""
    draft.take(
        r"(?<=\w),? (?:to (?:date|today|now|the present)|until (?:now|today)|through (?:today|now)|up to (?:now|today))\b"
    )


def _spell_parts_of_years(draft: Draft, today: date) -> None:
    """ "The second half of 2025" as "h2 2025", in as many letters, so that places in the text stay where they are."""
    _spell_years(draft, today)
    pattern = rf"(?:the )?(first|second|third|fourth|last|1st|2nd|3rd|4th) (half|quarter)(?: of|,| in)? +({_YEAR})"
    for match in list(re.finditer(pattern, draft.rest)):
        most = 2 if match[2] == "half" else 4
        number = _PARTS[match[1]] or most
        short = f"{match[2][0]}{number} {match[3]}".rjust(len(match[0]))
        if number <= most:
            draft.rest = draft.rest[: match.start()] + short + draft.rest[match.end() :]


def _spell_years(draft: Draft, today: date) -> None:
    """ "The first half of this year": which one that is, where it follows "of"."""
    for said, year in (("this year", today.year), ("last year", today.year - 1)):
        draft.rest = re.sub(rf"(?<= of ){said}\b|(?<=[a-z] half ){said}\b", str(year).rjust(len(said)), draft.rest)


def _months_of_year(draft: Draft) -> Period | None:
    """ "The first three months of 2026", "the last two months of 2025"."""
    match = draft.take_one(
        rf"(?:in |during |over |for |within )?(?:the )?(first|last|final) (\d{{1,2}}) months of ({_YEAR}| {{5}}{_YEAR})"
    )
    if not match or not 1 <= int(match[2]) <= 12:
        return None
    year, number = int(match[3]), int(match[2])
    if match[1] == "first":
        return _month(year, 1)[0], _month(year, number)[1]
    return _month(year, 13 - number)[0], _month(year, 12)[1]


_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9}  # their first months; a winter lies in two years
_PARTS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 0}


def _two_months(draft: Draft, match: re.Match, today: date, year: int | None) -> Period:
    """ "Between June and August": of the year spoken of, else the last ones there were."""
    first, last = (_MONTHS[said.rstrip(".")] for said in match.groups())
    ends = year or today.year - (last > today.month)
    days = _month(ends - (first > last), first)[0], _month(ends, last)[1]
    draft.notes.append(f"“{draft.said(*match.span())}” was read as {days[0]:%B %Y} to {days[1]:%B %Y}")
    return days


def _month_alone(draft: Draft, today: date, year: int | None) -> Period | None:
    """ "In June": of the year spoken of, else the last June there was. Only behind a preposition: "may" is a verb."""
    before = rf"(?:in|during|for|of|about|{_SINCE}|after|before|until|till)"
    match = draft.take_one(rf"\b({before}) ({_MONTH})(?: on(?:wards?)?)?(?=\W*$|[,.?!]|\s+{_BEHIND_MONTH})")
    if not match:
        return None
    number = _MONTHS[match[2].rstrip(".")]
    first, last = _month(year or today.year - (number > today.month), number)
    draft.notes.append(f"“{draft.said(*match.span(2))}” was read as {calendar.month_name[number]} {first.year}")
    if match[1] == "after" or compiled(_SINCE).fullmatch(match[1]):
        return (last + timedelta(days=1) if match[1] == "after" else first), None
    if match[1] in ("before", "until", "till"):
        return None, (first - timedelta(days=1) if match[1] == "before" else last)
    return first, last


def _last_season(draft: Draft, today: date) -> Period | None:
    """ "Since last summer", "last spring": the newest one that is over; "in Q3" is the newest third quarter begun."""
    if match := draft.take_one(rf"\b(?:(since|from) |in |during |over )?last ({'|'.join(_SEASONS)})\b"):
        month = _SEASONS[match[2]]
        year = today.year - (today < _month(today.year, month + 2)[1])
        return _month(year, month)[0], None if match[1] else _month(year, month + 2)[1]
    if match := draft.take_one(r"\b(?:(since|from) |in |during |for |over )?(?:the )?q([1-4])\b(?! ?(?:of )?\d)"):
        month = int(match[2]) * 3 - 2
        year = today.year - (today < date(today.year, month, 1))
        draft.notes.append(f"“{draft.said(*match.span()).strip()}” was read as that quarter of {year}")
        return _month(year, month)[0], None if match[1] else _month(year, month + 2)[1]
    return None


def _relative(draft: Draft, today: date) -> Period | None:
    if season := _last_season(draft, today):
        return season
    if draft.take_one(r"(?:over|in|during|within|for|across) the last year"):
        return _back(today, 1, "year"), today
    if match := draft.take_one(
        r"(?:in |over |during |for |within )?(?:the )?(?:last|past) (\d{1,3}) (day|week|month|year)s?"
    ):
        return _back(today, int(match[1]), match[2]), today
    if draft.take_one(r"(?:in |over |during )?(?:the )?past year|(?:the )?last 12 months"):
        return _back(today, 1, "year"), today
    if draft.take_one(r"(?:in |during )?last year"):
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    if draft.take_one(r"(?:in |during |so far )?this year(?: so far)?"):
        return date(today.year, 1, 1), today
    if draft.take_one(r"(?:in |during )?(?:the )?(?:last|past|previous) quarter"):
        quarter, year = (today.month - 1) // 3, today.year
        quarter, year = (quarter, year) if quarter else (4, year - 1)
        return _month(year, quarter * 3 - 2)[0], _month(year, quarter * 3)[1]
    if draft.take_one(r"(?:in |during )?this quarter"):
        return _month(today.year, (today.month - 1) // 3 * 3 + 1)[0], today
    if draft.take_one(r"(?:in |during )?last month"):
        return _month(*((today.year, today.month - 1) if today.month > 1 else (today.year - 1, 12)))
    if draft.take_one(r"(?:in |during )?this month"):
        return _month(today.year, today.month)[0], today
    if draft.take_one(r"(?:in |during |over )?(?:the )?(?:last|past|this) week"):
        return today - timedelta(days=7), today
    return None


def _point(text: str) -> tuple[date, date]:
    """First and last day of "march 2015", "2015-03", "2015-03-14", "q1 2015" or "2015"."""
    if text[0] == "h":
        year, half = int(text[-4:]), int(text[1])
        return _month(year, half * 6 - 5)[0], _month(year, half * 6)[1]
    if text[0] == "q":
        year, quarter = int(text[-4:]), int(text[1])
        return _month(year, quarter * 3 - 2)[0], _month(year, quarter * 3)[1]
    if day := re.fullmatch(rf"(?:({_MONTH}) ({_DAY})|({_DAY}) (?:of )?({_MONTH})),? (?:of )?({_YEAR})", text):
        month = _MONTHS[(day[1] or day[4]).rstrip(".")]
        number = int(re.sub(r"\D", "", day[2] or day[3]))
        when = date(int(day[5]), month, min(number, calendar.monthrange(int(day[5]), month)[1]))
        return when, when
    if text[0].isalpha():
        return _month(int(text[-4:]), _MONTHS[re.split(r"[ ,.]", text)[0]])
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    month = min(max(parts[1], 1), 12)
    if len(parts) == 2:
        return _month(parts[0], month)
    day = date(parts[0], month, min(max(parts[2], 1), calendar.monthrange(parts[0], month)[1]))
    return day, day


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _back(today: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return today - timedelta(days=count * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(max(months, 12), 12)
    return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
