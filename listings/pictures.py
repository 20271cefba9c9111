"""Drawn pictures of homes: calm, the same every time, different by kind of home and by listing; no photo is implied."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from listings import rooms

WIDTH, HEIGHT = 400, 300
_GROUND = 236

_SKIES = (("#dfe9ee", "#f3efe4"), ("#d9e6e8", "#f6ece0"), ("#e3e8f1", "#f4efe6"), ("#e6e9df", "#f7f1e3"))
_GRASS = ("#a9b99a", "#b3bd95", "#9db296", "#b9bf9f")
_LEAVES = ("#6f8f72", "#7f9a6b", "#5f8577", "#8d9a63")
_WALLS = ("#e9dfcd", "#d8dcd6", "#cfd8de", "#e6d3c3", "#dcd6c4", "#c9d3c6", "#e8e4da", "#d3c3b4")
_ROOFS = ("#5d6670", "#7a5a4c", "#4f5f5a", "#6b5b66", "#8a6a52", "#55606f")
_DOORS = ("#2f6b57", "#9a4f3c", "#3f5a78", "#b08537", "#6a4a5e")
_GLASS = "#f6e7bd"
_TRIM = "#fbfaf6"


class Palette(NamedTuple):
    """The colours of one picture."""

    wall: str
    roof: str
    door: str
    leaves: str


class Dice:
    """Choices that depend on a text alone: the same listing always draws the same."""

    def __init__(self, seed: str) -> None:
        self._digest = hashlib.sha256(seed.encode()).digest()
        self._next = 0

    def roll(self, sides: int) -> int:
        """A number from 0 to sides - 1."""
        self._next = (self._next + 1) % len(self._digest)
        return self._digest[self._next] % sides

    def pick(self, choices: tuple) -> object:
        return choices[self.roll(len(choices))]


def picture(listing_id: str, sub_type: str, order: int = 0, shows: str = "") -> str:
    """A 4:3 SVG of under 4 kB, without script or outside references.

    order: 0 is the front; the others change the light, the trees and the side it is seen from, never the house.
    shows: what the picture's description says, e.g. "Kitchen": a room it names is drawn instead.
    """
    inside = rooms.room(shows, Dice(f"{listing_id}/{shows}"))
    return _framed(inside or _outside(listing_id, sub_type, order))


def _framed(shapes: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"{shapes}</svg>"
    )


def _outside(listing_id: str, sub_type: str, order: int) -> str:
    house, scene = Dice(listing_id), Dice(f"{listing_id}/{order}")
    palette = Palette(house.pick(_WALLS), house.pick(_ROOFS), house.pick(_DOORS), scene.pick(_LEAVES))
    top, bottom = scene.pick(_SKIES)
    draw = _DRAWN.get(sub_type, _house)
    building = draw(house, palette)
    if order % 2:
        building = f'<g transform="matrix(-1 0 0 1 {WIDTH} 0)">{building}</g>'
    sun_x = 60 + scene.roll(280)
    return (
        f'<defs><linearGradient id="s" x2="0" y2="1"><stop stop-color="{top}"/>'
        f'<stop offset="1" stop-color="{bottom}"/></linearGradient></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="url(#s)"/>'
        f'<circle cx="{sun_x}" cy="{50 + scene.roll(30)}" r="17" fill="#fbf3d8"/>'
        f"{_hills(scene)}"
        f'<rect y="{_GROUND}" width="{WIDTH}" height="{HEIGHT - _GROUND}" fill="{scene.pick(_GRASS)}"/>'
        f"{_tree(scene, palette.leaves, 42)}{building}{_tree(scene, palette.leaves, 352)}"
    )


# --- Kinds of homes ---------------------------------------------------------------------------------------------------
def _house(dice: Dice, colours: Palette) -> str:
    """A detached house: one or two floors, a gable or a hip roof, sometimes a chimney and a garage."""
    floors = 1 + dice.roll(2)
    width, height = 150 + 10 * dice.roll(4), 62 + 46 * (floors - 1)
    left, top = 200 - width // 2 - 12, _GROUND - height
    inset = 0 if dice.roll(2) else 34  # gable or hip
    rise = 42 + 6 * dice.roll(4)
    middle = left + width // 2
    peak = (
        f"{left + inset + 10},{top - rise} {left + width - inset - 10},{top - rise}"
        if inset
        else f"{middle},{top - rise}"
    )
    parts = []
    if dice.roll(2):
        parts.append(_box(left + width - 44, top - rise - 6, 16, rise, colours.roof))
    if dice.roll(3):
        parts.append(_garage(left + width - 2, colours))
    parts += [
        _box(left, top, width, height, colours.wall),
        f'<path d="M{left - 12},{top} L{peak.replace(" ", " L")} L{left + width + 12},{top}Z" fill="{colours.roof}"/>',
        _door(middle - 13, colours),
        _window(left + 18, _GROUND - 48),
        _window(left + width - 46, _GROUND - 48),
    ]
    if floors == 2:
        parts += [_window(left + 18 + step * ((width - 64) // 2), top + 12) for step in range(3)]
    return "".join(parts)


def _cabin(dice: Dice, colours: Palette) -> str:
    """A small steep-roofed cabin with a porch post and smoke-free chimney."""
    left, width = 138, 124
    peak = _GROUND - 138 - 4 * dice.roll(4)
    return "".join(
        (
            _box(left + 86, peak + 20, 14, 44, "#8d8478"),
            _box(left, _GROUND - 56, width, 56, "#a98a68"),
            *(_box(left, _GROUND - 56 + 14 * row, width, 2, "#8f7456") for row in range(1, 4)),
            _roof(left - 18, _GROUND - 50, width + 36, _GROUND - 50 - peak, colours),
            f'<circle cx="200" cy="{peak + 46}" r="11" fill="{_GLASS}" stroke="{_TRIM}" stroke-width="4"/>',
            _door(187, colours),
            _window(left + 12, _GROUND - 44),
            _window(left + width - 40, _GROUND - 44),
        )
    )


def _tower(dice: Dice, colours: Palette) -> str:
    """A condominium building of five to eight floors."""
    floors, columns = 5 + dice.roll(4), 3 + dice.roll(2)
    width, height = columns * 34 + 18, floors * 23 + 22
    left, top = 200 - width // 2, _GROUND - height
    step_left = 200 + width // 2
    windows = "".join(
        f"M{left + 14 + column * 34},{top + 10 + floor * 23}h20v13h-20z"
        for floor in range(floors - 1)
        for column in range(columns)
    )
    rails = "".join(
        _box(left + 10 + 34 * dice.roll(columns), top + 24 + floor * 23, 28, 3, colours.roof)
        for floor in range(1, floors - 1)
    )
    return (
        f"{_box(step_left - 8, top + 58, 40, height - 58, '#c3c8c6')}"
        f"{_box(left, top, width, height, colours.wall)}{_box(left - 4, top - 7, width + 8, 7, colours.roof)}"
        f'<path d="{windows}" fill="{_GLASS}"/>{rails}'
        f"{_box(left, _GROUND - 32, width, 4, colours.roof)}{_door(187, colours, 28)}"
    )


def _row_of(count: int) -> Callable[[Dice, Palette], str]:
    """Houses wall to wall: `count` doors."""

    def draw(dice: Dice, colours: Palette) -> str:
        width = 240 // count if count > 2 else 92
        left = 200 - width * count // 2
        parts = []
        for number in range(count):
            x, height = left + number * width, 112 + 8 * dice.roll(3)
            top = _GROUND - height
            wall = colours.wall if number % 2 == 0 else dice.pick(_WALLS)
            parts += [
                _box(x, top, width, height, wall),
                _roof(x - 2, top, width + 4, 34, colours),
                _window(x + width // 2 - 14, top + 14),
                _door(x + 9, colours, 22),
                _window(x + width - 36, _GROUND - 46),
            ]
        return "".join(parts)

    return draw


def _lot(dice: Dice, colours: Palette) -> str:
    """Land without a building: stakes, a string between them, a few shrubs."""
    posts = "".join(_box(x, _GROUND - 14, 5, 40, "#a5835f") for x in (110, 200, 290))
    shrubs = "".join(
        f'<circle cx="{130 + 30 * number + dice.roll(14)}" cy="{_GROUND + 6}" r="{8 + dice.roll(7)}" '
        f'fill="{colours.leaves}"/>'
        for number in range(5)
    )
    return f'{shrubs}{posts}<path d="M112,{_GROUND - 8} H294" stroke="{colours.door}" stroke-width="2" fill="none"/>'


def _mobile(dice: Dice, colours: Palette) -> str:
    """A long, low manufactured home."""
    return "".join(
        (
            _box(96, _GROUND - 66, 208, 60, colours.wall),
            _box(90, _GROUND - 76, 220, 11, colours.roof),
            _box(96, _GROUND - 8, 208, 8, "#8d8f88"),
            _door(150 + 20 * dice.roll(4), colours),
            _window(110, _GROUND - 52),
            _window(262, _GROUND - 52),
        )
    )


_DRAWN: dict[str, Callable[[Dice, Palette], str]] = {
    "Single Family Residence": _house,
    "Condominium": _tower,
    "Apartment": _tower,
    "Stock Cooperative": _tower,
    "Townhouse": _row_of(3),
    "Duplex": _row_of(2),
    "Triplex": _row_of(3),
    "Quadruplex": _row_of(4),
    "Multi Family": _row_of(4),
    "Cabin": _cabin,
    "Unimproved Land": _lot,
    "Manufactured Home": _mobile,
    "Manufactured On Land": _mobile,
    "Mobile Home": _mobile,
}


# --- Pieces -----------------------------------------------------------------------------------------------------------
def _box(x: int, y: int, width: int, height: int, fill: str) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{fill}"/>'


def _roof(x: int, y: int, width: int, rise: int, colours: Palette) -> str:
    return f'<path d="M{x},{y} L{x + width // 2},{y - rise} L{x + width},{y}Z" fill="{colours.roof}"/>'


def _window(x: int, y: int) -> str:
    return (
        f'<path d="M{x},{y}h28v26h-28z" fill="{_GLASS}" stroke="{_TRIM}" stroke-width="4"/>'
        f'<path d="M{x + 14},{y}v26" stroke="{_TRIM}" stroke-width="2"/>'
    )


def _door(x: int, colours: Palette, width: int = 26) -> str:
    return _box(x - 3, _GROUND - 47, width + 6, 47, _TRIM) + _box(x, _GROUND - 44, width, 44, colours.door)


def _garage(x: int, colours: Palette) -> str:
    return (
        f"{_box(x, _GROUND - 54, 66, 54, colours.wall)}{_box(x - 4, _GROUND - 62, 76, 10, colours.roof)}"
        f"{_box(x + 9, _GROUND - 40, 48, 40, _TRIM)}{_box(x + 9, _GROUND - 27, 48, 2, '#d5d2c8')}"
        f"{_box(x + 9, _GROUND - 14, 48, 2, '#d5d2c8')}"
    )


def _hills(dice: Dice) -> str:
    first, second = 150 + dice.roll(40), 150 + dice.roll(40)
    ridge = f"M0,{_GROUND} V{first + 30} Q100,{first - 30} 210,{first + 20} T400,{second} V{_GROUND}Z"
    return f'<path d="{ridge}" fill="#c9d3cb"/>'


def _tree(dice: Dice, leaves: str, x: int) -> str:
    height = 46 + dice.roll(40)
    trunk = _box(x - 3, _GROUND - 24, 7, 30, "#8a7259")
    if dice.roll(2):
        tip = _GROUND - 30 - height
        return f'{trunk}<path d="M{x - 26},{_GROUND - 14} L{x},{tip} L{x + 26},{_GROUND - 14}Z" fill="{leaves}"/>'
    return (
        f'{trunk}<ellipse cx="{x}" cy="{_GROUND - 20 - height // 2}" rx="27" ry="{height // 2 + 8}" fill="{leaves}"/>'
    )
