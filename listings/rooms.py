"""Drawn rooms, for the pictures of a home that say they show one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol


class _Choosing(Protocol):
    def roll(self, sides: int) -> int: ...

    def pick(self, choices: tuple) -> object: ...


_WALLS = ("#ece6d8", "#dfe5e1", "#e6e0e2", "#e2e6ea", "#ebe2d3")
_FLOORS = ("#b79a78", "#a98a68", "#c2ab8c", "#9f8f7e")
_CLOTHS = ("#7f9a8a", "#8a95a8", "#b58a72", "#93876f", "#7b8f9f")
_WHITE, _GLASS, _WOOD, _LEAF = "#fbfaf6", "#cfe0e6", "#8a6f54", "#6f8f72"


def room(description: str, dice: _Choosing) -> str | None:
    """The shapes of the room that these words name ("Living room"), or None when they name no room."""
    words = description.casefold()
    draw = next((drawing for word, drawing in _DRAWN.items() if word in words), None)
    if draw is None:
        return None
    wall, floor, cloth = dice.pick(_WALLS), dice.pick(_FLOORS), dice.pick(_CLOTHS)
    return (
        f'<rect width="400" height="300" fill="{wall}"/><rect y="216" width="400" height="84" fill="{floor}"/>'
        f'<rect y="210" width="400" height="6" fill="{_WHITE}"/>{draw(str(cloth), dice)}'
    )


def _living(cloth: str, dice: _Choosing) -> str:
    return (
        f"{_window(44 + dice.roll(40))}{_frame(262)}"
        f'<ellipse cx="210" cy="262" rx="150" ry="22" fill="{_WHITE}" opacity=".6"/>'
        f"{_box(110, 156, 180, 50, cloth, 12)}{_box(96, 184, 208, 46, cloth, 12)}{_box(116, 190, 82, 22, _WHITE, 6)}"
        f"{_box(202, 190, 82, 22, _WHITE, 6)}{_plant(338)}"
    )


def _kitchen(cloth: str, dice: _Choosing) -> str:
    hood = 2 + dice.roll(2)
    cupboards = "".join(_box(30 + 62 * each, 42, 58, 62, cloth, 3) for each in range(6) if each != hood)
    drawers = "".join(_box(30 + 62 * each, 172, 58, 66, cloth, 3) for each in range(6))
    return (
        f"{cupboards}{drawers}{_box(22, 160, 380, 12, _WHITE)}{_box(30 + 62 * hood, 178, 58, 60, '#59626a', 3)}"
        f"{_box(38 + 62 * hood, 196, 42, 28, '#3f474e', 3)}"
        f"{_box(70, 130, 6, 30, '#9aa3a8')}{_box(70, 130, 24, 6, '#9aa3a8')}"
        f'<circle cx="330" cy="150" r="10" fill="#c98a4b"/><circle cx="346" cy="152" r="8" fill="#b5a04a"/>'
    )


def _bedroom(cloth: str, dice: _Choosing) -> str:
    return (
        f"{_window(40 + dice.roll(30))}{_box(120, 112, 190, 80, _WOOD, 8)}{_box(112, 168, 206, 74, _WHITE, 8)}"
        f"{_box(130, 150, 76, 30, '#f1ece0', 8)}{_box(222, 150, 76, 30, '#f1ece0', 8)}"
        f"{_box(112, 196, 206, 50, cloth, 6)}"
        f"{_box(336, 182, 40, 54, _WOOD, 3)}{_box(353, 152, 5, 30, '#9aa3a8')}"
        f'<path d="M338,154 L346,128 H366 L374,154Z" fill="#f6e7bd"/>'
    )


def _bath(cloth: str, dice: _Choosing) -> str:
    tiles = "".join(f"M0,{y}H400" for y in range(24, 210, 24)) + "".join(f"M{x},0V210" for x in range(16, 400, 32))
    return (
        f'<path d="{tiles}" stroke="{_WHITE}" stroke-width="2" opacity=".7"/>{_box(44, 172, 190, 62, _WHITE, 26)}'
        f"{_box(36, 168, 206, 12, '#e3e0d8', 6)}{_box(216, 132, 6, 38, '#9aa3a8')}{_box(198, 132, 24, 6, '#9aa3a8')}"
        f'<circle cx="318" cy="104" r="38" fill="{_GLASS}" stroke="{_WOOD}" stroke-width="5"/>'
        f"{_box(274, 172, 90, 16, _WHITE, 4)}{_box(282, 188, 74, 48, cloth, 3)}"
    )


def _dining(cloth: str, dice: _Choosing) -> str:
    chairs = "".join(_box(x, 150, 34, 86, cloth, 5) for x in (92, 150, 214, 272))
    return (
        f"{_window(60 + dice.roll(180))}{chairs}{_box(70, 184, 260, 14, _WOOD, 4)}{_box(92, 198, 12, 60, _WOOD)}"
        f"{_box(296, 198, 12, 60, _WOOD)}{_box(198, 0, 4, 66, '#59626a')}"
        f'<path d="M168,96 Q200,40 232,96Z" fill="#59626a"/><circle cx="200" cy="172" r="13" fill="{_LEAF}"/>'
    )


_DRAWN: dict[str, Callable[[str, _Choosing], str]] = {
    "bathroom": _bath,
    "kitchen": _kitchen,
    "bedroom": _bedroom,
    "dining": _dining,
    "living": _living,
    "family room": _living,
    "bath": _bath,
}


def _box(x: int, y: int, width: int, height: int, fill: str, radius: int = 0) -> str:
    rounded = f' rx="{radius}"' if radius else ""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}"{rounded} fill="{fill}"/>'


def _window(x: int) -> str:
    return (
        f'<path d="M{x},36h110v92h-110z" fill="{_GLASS}" stroke="{_WHITE}" stroke-width="7"/>'
        f'<path d="M{x + 55},36v92" stroke="{_WHITE}" stroke-width="4"/>'
        f'<path d="M{x + 4},124 q26,-34 50,-12 t52,-6 v18z" fill="#b9cbb4"/>'
    )


def _frame(x: int) -> str:
    return f'{_box(x, 56, 62, 48, _WHITE)}<path d="M{x + 6},98 l18,-22 14,12 10,-8 8,18z" fill="{_LEAF}"/>'


def _plant(x: int) -> str:
    leaves = "".join(
        f'<ellipse cx="{x + dx}" cy="{184 - dy}" rx="9" ry="24" fill="{_LEAF}" transform="rotate({dx * 2} {x} 200)"/>'
        for dx, dy in ((-14, 0), (0, 12), (14, 0))
    )
    return f'{leaves}<path d="M{x - 18},206h36l-6,36h-24z" fill="#b58a72"/>'
