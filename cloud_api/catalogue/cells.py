"""Reads a row of text cells as people fill sheets, and writes a row back so that it reads the same."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from cloud_api.catalogue.kinds import SHAPES, Kind, Row
from cloud_api.wire.base import ScanRule, Zone
from cloud_api.wire.catalogue import BinUse, Datum, Goods, Turnover
from cloud_api.wire.work import Task

_BETWEEN = re.compile(r"[\s,;|、，；]+")
_UNITS_BETWEEN = re.compile(r"[;；\n]+")
_WHOLE = re.compile(r"^(-?[0-9]+)\.0+$")
_DECIMAL = re.compile(r"^-?[0-9]+(\.[0-9]+)?$")
_MOST_DIGITS = 20
_THOUSANDS = re.compile(r"^-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?$")
_EQUALS = re.compile(r"[=＝]")
_CLOCK = re.compile(r"^([0-9]{1,2}):([0-5][0-9])(:00)?$")
_YES = frozenset({"true", "yes", "y", "1", "是", "启用", "在用", "√"})
_NO = frozenset({"false", "no", "n", "0", "否", "停用", "×"})
_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "常温": Zone.AMBIENT,
        "冷藏": Zone.CHILLED,
        "冷冻": Zone.FROZEN,
        "件": Goods.PIECE,
        "计件": Goods.PIECE,
        "标品": Goods.PIECE,
        "称重": Goods.WEIGHT,
        "逐件": ScanRule.EACH,
        "一次": ScanRule.ONCE,
        "拣货": BinUse.PICK,
        "拣货位": BinUse.PICK,
        "存储": BinUse.RESERVE,
        "存储位": BinUse.RESERVE,
        "收货": BinUse.RECEIVING,
        "收货暂存": BinUse.RECEIVING,
        "封存": BinUse.BLOCKED,
        "禁用": BinUse.BLOCKED,
        "快": Turnover.A,
        "a": Turnover.A,
        "中": Turnover.B,
        "b": Turnover.B,
        "慢": Turnover.C,
        "c": Turnover.C,
        "wgs84": Datum.WGS_84,
        "wgs-84": Datum.WGS_84,
        "gcj02": Datum.GCJ_02,
        "gcj-02": Datum.GCJ_02,
        "火星坐标": Datum.GCJ_02,
        "高德": Datum.GCJ_02,
        "腾讯": Datum.GCJ_02,
    }
)
"""Amap and Tencent give GCJ-02 (their coordinate documentation)."""
TASKS: Mapping[Task, str] = MappingProxyType(
    {
        Task.PICKING: "分拣",
        Task.RECEIVING: "收货",
        Task.COUNTING: "盘点",
        Task.LOADING: "装车",
        Task.SLOTTING: "移位",
        Task.CRATES: "集货箱",
    }
)
"""Tasks as people read and write them."""
_KINDS: Mapping[str, type[StrEnum]] = MappingProxyType(
    {"zone": Zone, "goods": Goods, "scan_rule": ScanRule, "use": BinUse, "turnover": Turnover}
)


def row_from_cells(kind: Kind, cells: Mapping[str, str], before: Row | None) -> dict[str, Any]:
    """Values for the message of `kind`; cells are named like its fields, others are left out.

    A column that is not there keeps what the row has, or takes what is usual; an empty cell is what is usual.
    Raises ValueError with words for a cell that cannot be read; the message checks the rest.
    """
    kept: dict[str, Any] = {} if before is None else before.model_dump()
    for name in SHAPES[kind].columns:
        if name in cells:
            text = cells[name].strip()
            kept.pop(name, None)
            if text:
                kept[name] = _value(kind, name, text)
    return kept


def cells_of(row: Row) -> dict[str, str]:
    """A row as `row_from_cells` reads it, one cell a field."""
    return {name: _text(value) for name, value in row.model_dump().items()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Task):
        return TASKS[value]
    if isinstance(value, tuple | list):
        return "; ".join(_unit_text(item) if isinstance(item, dict) else _text(item) for item in value)
    return str(value)


def _unit_text(unit: Mapping[str, Any]) -> str:
    """A unit (name, pieces, GTIN), or a component (SKU, pieces)."""
    return "=".join(str(part) for part in unit.values() if part is not None)


def _value(kind: Kind, name: str, text: str) -> Any:
    reader = _READERS.get(name)
    if reader is not None:
        return reader(name, text)
    told_as = SHAPES[kind].message.model_fields[name].annotation
    if told_as is bool:
        return _yes_or_no(name, text)
    return _number(name, text) if told_as in (int, int | None) else text


def _yes_or_no(name: str, text: str) -> bool:
    word = text.casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise ValueError(f"{name}: write yes or no (是 or 否)")


def _number(_name: str, text: str) -> int | float | str:
    """Sheets write 520 as 520.0 and 1500 as 1,500; what is no number the message refuses."""
    narrow = unicodedata.normalize("NFKC", text)
    if _THOUSANDS.match(narrow):
        narrow = narrow.replace(",", "")
    whole = _WHOLE.match(narrow)
    if whole:
        narrow = whole.group(1)
    if len(narrow) > _MOST_DIGITS or not _DECIMAL.match(narrow):
        return narrow
    return float(narrow) if "." in narrow else int(narrow)


def _word(name: str, text: str) -> str:
    """Raises ValueError with the words a sheet uses, where it is none of them."""
    word = text.casefold()
    known = _WORDS.get(word, word)
    kinds = _KINDS[name]
    if known not in list(kinds):
        written = [next(each for each, means in _WORDS.items() if means is kind) for kind in kinds]
        raise ValueError(f"{name}: write {_either(written)} ({_either(list(kinds))}), not {text[:40]}")
    return known


def _either(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _datum(_name: str, text: str) -> str:
    return _WORDS.get(text.casefold(), text.upper())


def _clock(_name: str, text: str) -> str:
    """5:00 and 05:00:00 are 05:00."""
    told = _CLOCK.match(unicodedata.normalize("NFKC", text))
    return text if told is None else f"{int(told.group(1)):02d}:{told.group(2)}"


def _gtins(name: str, text: str) -> tuple[str, ...]:
    return tuple(_gtin(name, part) for part in _BETWEEN.split(text) if part)


def _gtin(name: str, text: str) -> str:
    """A number a sheet rounded has lost digits: better none than a wrong one."""
    narrow = unicodedata.normalize("NFKC", text).removeprefix("'")
    if re.fullmatch(r"[0-9.]+[eE]\+?[0-9]+", narrow):
        raise ValueError(f"{name}: the sheet rounded the number to {narrow}. Format the column as text")
    whole = _WHOLE.match(narrow)
    return whole.group(1) if whole else narrow


def _codes(_name: str, text: str) -> tuple[str, ...]:
    """YOG-250; YOG-200: codes may hold spaces and commas."""
    return tuple(part.strip() for part in _UNITS_BETWEEN.split(text) if part.strip())


def _tasks(name: str, text: str) -> tuple[Task, ...]:
    """分拣；收货: in the words of a sheet or of a program. Raises ValueError with all there are."""
    told = {words: task for task, words in TASKS.items()} | {task.value: task for task in Task}
    told["拣货"] = Task.PICKING
    words = [part.casefold() for part in _BETWEEN.split(text) if part]
    unknown = [word for word in words if word not in told]
    if unknown:
        written = [*TASKS.values()]
        raise ValueError(f"{name}: write {_either(written)} ({_either(list(Task))}), not {unknown[0][:40]}")
    return tuple(told[word] for word in words)


def _units(name: str, text: str) -> tuple[dict[str, Any], ...]:
    """箱=12=16901234567899; 托=144: name, pieces, and a bar code where there is one."""
    return tuple(_unit(name, part.strip()) for part in _UNITS_BETWEEN.split(text) if part.strip())


def _components(name: str, text: str) -> tuple[dict[str, Any], ...]:
    """YOG-250=2; MILK=1: SKU and pieces; a code may hold an equals sign itself."""
    return tuple(_component(name, part.strip()) for part in _UNITS_BETWEEN.split(text) if part.strip())


def _component(name: str, text: str) -> dict[str, Any]:
    sku, equals, pieces = text.replace("＝", "=").rpartition("=")
    if not equals or not sku.strip():
        raise ValueError(f"{name}: write a component as code=pieces, such as YOG-250=2")
    return {"sku": sku.strip(), "quantity": _number(name, pieces.strip())}


def _unit(name: str, text: str) -> dict[str, Any]:
    told = [part.strip() for part in _EQUALS.split(text)]
    if len(told) not in (2, 3):
        raise ValueError(f"{name}: write a unit as name=pieces or name=pieces=bar code, such as 箱=12")
    unit: dict[str, Any] = {"name": told[0], "pieces": _number(name, told[1])}
    return {**unit, "gtin": _gtin(name, told[2])} if len(told) == 3 else unit


_READERS: Mapping[str, Callable[[str, str], Any]] = MappingProxyType(
    {
        "gtins": _gtins,
        "units": _units,
        "plu": _gtin,
        "substitutes": _codes,
        "components": _components,
        "skills": _tasks,
        "zone": _word,
        "goods": _word,
        "scan_rule": _word,
        "use": _word,
        "turnover": _word,
        "datum": _datum,
        "latitude": _number,
        "longitude": _number,
        "receive_from": _clock,
        "receive_until": _clock,
        "shift_from": _clock,
        "shift_until": _clock,
    }
)
