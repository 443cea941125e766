"""Tells how an order or row of a file is understood: people check it in words, not in a program's values."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from types import MappingProxyType
from typing import Any

from cloud_api.storage.clock import local
from cloud_api.wire.base import ScanRule, Zone
from cloud_api.wire.catalogue import Goods

_MOMENTS = frozenset({"paid_at"})
_UNKNOWN: tuple[Any, ...] = (None, "", [])
_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "zone": {Zone.AMBIENT: "常温", Zone.CHILLED: "冷藏", Zone.FROZEN: "冷冻"},
        "goods": {Goods.PIECE: "计件", Goods.WEIGHT: "称重"},
        "scan_rule": {ScanRule.EACH: "逐件", ScanRule.ONCE: "一次"},
    }
)


def becoming(becomes: Mapping[str, Any], zone: tzinfo) -> list[tuple[str, str]]:
    """Fields by name with what they become, the empty ones left out; moments by the clock of `zone`."""
    return [(name, _told(name, value, zone)) for name, value in becomes.items() if value not in _UNKNOWN]


def _told(name: str, value: Any, zone: tzinfo) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list | tuple):
        return "、".join(_item(each) for each in value)
    if name in _MOMENTS:
        return _moment(str(value), zone)
    return _WORDS.get(name, {}).get(str(value), str(value))


def _item(value: Any) -> str:
    """A line of an order, a unit of a product, or a plain value of a list."""
    if not isinstance(value, Mapping):
        return str(value)
    if "sku" in value:
        return f"{value['sku']} × {value['quantity']}"
    return "=".join(str(part) for part in _unit(value) if part not in _UNKNOWN)


def _unit(value: Mapping[str, Any]) -> Sequence[Any]:
    """箱=12=16901234567899, as files tell it."""
    return [value.get(name) for name in ("name", "pieces", "gtin")]


def _moment(told: str, zone: tzinfo) -> str:
    """06-18 20:00; what is no moment stays as it came, to be put right."""
    try:
        return f"{local(datetime.fromisoformat(told), zone):%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return told
