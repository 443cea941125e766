"""How vans, stops and moments are written and coloured, the same in map, bars and lists."""

from datetime import datetime
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from station.shell.theme import Tokens

Button = TypeVar("Button", bound=QWidget)

METRES_A_KM = 1_000
GRAMS_A_KG = 1_000
MILLILITRES_A_CUBIC_METRE = 1_000_000
FEN_A_YUAN = 100


def small(widget: Button) -> Button:
    """The size for a mouse: the dispatcher wears no gloves, and the list of stops needs the room."""
    widget.setProperty("small", "true")
    return widget


def route_colour(tokens: Tokens, index: int) -> str:
    """The colour of a route; the palette repeats after its end, names stand beside it everywhere."""
    return tokens.routes[index % len(tokens.routes)]


def clock(moment: datetime) -> str:
    """08:40"""
    return f"{moment:%H:%M}"


def kilometres(metres: int) -> str:
    """12.3"""
    return f"{metres / METRES_A_KM:,.1f}"


def kilograms(grams: int) -> str:
    """1,234"""
    return f"{grams / GRAMS_A_KG:,.0f}"


def cubic_metres(millilitres: int) -> str:
    """3.4"""
    return f"{millilitres / MILLILITRES_A_CUBIC_METRE:,.1f}"


def yuan(fen: int) -> str:
    """1,234"""
    return f"{fen / FEN_A_YUAN:,.0f}"
