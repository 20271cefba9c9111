"""A text as words: lower case without accents, digits read as letters inside words, cut into clauses and sentences."""

from __future__ import annotations

import base64
import functools
import re
import unicodedata
from typing import NamedTuple

MOST_TOKENS = 900  # of one text: 4,000 characters of ordinary words; what is beyond is read as a text of its own
_WORD = re.compile(
    r"(?<![^\W_])(?:[^\W_][.\-_* ]){3,20}[^\W_](?![^\W_])"  # s p e l l e d out
    r"|w/(?:o|out)?(?![^\W_])"
    r"|[^\W_](?:['\u2019@$!*]?[^\W_]){0,40}\+?|%|[.;!?\n]|[,:()/\u2014\u2013]"
)
_NO_WORD = re.compile(r"l\d|\d+[a-z]{1,3}$")  # L004, 3br, 500k
_LEET = str.maketrans("0134@$!", "oieaasi")
_ENDS, _PARTS = frozenset(".;!?\n"), frozenset(",:()/\u2014\u2013")
# Where another thought begins: what is left out after "no" does not reach across these.
_JOINTS = frozenset(["because", "since", "but", "although", "though", "while", "unless", "porque", "pero"])
# How people write in a hurry.
_SHORT = {
    "n0": "no", "w/o": "without", "w/out": "without", "w/": "with", "wat": "what", "wut": "what", "teh": "the",
    "dont": "don't", "doesnt": "doesn't", "isnt": "isn't", "arent": "aren't", "cant": "can't", "wont": "won't",
    "wouldnt": "wouldn't", "shouldnt": "shouldn't", "im": "i'm", "ive": "i've", "youre": "you're", "whats": "what's",
    "wheres": "where's", "theres": "there's", "thats": "that's", "u": "you", "ur": "your", "r": "are", "n": "and",
    "ppl": "people", "pple": "people", "bldg": "building", "bldgs": "buildings", "nbhd": "neighborhood",
    "nbhds": "neighborhoods", "abt": "about", "thru": "through", "pls": "please", "plz": "please", "rn": "now",
    "olny": "only", "onyl": "only", "adn": "and", "hte": "the", "nite": "night", "nites": "nights", "yung": "young",
    "saef": "safe", "rite": "right", "peple": "people", "peeple": "people", "pepole": "people", "cupple": "couple",
    "cuple": "couple", "tennant": "tenant", "tennants": "tenants", "tenent": "tenant", "tenents": "tenants",
    "tennents": "tenants", "rentr": "renter", "naborhood": "neighborhood", "naborhoods": "neighborhoods",
    "nabors": "neighbors", "nabor": "neighbor", "neibors": "neighbors", "famly": "family", "famlys": "families",
    "freindly": "friendly", "frendly": "friendly", "wite": "white", "blak": "black", "blaks": "blacks",
    "nere": "near", "neer": "near", "ther": "there", "wimmin": "women",
    "wich": "which", "wher": "where", "dat": "that", "dis": "this", "shud": "should", "wud": "would", "gud": "good",
    "skool": "school", "skools": "schools", "apt": "apartment", "apts": "apartments", "fam": "family", "w": "with",
}  # fmt: skip
_TITLES = frozenset(["st", "mt", "mr", "mrs", "ms", "dr", "rev", "fr"])
# Words in quotation marks are spoken of, not said: "is 'no kids' allowed in an ad?"
_QUOTED = re.compile(r"""(?<!\w)["'\u201c\u2018](?=\w).{1,200}?["'\u201d\u2019](?!\w)""")
_MARKS = re.compile("[\"'\u201c\u2018]")
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{10,400}={0,2}")


class Token(NamedTuple):
    """A word as it is compared, where it stands in the text, and in which clause and sentence."""

    word: str
    start: int
    end: int
    clause: int
    sentence: int
    capital: bool  # written with a capital that no beginning of a sentence explains
    quoted: bool = False


def normal(text: str) -> str:
    """The text in lower case without accents: of the same length, so that places in it are places in the text."""
    if text.isascii():
        return text.lower().replace("\r", "\n")
    return "".join(map(_normal_letter, text)).replace("\u2019", "'")


@functools.lru_cache(maxsize=4096)
def _normal_letter(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter)[0]
    return plain.lower() if len(plain.lower()) == 1 else plain


def tokens(text: str) -> list[Token]:
    """The words of a text, at most MOST_TOKENS."""
    plain, found = normal(text), []
    clause = sentence = 0
    first, shouted = True, text.isupper()
    for match in _WORD.finditer(plain):
        said = match.group()
        if said == "." and _abbreviates(found, match.end(), text):
            continue
        if said in _ENDS:
            clause, sentence, first = clause + 1, sentence + 1, True
            continue
        if said in _PARTS:
            clause += 1
            continue
        word = _read(said)
        if word in _JOINTS:
            clause += 1
        capital = not first and not shouted and _is_name(text[match.start() : match.end()])
        found.append(Token(word, match.start(), match.end(), clause, sentence, capital))
        first = False
        if len(found) == MOST_TOKENS:
            break
    return _with_quotes(found, text) if _MARKS.search(text) else found


def _abbreviates(words: list[Token], end: int, text: str) -> bool:
    """Whether the full stop before `end` is that of "St. Mary's" or "Mr. Young", which ends no sentence."""
    last = words[-1] if words else None
    return last is not None and last.end == end - 1 and last.word in _TITLES and text[end + 1 : end + 2].isupper()


def _with_quotes(words: list[Token], text: str) -> list[Token]:
    """The words, those that stand in quotation marks marked."""
    spans = [match.span() for match in _QUOTED.finditer(text)]
    return [each._replace(quoted=any(a < each.start < b for a, b in spans)) for each in words] if spans else words


def hidden(text: str) -> str:
    """What is written in base64 in a text, for a rule to read too; "" when nothing is."""
    said = []
    for match in list(_BASE64.finditer(text))[:5]:
        letters = match.group().rstrip("=")
        try:
            said.append(base64.b64decode(letters + "=" * (-len(letters) % 4)).decode("ascii"))
        except ValueError:
            continue
    return ". ".join(each for each in said if each.isprintable() and " " in each)


def _is_name(said: str) -> bool:
    """Whether a word is written as names are: Diamond, not PTSD."""
    return said[0].isupper() and (len(said) == 1 or not said.isupper())


@functools.lru_cache(maxsize=20_000)
def _read(said: str) -> str:
    """A word as it is meant: kid's is kid, j3ws is jews, k-i-d-s is kids."""
    if said in _SHORT:
        return _SHORT[said]
    if len(said) > 6 and not said[1].isalnum() and not said[3].isalnum() and not said[5].isalnum():
        said = "".join(letter for letter in said if letter.isalnum())
    if (
        not said.isalpha()
        and sum(letter.isalpha() for letter in said) > 1
        and not re.match(r"l\d|[1-9]\d*[a-z]{1,3}$", said)
    ):
        said = said.translate(_LEET) if not said.isascii() or re.search(r"[a-z]", said) else said
    if said.endswith("'s"):
        return said[:-2]
    return said.rstrip("'")
