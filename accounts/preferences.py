"""What a buyer looks for: checked against what the house knows, stored in the words findListings takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rapidfuzz import fuzz, process

from accounts.models import BuyerProfile, User
from realestate.tooling import vocabulary

PLACE_KINDS = ("city", "neighborhood", "county", "postal_code", "state")
LISTS = ("places", "property_types")


class WrongPreference(Exception):
    """A value that cannot be kept. `field` is its name in Python; the text says what would work."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def update_preferences(user: User, changes: dict[str, Any]) -> BuyerProfile:
    """Change the preferences named in `changes` and no others; None or an empty list clears one.

    changes: fields of BuyerProfile. Places may be written as people write them; they are stored as listings name
    them. Raises WrongPreference and then changes nothing.
    """
    profile = BuyerProfile.objects.filter(user=user).first() or BuyerProfile(user=user)
    before = list(profile.places)
    for field, value in changes.items():
        setattr(profile, field, value or [] if field in LISTS else value)
    if changes.get("places"):
        profile.places = known_places(changes["places"], kept=before)
    if None not in (profile.min_price, profile.max_price) and profile.min_price > profile.max_price:
        low, high = f"{profile.min_price:,}", f"{profile.max_price:,}"
        field = "min_price" if "min_price" in changes else "max_price"
        raise WrongPreference(field, f"The lowest price, ${low}, is above the highest, ${high}. Change one of them.")
    BuyerProfile.objects.update_or_create(user=user, defaults={field: getattr(profile, field) for field in changes})
    return profile


def known_places(texts: Iterable[str], *, kept: Iterable[str] = ()) -> list[str]:
    """The places these names mean, as listings name them, each once, in this order.

    A place is one that homes here lie in, never any text: what could describe people finds no room. One of `kept`
    stays, even when the last home in it is sold. Raises WrongPreference for a name that means nothing or several
    things.
    """
    entries = [entry for entry in vocabulary() if entry["kind"] in PLACE_KINDS]
    there = {place.casefold(): place for place in kept}
    names = [" ".join(text.split()) for text in texts]
    places = list(dict.fromkeys(there.get(name.casefold()) or _known_place(name, entries) for name in names))
    if len(places) > BuyerProfile.MOST_PLACES:
        most = BuyerProfile.MOST_PLACES
        raise WrongPreference("places", f"These are {len(places)} places; at most {most} are kept. Leave some out.")
    return places


def _known_place(text: str, entries: list[dict[str, Any]]) -> str:
    wanted = text.casefold()
    exact = [entry for entry in entries if entry["name"].casefold() == wanted]
    meant = exact or [entry for entry in entries if wanted in entry["words"]]
    # "Portland" is the city before it is a county or a neighbourhood of that name; two cities have to be told apart.
    meant = [entry for entry in meant if entry["kind"] == min((each["kind"] for each in meant), key=PLACE_KINDS.index)]
    names = list(dict.fromkeys(entry["name"] for entry in meant))
    if len(names) == 1:
        return names[0]
    if names:
        raise WrongPreference("places", f"{text[:60]!r} can be {_choice(names[:5])}. Say which.")
    by_words = {word: entry["name"] for entry in entries for word in entry["words"]}
    near = process.extract(wanted, by_words.keys(), scorer=fuzz.ratio, score_cutoff=75, limit=3)
    names = list(dict.fromkeys(by_words[word] for word, *_ in near))
    hint = f"Perhaps {_choice(names)}?" if names else "Name a city, county or zip code with homes."
    raise WrongPreference("places", f"No homes here lie in {text[:60]!r}. {hint}")


def _choice(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
