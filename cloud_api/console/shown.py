"""How numbers, moments and states look to people; the filters of the console's templates."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Any
from urllib.parse import urlencode

from cloud_api.storage.clock import local

ZONES = {"ambient": "☀ 常温", "chilled": "❄ 冷藏", "frozen": "❄❄ 冷冻"}
_BEFORE_AND_AFTER = 2
_WEEKDAYS = "一二三四五六日"


def count(number: int) -> str:
    """12,345"""
    return f"{number:,}"


def moment(at: datetime | None, zone: tzinfo, now: datetime) -> str:
    """06-18 周四 23:00 by the clock of the warehouse, with the year of another one; — for what never was."""
    if at is None:
        return "—"
    told = local(at, zone)
    year = "" if told.year == local(now, zone).year else f"{told.year}-"
    return f"{year}{told:%m-%d} 周{_WEEKDAYS[told.weekday()]} {told:%H:%M}"


def exact(at: datetime | None, zone: tzinfo) -> str:
    """2026-06-18 23:00:05, where seconds matter."""
    return "—" if at is None else f"{local(at, zone):%Y-%m-%d %H:%M:%S}"


def kilograms(weight_g: int) -> str:
    """1,234.5 kg"""
    return f"{weight_g / 1000:,.1f} kg"


def yuan(fen: int) -> str:
    """¥ 1,234.50"""
    return f"¥ {fen / 100:,.2f}"


def zone_words(zone: str) -> str:
    """The sign and the word of a temperature zone."""
    return ZONES.get(zone, zone)


def query(told: Mapping[str, str]) -> str:
    """Values as the query of an address; empty ones are left out."""
    return urlencode({name: value for name, value in told.items() if value})


def told(value: Any) -> str:
    """What the trail keeps of a field: what it was and is, a list, or a value, for people."""
    if isinstance(value, list):
        if len(value) == _BEFORE_AND_AFTER:
            return f"{told(value[0])} → {told(value[1])}"
        return "、".join(told(each) for each in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return "；".join(f"{name} {told(each)}" for name, each in value.items())
    return "无" if value in (None, "") else str(value)


FILTERS: Mapping[str, Callable[..., Any]] = {
    "count": count,
    "exact": exact,
    "kilograms": kilograms,
    "yuan": yuan,
    "zone_words": zone_words,
    "query": query,
    "told": told,
}
