"""The search form of the homes' page: GET parameters named like findListings' arguments, for addresses to share."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse
from pydantic.alias_generators import to_camel

from listings import features, parameters, places
from listings.conditions import Condition
from listings.query import MOST_DOLLARS, MOST_KEYWORDS, SearchQuery, UnclearSearch
from listings.results import listing_page
from listings.search import search
from listings.templatetags.homes import sentence_case

PAGE_SIZE = 24
_MULTIPLES = {"k": 1_000, "m": 1_000_000}
_SHOWN_FEATURES = (
    "garage", "fireplace", "basement", "air conditioning", "view", "waterfront", "pool", "deck", "fenced yard",
    "hardwood floors", "laundry in unit", "elevator", "ev charging", "step-free entry",
)  # fmt: skip
_ORDERS = (
    ("", "Newest"),
    ("price", "Price, lowest first"),
    ("-price", "Price, highest first"),
    ("-livingArea", "Largest"),
    ("pricePerSquareFoot", "Price per sq ft"),
    ("-yearBuilt", "Newest built"),
)
_STATUSES = (
    ("", "For sale"),
    ("Active Under Contract", "Under contract"),
    ("Pending", "Pending"),
    ("Sold", "Sold"),
    ("Any", "Any"),
)
_UNDER_MORE = ("keywords", "min_living_area", "min_lot_size", "min_year_built", "features")
_PLACES = frozenset(to_camel(kind) for kind in places.KINDS)
_ONE_BY_ONE = ("features", "excludeFeatures", "excludePlaces")  # each value is a condition of its own


class WholeNumberField(forms.CharField):
    """A whole number as people type it: 800000, $800,000, 800k or 1.2m."""

    def clean(self, value: Any) -> int | None:
        text = re.sub(r"[\s$,]|sq\.?\s?ft\.?", "", super().clean(value) or "").lower()
        if not text:
            return None
        match = re.fullmatch(r"(\d{1,12}(?:\.\d{1,3})?)([km]?)", text)
        if not match:
            raise forms.ValidationError(f"“{value}” is not a whole number. Write it like 800,000 or 800k.")
        number = round(float(match[1]) * _MULTIPLES.get(match[2], 1))
        if number > MOST_DOLLARS:
            raise forms.ValidationError(f"“{value}” is more than any home has.")
        return number


def _at_least(*numbers: str) -> list[tuple[str, str]]:
    return [("", "Any"), *((number, f"{number}+") for number in numbers)]


class SearchForm(forms.Form):
    """What to look for. Every field may stay empty."""

    place = forms.CharField(
        label="Where",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": "City, neighborhood or zip code", "autocomplete": "off"}),
    )
    status = forms.ChoiceField(label="Status", required=False, choices=_STATUSES)
    property_type = forms.ChoiceField(
        label="Kind of home",
        required=False,
        choices=[("", "Any"), *((name, sentence_case(name)) for name in features.KINDS)],
    )
    min_price = WholeNumberField(label="Price from", required=False)
    max_price = WholeNumberField(label="Price to", required=False)
    min_bedrooms = forms.ChoiceField(label="Bedrooms", required=False, choices=_at_least("1", "2", "3", "4", "5"))
    min_bathrooms = forms.ChoiceField(label="Baths", required=False, choices=_at_least("1", "1.5", "2", "2.5", "3"))
    keywords = forms.CharField(
        label="Words",
        required=False,
        max_length=MOST_KEYWORDS,
        widget=forms.TextInput(attrs={"placeholder": 'quiet "lake view" -busy', "autocomplete": "off"}),
    )
    min_living_area = WholeNumberField(label="Min. sq ft", required=False)
    min_lot_size = WholeNumberField(label="Min. lot sq ft", required=False)
    min_year_built = WholeNumberField(label="Built since", required=False)
    features = forms.MultipleChoiceField(
        label="With",
        required=False,
        choices=[(name, sentence_case(name)) for name in _SHOWN_FEATURES],
        widget=forms.CheckboxSelectMultiple,
    )
    sort = forms.ChoiceField(label="Order", required=False, choices=_ORDERS)
    cursor = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField):  # what is no choice here may be a condition all the same
                known = {value for value, _ in field.choices}
                more = [value for value in data.getlist(to_camel(name)) if value not in known and "\0" not in value]
                field.choices = [*field.choices, *((value, sentence_case(value)) for value in more)]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Name and value of the conditions that have no field here; they stay until their chip is removed."""
        return [(name, value) for name in self._without_field for value in self.data.getlist(name) if value]

    @property
    def _without_field(self) -> list[str]:
        fields = {to_camel(name) for name in self.fields}
        return [name for name in parameters.NAMES if name not in fields and name != "limit"]

    def add_prefix(self, field_name: str) -> str:
        """Parameters are camelCase on the wire, as everywhere."""
        return to_camel(field_name)

    def query(self) -> SearchQuery:
        """The search as the form has it. Raises UnclearSearch or WrongParameter."""
        if not self.is_valid():
            name, problems = next(iter(self.errors.items()))
            raise UnclearSearch(f"{self.fields[name].label}: {problems[0]}")
        query, choices = self._query()
        if choices:
            meant = " or ".join(each["label"] for each in choices[:5])
            raise UnclearSearch(f"{self.cleaned_data['place']!r} can mean {meant}. Choose one, then save.")
        return query

    def outcome(self, *, visible_to: Any) -> dict[str, Any]:
        """What the page shows: the results, or the problem and what to do about it."""
        shown: dict[str, Any] = {"form": self, "page": None, "problem": "", "choices": [], "shown": []}
        shown["more_open"] = any(self.data.getlist(to_camel(name)) not in ([], [""]) for name in _UNDER_MORE)
        if not self.is_valid():
            return shown | {"problem": "Some of the search could not be read; see the fields above."}
        try:
            query, shown["choices"] = self._query()
            if shown["choices"]:
                return shown
            results = search(query, visible_to=visible_to)
        except (UnclearSearch, parameters.WrongParameter) as error:
            return shown | {"problem": str(error)}
        ways = [results.relaxed.best, *results.relaxed.others] if results.relaxed else []
        return shown | {
            "shown": [
                listing.pk for listing in [*results.listings, *(results.relaxed.listings if results.relaxed else [])]
            ],
            "page": listing_page(results).model_dump(mode="json", by_alias=True),
            "chips": [
                {"words": condition.words, "address": self._address_without([condition], results.conditions)}
                for condition in results.conditions
                if condition.argument != "status" or self.cleaned_data["status"]
            ],
            "ways": [
                {"words": way.words, "address": self._address_without(way.given_up, results.conditions)} for way in ways
            ],
            "criteria": self._parameters().urlencode(),
            "next_address": self._address(cursor=results.next_cursor) if results.next_cursor else "",
            "first_address": self._address() if query.cursor else "",
        }

    def _query(self) -> tuple[SearchQuery, list[dict[str, str]]]:
        """The query, or the places to choose from when the one typed can mean several."""
        given = {to_camel(name): value for name, value in self.cleaned_data.items() if value not in (None, "", [])}
        given |= parameters.values_of(self.data, [*self._without_field, "propertyType"])
        text = given.pop("place", "")
        found = places.resolve(text) if text else []
        if len(found) > 1:
            return SearchQuery(), [
                {"label": place.label, "listings": place.listings, "address": self._address(place=place.label)}
                for place in found
            ]
        if text and not found:
            similar = [place.label for place in places.suggestions(text)]
            raise UnclearSearch(
                f"No place called “{text}” is known." + (f" Did you mean {' or '.join(similar)}?" if similar else "")
            )
        if found:
            place = found[0]
            given[to_camel(place.kind)] = place.name if place.kind in ("state", "postal_code") else place.label
        return parameters.query_of(given | {"limit": PAGE_SIZE}), []

    def _address_without(self, conditions: list[Condition], among: list[Condition]) -> str:
        """The same search, of all the conditions `among`, without these; without the status, of any status."""
        given = self._parameters()
        for condition in conditions:
            if condition.argument in _ONE_BY_ONE:
                alike = [each for each in among if each.argument == condition.argument and each not in conditions]
                given.setlist(condition.argument, [str(each.value) for each in alike])
            elif condition.argument == "status":
                given["status"] = "Any"
            elif condition.argument in _PLACES and condition.argument not in given:
                given.pop("place", None)
            else:
                given.pop(condition.argument, None)
        return _written(given)

    def _address(self, **changed: str) -> str:
        given = self._parameters()
        for name, value in changed.items():
            given[name] = value
        return _written(given)

    def _parameters(self) -> QueryDict:
        given = self.data.copy()
        given.pop("cursor", None)
        return given


def _written(given: QueryDict) -> str:
    for name in [name for name in given if not any(given.getlist(name))]:
        del given[name]
    return f"?{given.urlencode()}"


def saved_address(criteria: dict[str, Any]) -> str:
    """The address of a saved search's results. criteria: findListings' arguments as understood."""
    given = dict(criteria)
    if given.get("status") == "Closed":
        given["status"] = "Sold"
    elif given.get("status") == "Active":
        del given["status"]
    named = [name for name in _PLACES if name in given]
    if len(named) == 1 and isinstance(given[named[0]], str):
        given["place"] = given.pop(named[0])
    return f"{reverse('listings')}?{parameters.address_of(given)}"
