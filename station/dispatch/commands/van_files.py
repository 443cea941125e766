"""Vans from a table people keep: CSV with headings in Chinese or English, each bad row told with why."""

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from cloud_api.wire.catalogue import Van
from station.dispatch.model.edit_van import FIELDS, VanForm, checked_van
from station.dispatch.model.view import RefusedRow
from station.kernel.messages import Message
from station.kernel.trouble import Trouble

LARGEST_FILE = 5_000_000
"""Bytes: more than a hundred thousand vans."""
HEADINGS: dict[str, tuple[str, ...]] = {
    "code": ("code", "van", "vannumber", "车号", "车辆编号", "编号", "车辆"),
    "plate": ("plate", "licenceplate", "licenseplate", "车牌", "车牌号", "车牌号码"),
    "driver": ("driver", "司机", "驾驶员", "司机姓名"),
    "phone": ("phone", "mobile", "电话", "手机", "手机号", "司机电话", "联系电话"),
    "weight_g": ("weightkg", "kg", "weightlimitkg", "载重", "载重kg", "载重公斤", "限重", "限重kg"),
    "volume_ml": ("volumel", "litres", "liters", "volumelimitl", "容积", "容积l", "容积升"),
    "volume_m3": ("volumem3", "m3", "容积m3", "容积立方米", "容积立方", "方量"),
    "shift_from": ("shiftfrom", "from", "start", "上班", "上班时间", "出车", "出车时间"),
    "shift_until": ("shiftuntil", "until", "end", "下班", "下班时间", "收车", "收车时间"),
    "max_stops": ("maxstops", "moststops", "最多站点", "最多站数", "站点上限"),
    "fixed_cost_fen": ("fixedcost", "costaday", "costadayyuan", "固定费用", "固定费用元", "起步费", "日租"),
    "cost_km_fen": (
        "costkm",
        "costperkm",
        "costakilometreyuan",
        "每公里",
        "每公里费用",
        "每公里元",
        "元公里",
    ),
    "cost_hour_fen": (
        "costhour",
        "costperhour",
        "costanhouryuan",
        "每小时",
        "每小时费用",
        "每小时元",
        "元小时",
    ),
}
"""Names of the columns without blanks and signs, in small letters."""
SCALES = {
    "weight_g": 1_000,
    "volume_ml": 1_000,
    "volume_m3": 1_000_000,
    "max_stops": 1,
    "fixed_cost_fen": 100,
    "cost_km_fen": 100,
    "cost_hour_fen": 100,
}
"""What a number of the table becomes."""
WANTED = ("code", "plate", "weight_g", "volume_ml")


@dataclass(frozen=True)
class VanFile:
    """What a file held: vans to take over, rows to put right."""

    vans: tuple[Van, ...]
    refused: tuple[RefusedRow, ...]


def read_van_file(path: Path, warehouse: str) -> VanFile:
    """Read a table of vans. Raises Trouble when it is no table, or lacks a column that is needed."""
    text = _text(path)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _unreadable(path, Message("{why}", why=str(error))) from error
    heading = _columns(rows[0] if rows else [])
    missing = [name for name in WANTED if name not in heading and f"{name[:-2]}m3" not in heading]
    if missing:
        raise _unreadable(path, Message("the column {field} is missing", field=FIELDS[missing[0]]))
    return _read(rows[1:], heading, warehouse)


def _read(rows: Sequence[Sequence[str]], heading: Mapping[str, int], warehouse: str) -> VanFile:
    vans: dict[str, Van] = {}
    refused: list[RefusedRow] = []
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        found = _van(row, heading, warehouse)
        if isinstance(found, Van) and found.code in vans:
            found = Message("Van {van} stands in this table twice", van=found.code)
        if isinstance(found, Van):
            vans[found.code] = found
        else:
            refused.append(RefusedRow(number, ", ".join(cell.strip() for cell in row), found))
    return VanFile(tuple(vans.values()), tuple(refused))


def _van(row: Sequence[str], heading: Mapping[str, int], warehouse: str) -> Van | Message:
    """The van of a row, or why there is none."""
    values: dict[str, Any] = {}
    for name, column in heading.items():
        text = unicodedata.normalize("NFKC", row[column]).strip() if column < len(row) else ""
        field = "volume_ml" if name == "volume_m3" else name
        if not text and field in WANTED:
            return Message("{field} is missing", field=FIELDS[field])
        if not text:
            continue
        scale = SCALES.get(name)
        value = text if scale is None else _number(text, scale)
        if value is None:
            return Message("{field} cannot be {value}", field=FIELDS[field], value=text)
        values[field] = _clock(text) if field in {"shift_from", "shift_until"} else value
    return checked_van(VanForm(**values), warehouse)


def _columns(cells: Sequence[str]) -> dict[str, int]:
    """Which column holds what; the first of its name counts."""
    found: dict[str, int] = {}
    for column, cell in enumerate(cells):
        known = unicodedata.normalize("NFKC", cell).casefold()
        bare = "".join(character for character in known if character.isalnum())
        name = next((name for name, names in HEADINGS.items() if bare in names), None)
        if name is not None:
            found.setdefault(name, column)
    return found


def _number(text: str, scale: int) -> int | None:
    try:
        number = Decimal(text.replace(",", "")) * scale
    except InvalidOperation:
        return None
    return int(number) if number.is_finite() and number == number.to_integral_value() else None


def _clock(text: str) -> str:
    """A spreadsheet drops the leading zero of "04:00" and may add seconds."""
    hour, colon, rest = text.partition(":")
    return f"{hour:0>2}{colon}{rest[:2] if rest[2:] in ('', ':00') else rest}"


def _text(path: Path) -> str:
    """UTF-8, else what Chinese spreadsheets save."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, Message("{why}", why=error.strerror or str(error))) from error
    if data[:2] == b"PK":
        raise _unreadable(path, Message("it is a workbook; save it as CSV first"))
    if len(data) > LARGEST_FILE:
        raise _unreadable(path, Message("it is too large for a table of vans"))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unreadable(path, Message("it is no text"))


def _unreadable(path: Path, why: Message) -> Trouble:
    return Trouble(
        Message("{file} cannot be read: {why}", file=path.name, why=why),
        Message("Choose a CSV table with the columns van number, plate, weight and volume"),
        retry_helps=False,
    )
