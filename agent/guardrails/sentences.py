# ruff: noqa: E501  (a pattern cut in pieces is harder to read than a long line)
"""Where a figure stands: its sentence or table row, its clause, the homes, places and months it is said about."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from agent.guardrails import arithmetic, concepts, dates, figures, naming, saying
from agent.guardrails.concepts import Mention
from agent.guardrails.facts import Facts
from agent.guardrails.figures import Figure
from agent.guardrails.naming import Named

# No sentence that anybody reads has more; a monster may not hold up the next answer.
MOST_CHARS = 1_500
MOST_FIGURES = 60
_SENTENCE_END = re.compile(
    r"(?<!\bSt)(?<!\bMt)(?<!\bFt)(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bvs)(?<!\b[NSEW])[.!?][\"”)]?\s+(?=[^a-z])"
)
_BOUNDARY = re.compile(
    r"[;:()|·]|,(?!\d)|\s[–—-]\s|\b(?:and|but|while|whereas|against|(?<!less )(?<!more )(?<!fewer )than|versus|vs|compared (?:with|to)|which|where|so|"
    r"because|though|although|below|above|ahead of|behind|short of|on top of|in addition to|beats?|exceeds?)\b"
)
_COMPARING = re.compile(r"\b(?:against|than|versus|vs|compared|both|respectively|difference|apart|gap|between)\b", re.I)
_NAME = "|".join(rf"{name[:3].title()}(?:{name[3:]}|\b\.?)" for name in dates.MONTHS)
_MONTH = re.compile(rf"\b(?P<name>{_NAME})(?!\w)(?:\s+(?P<year>\d{{4}}))?")
_MONTHS = re.compile(rf"\b(?:{_NAME})(?:\s+\d{{4}})?\s*(?:to|and|through|until|–|-)\s*(?:{_NAME})(?:\s+\d{{4}})?")
_OTHERS = re.compile(r"\b(?:against|versus|vs\.?|compared (?:with|to))\s+(?:about |around |the )?$", re.IGNORECASE)
_NUMBERING = re.compile(r"#|no\.?|rank", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\b(?:the next(?: \w+)?|another|(?:the|any) others?|the rest|everything else|the (?:second|third|runner-up)(?:[- ]\w+)?)\b",
    re.I,
)
_NOTHING_ELSE = re.compile(r"\s*,?\s*(?:about |around |roughly |some |nearly |at )?")
_EXCEPT = re.compile(r"\b(?:except(?: for)?|apart from|besides|other than|excluding)\s+(?:the )?$", re.IGNORECASE)
_BESIDE = re.compile(r"\s*\(\s*|\s+(?:at|for|in)\s+(?:the\s)?")
_LAST = re.compile(r",\s+(?:at|for|in)\s+(?:the\s)?")
_IT = re.compile(r"\b(?:it|that|this|which)(?:['’]s)? ", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s\s+(?:about |around |roughly |own )?")
_BOTH = re.compile(r"\b(?:both|each|all|share|apiece)\b(?! (?:of|three|in)\b)", re.IGNORECASE)
_SEVERAL = re.compile(
    r"[\s,;]*(?:and |but |while )?(?:(?:\w+|all) of (?:the|them|these|those)|all|both|most|the (?:other|rest)|others)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(r"(?:%|percent) of\s+$")
_WEEK = re.compile(rf"\bweek (?:of|from|beginning|starting) ((?:{_NAME})\s+[\w-]+)", re.I)
_LATER = re.compile(r"\bweek\b.*\b(?:next|then|after|following|last)\b")
_DAY_FIRST = re.compile(rf"^\s*[|*-]\s*((?:{_NAME})\s+\d{{1,2}}\b|\d{{4}}-\d\d-\d\d)\s*[|:–—-]")
_ISO_MONTH = re.compile(r"(?<![\d-])(\d{4}-\d\d)(?![\d-])")
_RANGE = re.compile(
    r"(?:\b(?:between|from|through|until|since|before|after)\s|[–-]\s?|\bto\s|\bended? (?:on |in )?)$", re.I
)
_KIND_OF_LABEL = [
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in [
        ("beds", r"\bbed(?:room)?s?\b|\bbds?\b"),
        ("baths", r"\bbath(?:room)?s?\b|\bba\b"),
        ("floors", r"\bstor(?:y|ies|eys)\b|\bfloors\b|\blevels\b"),
        ("garage", r"\bgarage\b|\bparking\b"),
        ("days", r"\bdays\b|\btime on (?:the )?market\b|\bDOM\b"),
        ("months", r"\bmonths\b"),
        ("money", r"\bper (?:sq|square)|\bprice\b|\bpayment\b|\btax\b|\bcost\b|\bHOA\b"),
        ("area", r"\bliving area\b|\bsq\.? ?ft\b|\bsquare feet\b|\blot\b|\bsize\b"),
        ("year", r"\byear\b|\bbuilt\b"),
        ("percent", r"\brate\b|%|\bpercent\b|\bCTR\b"),
    ]
]


@dataclass
class Claim:
    """A figure of an answer with what the words around it say it is."""

    figure: Figure
    concepts: frozenset[str] = frozenset()
    subjects: dict[str, frozenset[str]] = field(default_factory=dict)  # by "id", "place" and "month"
    unit: str = ""
    strict: frozenset[str] = frozenset()  # concepts that stand right beside the figure
    every: tuple[frozenset[str], ...] = ()  # the homes of "L001 and L002 both have", each of which must have it
    in_sum: bool = False  # it is reckoned with, in a sum that is written out


@dataclass
class Sentence:
    """One sentence, line or table row, and its claims. header: the cells of the table's first row, by column."""

    text: str
    start: int
    header: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    mentions: tuple[Mention, ...] = ()
    names: list[Named] = field(default_factory=list)
    months: list[int] = field(default_factory=list)  # that are named, in their order

    @functools.cached_property
    def names_homes(self) -> bool:
        return any(subject.startswith("id:") for each in self.names for subject in each.subjects)

    @property
    def names_places(self) -> bool:
        return any(subject.startswith("place:") for each in self.names for subject in each.subjects)

    @functools.cached_property
    def is_row(self) -> bool:
        return self.text.lstrip().startswith("|")


def read(text: str, facts: Facts) -> Iterator[Sentence]:
    """The sentences of a plain text that hold figures."""
    told = naming.Told()
    for sentence in _sentences(text):
        own = naming.named(sentence.text, facts)
        meant = told.meant(sentence.text, own)
        told.read(sentence.text, own)
        if found := figures.read(sentence.text)[:MOST_FIGURES]:
            if sentence.header and _NUMBERING.fullmatch(sentence.header[0]):
                found = [each for each in found if "|" in sentence.text[: each.start].strip().strip("|")]
            yield _with_claims(sentence, found, facts, own, meant)


def _sentences(text: str) -> Iterator[Sentence]:
    header: list[str] = []
    at, lines = 0, text.split("\n")
    for number, line in enumerate(lines):
        if not line.lstrip().startswith("|"):
            header = []
            start = 0
            for end in [*(match.end() for match in _SENTENCE_END.finditer(line)), len(line)]:
                for part in range(start, end, MOST_CHARS):
                    yield Sentence(line[part : min(part + MOST_CHARS, end)], at + part)
                start = end
        elif not re.fullmatch(r"[|\s:-]*", line):
            if number + 1 < len(lines) and re.fullmatch(r"\s*\|[|\s:-]*-[|\s:-]*", lines[number + 1]):
                header = _cells(line)
            yield Sentence(line[:MOST_CHARS], at, header)
        at += len(line) + 1


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def _with_claims(
    sentence: Sentence, found: list[Figure], facts: Facts, named: list[Named], meant: frozenset[str]
) -> Sentence:
    text = sentence.text
    sentence.mentions, sentence.names, sentence.months = concepts.mentions(text), named, months_named(text)
    spans = [
        *((m.start, m.end) for m in sentence.mentions),
        *((n.start, n.end) for n in named),
        *((f.start, f.end) for f in found),
    ]
    spans += [match.span() for match in _MONTHS.finditer(text)]
    spans += naming.lists(text, named)
    cuts = [m.start() for m in _BOUNDARY.finditer(text) if not any(a < m.start() < b for a, b in spans)]
    bound = saying.bound(
        [each for each in found if each.unit != "date" and each.unit not in figures.NAMES], sentence.mentions, text
    )
    dates = [each for each in found if each.unit == "date"]
    months = _months(text) if sentence.months or "-" in text else []
    months += [
        Named(each.start, each.end, frozenset({f"month:{each.date[0]}-{each.date[1]:02}"}))
        for each in dates
        if "/" in each.text and not each.date[2]
    ]
    days = _weeks(text) or ([each.date[1:] for each in dates if each.date[2]] if "week" in text.lower() else [])
    weeks = frozenset(f"week:*-{month:02}-{day:02}" for month, day in days)
    ordered = naming.in_order(text, named, found) or (
        naming.in_order(text, _month_names(text), found) if len(sentence.months) > 1 else {}
    )
    paired = any("/" in head for head in sentence.header)  # "4 / 2.5" below "Beds / baths" is no division
    in_sums = set() if paired else arithmetic.operands(text, found)
    for at, figure in enumerate(found):
        label = _label(sentence, figure)
        clause = (
            max([0, *(c for c in cuts if c < figure.start)]),
            min([len(text), *(c for c in cuts if c >= figure.end)]),
        )
        if _NOTHING_ELSE.fullmatch(text, clause[0], figure.start) and _NOTHING_ELSE.fullmatch(
            text, figure.end, clause[1]
        ):
            clause = (
                max([0, *(c for c in cuts if c < clause[0])]),
                clause[1],
            )  # "The lot of L869, 7,070 sq ft, is ..."
        claim = Claim(figure, unit=figure.unit or ("" if at in in_sums else _unit_of(label)))
        claim.concepts = saying.of_figure(figure, clause, sentence.mentions, bound, label, text)
        beside = {m.concept for m, start in bound if start == figure.start}
        claim.strict = claim.concepts & (
            beside | {m.concept for m in concepts.mentions(label if sentence.is_row else "")}
        )
        others = [each for each in named if figure.unit != "address" or not figure.start <= each.start < figure.end]
        in_header = naming.named(_header_cell(sentence, figure), facts)
        if _SHARE.search(text, max(0, figure.start - 16), figure.start):
            claim.concepts = claim.strict = frozenset()  # "36 % of $11,666.67 for all debts"
        before = next((each for each in reversed(sentence.claims) if each.figure.unit not in figures.NAMES), None)
        if before and figure.unit not in figures.NAMES:
            claim.concepts |= _inherited(before, claim, clause, text, named)
        if before and before.figure.hedged and saying.runs_parallel(before.figure, figure, text, named):
            figure = claim.figure = replace(figure, hedged=True)
        if at in in_sums:
            claim.concepts = claim.strict = frozenset()
            claim.in_sum = True
            sentence.claims.append(claim)
            continue
        claim.subjects = {
            "id": _subjects("id", clause, others, in_header, sentence, figure, found),
            "place": _subjects("place", clause, others, in_header, sentence, figure, found),
            "week": frozenset() if weeks and _LATER.search(text, 0, figure.start) else weeks,
            "month": _subjects(
                "month",
                clause,
                months if figure.unit != "date" else [],
                _months(_header_cell(sentence, figure)) if sentence.is_row else [],
                sentence,
                figure,
                found,
            ),
        }
        for kind in ("id", "place", "month"):
            whose = ordered.get(figure.start) or (meant if not claim.subjects[kind] else frozenset())
            if theirs := frozenset(each for each in whose if each.startswith(f"{kind}:")):
                claim.subjects[kind] = theirs
        claim.every = _every(figure, clause, text, named, found)
        sentence.claims.append(claim)
    return sentence


def _months(text: str) -> list[Named]:
    """The months that are named one by one; those of a range ("to October 2026") are no subject."""
    ranges = [match.span() for match in _MONTHS.finditer(text)]
    found = []
    for match in _MONTH.finditer(text):
        is_day = re.match(r"\s+\d{1,2}\b(?!\d)(?! [a-z])", text[match.end() :])
        if is_day or _RANGE.search(text[: match.start()]) or any(a <= match.start() < b for a, b in ranges):
            continue
        month = dates.date_of(match["name"])[1]
        found.append(Named(*match.span(), frozenset({f"month:{match['year'] or '*'}-{month:02}"})))
    found += [Named(*match.span(), frozenset({f"month:{match[1]}"})) for match in _ISO_MONTH.finditer(text)]
    return found


def _month_names(text: str) -> list[Named]:
    """Every month that is named, also in "July and August"."""
    return [
        Named(*match.span(), frozenset({f"month:*-{dates.date_of(match['name'])[1]:02}"}))
        for match in _MONTH.finditer(text)
    ]


def names_a_month(text: str) -> bool:
    """Whether a month is named at all."""
    return _MONTH.search(text) is not None


def names_a_range(text: str) -> bool:
    """Whether months are named from one to another, "August to October"."""
    return _MONTHS.search(text) is not None


def months_named(text: str) -> list[int]:
    """The months that are named, 1 to 12, in their order."""
    return [dates.date_of(match["name"])[1] for match in _MONTH.finditer(text)]


def _weeks(text: str) -> list[tuple[int, int]]:
    """The (month, day) of each "week of November 2" that is named, and of a day that a row or list item begins with."""
    named = [match[1] for match in _WEEK.finditer(text)] or [match[1] for match in _DAY_FIRST.finditer(text)]
    return [dates.date_of(each)[1:] for each in named]


def _label(sentence: Sentence, figure: Figure) -> str:
    """What a line or a table says of all its figures: the words before its colon, its first cell, the column's head."""
    if sentence.is_row:
        first = _cells(sentence.text)[0]
        own = any(letter.isdigit() for letter in first)
        return f"{_header_cell(sentence, figure)} {'' if own else first}".strip()
    before = re.split(r"[|;·]", sentence.text[: figure.start])[-1]
    label = (
        re.sub(r"\([^()]*\)|.*\b(?:than|against|versus)\b.*", "", before.rpartition(":")[0]) if ":" in before else ""
    )
    return label if len(label) <= 40 and not re.search(r"[$%]|(?<![A-Z\d])\d", label) else ""


def _header_cell(sentence: Sentence, figure: Figure) -> str:
    if not sentence.is_row:
        return ""
    column = sentence.text[: figure.start].strip().strip("|").count("|")
    column += sentence.text[: figure.start].strip() not in ("|", "") and sentence.text[
        : figure.start
    ].rstrip().endswith("|")
    head = sentence.header[column] if column < len(sentence.header) else ""
    cell = sentence.text[: figure.start].rpartition("|")[2]
    parts = head.split("/")  # "Beds / baths" over "4 / 2.5"
    whole = cell + sentence.text[figure.start :].partition("|")[0]
    return parts[cell.count("/")].strip() if len(parts) == whole.count("/") + 1 else head


def _unit_of(label: str) -> str:
    return next((kind for kind, words in _KIND_OF_LABEL if words.search(label)), "") if label else ""


def _inherited(before: Claim, claim: Claim, clause: tuple[int, int], text: str, named: list[Named]) -> frozenset[str]:
    """What a figure is of because the one before it is: it says it once more, of another home, or as "it"."""
    if saying.runs_parallel(before.figure, claim.figure, text, named) or saying.goes_on(
        before.figure, claim.figure, text
    ):
        return saying.of_other_groups(before.concepts, claim.concepts)
    if before.figure.unit == claim.figure.unit and _IT.search(text, clause[0], claim.figure.start):
        return saying.of_other_groups(before.concepts & {"median", "average"}, claim.concepts)
    return frozenset()


def _every(
    figure: Figure, clause: tuple[int, int], text: str, named: list[Named], found: list[Figure]
) -> tuple[frozenset[str], ...]:
    """Whose a figure is, name by name, where all that its clause names are said to have it: "both L001 and L002"."""
    inside = [each for each in named if clause[0] <= each.start < clause[1]]
    if not inside:
        inside = naming.joined([each for each in named if each.end <= figure.start], text)
        clause = (min([clause[0], *(max(0, each.start - 6) for each in inside)]), len(text))
    alone = not any(
        each.start != figure.start and each.unit not in figures.NAMES and clause[0] <= each.start < clause[1]
        for each in found
    )
    if len(inside) > 1 and alone and _BOTH.search(text, *clause):
        return tuple(each.subjects for each in inside)
    return ()


def _is_beside(figure: Figure, name: Named, text: str) -> bool:
    """Whether a name stands right behind a figure: "600 in Redmond", "7,307 (L001)", "around 13,300, at L003."."""
    if _BESIDE.fullmatch(text, figure.end, name.start):
        return True
    return bool(_LAST.fullmatch(text, figure.end, name.start)) and not text[name.end :].strip(" .!?)")


def _subjects(
    kind: str,
    clause: tuple[int, int],
    named: list[Named],
    in_header: list[Named],
    sentence: Sentence,
    figure: Figure,
    found: list[Figure],
) -> frozenset[str]:
    """Whose the figure is said to be: named in its clause, else last named before it, else anywhere in its sentence."""

    def of(places: list[Named]) -> frozenset[str]:
        return frozenset(each for place in places for each in place.subjects if each.startswith(kind + ":"))

    text = sentence.text
    if not in_header and not any(each.startswith(kind) for place in named for each in place.subjects):
        return frozenset()
    named = [each for each in named if each.start < figure.start or not _EXCEPT.search(text, 0, each.start)]
    if beside := of([each for each in named if _is_beside(figure, each, text)]):
        return beside
    if in_clause := of([each for each in named if clause[0] <= each.start < clause[1]]):
        return in_clause
    if header := of(in_header):
        return header
    if kind == "id" and _ANOTHER.search(sentence.text, clause[0], figure.start):
        return frozenset()  # "L474; the next one asks $568,000": one that nobody named
    peers = any(each.concept == "peers" for each in sentence.mentions)  # who are those of the one that is named
    if not peers and _OTHERS.search(sentence.text, max(0, figure.start - 24), figure.start):
        return frozenset()  # "3.6 against 3.8 months": the other's, which nobody named
    if not sentence.is_row and not _COMPARING.search(sentence.text):
        before = [each for each in named if each.end <= figure.start and of([each])]
        if before:
            return of(naming.joined(before, sentence.text))
    if _SEVERAL.match(text, clause[0]) and not sentence.is_row:
        return frozenset()  # "Two of the five have 3 baths, and L881 ..."
    others = {each.figure.start for each in sentence.claims} | {f.start for f in found if f is not figure}
    named = [
        each
        for each in named
        if not any(_POSSESSIVE.fullmatch(text, each.end, start) for start in others - {figure.start})
    ]
    end = sentence.text.find(";", figure.end)  # what stands behind it is a sentence of its own
    return of([each for each in named if end < 0 or each.start < end])
