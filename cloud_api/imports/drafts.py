"""Gathers the rows of a sheet into what each would become: one order, or one row of master data."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cloud_api.catalogue.kinds import KEY_SEPARATOR
from cloud_api.imports.cells import amount
from cloud_api.imports.fields import KEYS
from cloud_api.sheets import Row, Table
from cloud_api.wire.imports import ImportKind, Reading

_OF_AN_ORDER = ("pickup_point", "paid_at", "customer", "phone", "address")
_MAY_DIFFER_IN_GROUPS = frozenset({"customer", "phone", "address"})
"""In lists of group leaders these are dragged down by formulas and go astray; the first row is right."""
_NOT_PAID = re.compile(
    r"待付款|未付款|待支付|未支付|取消|关闭|已退款|unpaid|cancel|closed|refunded", re.IGNORECASE
)
_LONGEST_GROUP = 44


@dataclass
class Draft:
    """Rows of the file that belong together, as texts by field."""

    key: str
    rows: list[Row] = field(default_factory=list)
    told: list[dict[str, str]] = field(default_factory=list)
    """What each row tells; only fields with a column or a default."""
    fault: str | None = None
    """Why nothing can become of it, found without looking into the database."""

    def first(self, name: str) -> str:
        """What the first row that tells a field says; empty where none does."""
        return next((told[name] for told in self.told if told.get(name)), "")

    def has(self, name: str) -> bool:
        """Whether any row tells a field."""
        return bool(self.first(name))

    def add(self, row: Row, told: dict[str, str]) -> None:
        """One more row of the file."""
        self.rows.append(row)
        self.told.append(told)
        self.fault = self.fault or row.fault


def drafts(table: Table, reading: Reading) -> list[Draft]:
    """What the sheet would become, in the order of its rows; the same for the same file and reading."""
    if reading.kind is ImportKind.ORDERS:
        return _orders(table, reading)
    return list(_rows_of_master_data(table, reading))


def _told(table: Table, reading: Reading) -> Iterator[tuple[Row, dict[str, str]]]:
    places = {
        name: table.header.index(heading)
        for name, heading in reading.columns.items()
        if heading in table.header
    }
    for row in table.rows:
        told = {name: row.cells[place].strip() for name, place in places.items()}
        yield row, told


def _with_defaults(told: dict[str, str], reading: Reading) -> dict[str, str]:
    return {**told, **{name: text for name, text in reading.defaults.items() if not told.get(name)}}


def _rows_of_master_data(table: Table, reading: Reading) -> Iterator[Draft]:
    seen: dict[str, int] = {}
    names = KEYS[reading.kind]
    for row, cells in _told(table, reading):
        told = {
            name: amount(name, text, reading.columns.get(name, name))
            for name, text in _with_defaults(cells, reading).items()
        }
        parts = [told.get(name, "") for name in names]
        key = KEY_SEPARATOR.join(parts) if all(parts) else ""
        draft = Draft(key[:64])
        draft.add(row, told)
        if key and key in seen:
            draft.fault = draft.fault or f"Row {seen[key]} has the same {names[-1]} {key}. Keep one of them."
        seen.setdefault(key, row.number)
        yield draft


def _orders(table: Table, reading: Reading) -> list[Draft]:
    found: dict[str, Draft] = {}
    nameless: list[Draft] = []
    last: Draft | None = None
    for row, told in _told(table, reading):
        number = _order_no(told, reading)
        if not number and last is not None and _continues(last, told):
            draft = last
        elif number:
            draft = found.setdefault(number, Draft(number[:64]))
        else:
            draft = Draft("", fault=f"Row {row.number} has no order number. Fill it in.")
            nameless.append(draft)
        draft.add(row, told)
        last = draft if draft.key else None
    ready = sorted([*found.values(), *nameless], key=lambda draft: draft.rows[0].number)
    for draft in ready:
        draft.fault = draft.fault or _contradiction(draft, "group_no" in reading.columns) or _not_paid(draft)
        _fill_in(draft, reading)
    return ready


def _fill_in(draft: Draft, reading: Reading) -> None:
    """A default holds for a row, but what is told once for an order holds for all its rows."""
    told_once = {name for name in _OF_AN_ORDER if draft.has(name)}
    left = {name: text for name, text in reading.defaults.items() if name not in told_once}
    draft.told = [{**told, **{n: text for n, text in left.items() if not told.get(n)}} for told in draft.told]


def _order_no(told: Mapping[str, str], reading: Reading) -> str:
    """The number in the file; or group and number in it, which stay the same in every later export."""
    if told.get("order_no"):
        return told["order_no"]
    if not told.get("group_no"):
        return ""
    group = short_group(told.get("group", "")) or reading.group
    return f"{group}-{told['group_no']}"


def short_group(title: str) -> str:
    """The first line of a title, with room for a number behind it; leaders write news into the others."""
    first = next((line for line in title.splitlines() if line.strip()), "")
    return re.sub(r"\s+", " ", first).strip()[:_LONGEST_GROUP]


def _continues(last: Draft, told: Mapping[str, str]) -> bool:
    """A row without a number belongs to the order above, unless it names somebody else."""
    return all(told.get(name, "") in ("", last.first(name)) for name in _OF_AN_ORDER)


def _contradiction(draft: Draft, in_groups: bool) -> str | None:
    for name in _OF_AN_ORDER:
        if in_groups and name in _MAY_DIFFER_IN_GROUPS:
            continue
        first = draft.first(name)
        for row, told in zip(draft.rows, draft.told, strict=True):
            if told.get(name) and told[name] != first:
                return (
                    f"Row {row.number}: order {draft.key} has another {name} than its rows before. "
                    "All rows of an order must agree."
                )
    return None


def _not_paid(draft: Draft) -> str | None:
    status = draft.first("status")
    if not _NOT_PAID.search(status):
        return None
    return f"Order {draft.key} is {status[:40]}; only paid orders are taken."
