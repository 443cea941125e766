"""Real baskets as they came, and which of their rows a demo day cannot use and why.

A row is refused for the first of these that holds (the order of `Reason`): it has not eleven fields or no
whole number as quantity; no household, store or basket; quantity below 1; quantity above what an order
line may hold; no category (so nobody can tell its temperature zone); not goods; tobacco; not among the
products of the day. A second row of one product in one basket is merged into the first.
"""

import csv
import gzip
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from sys import intern
from typing import NamedTuple

from cloud_api.wire.orders import MAX_LINE_QUANTITY

COLUMNS = (
    "timestamp",
    "store_id",
    "household_id",
    "basket_id",
    "product_id",
    "quantity",
    "sales_value",
    "department",
    "product_category",
    "product_type",
    "package_size",
)
_STORE, _HOUSEHOLD, _BASKET, _PRODUCT, _QUANTITY = 1, 2, 3, 4, 5
_DEPARTMENT, _CATEGORY, _TYPE, _SIZE = 7, 8, 9, 10

_NO_GOODS_DEPARTMENTS = frozenset(("FUEL", "COUPON", "RESTAURANT", "AUTOMOTIVE", "PHOTO & VIDEO"))
_NO_GOODS_CATEGORIES = frozenset(
    (
        "COUPON/MISC ITEMS",  # gift cards, key rings, fuel booked as coupons
        "TICKETS",
        "PREPAID WIRELESS&ACCESSORIES",
        "LONG DISTANCE CALLING CARDS",
        "OVERNIGHT PHOTOFINISHING",
        "PHARMACY",
    )
)
_TOBACCO = frozenset(("CIGARETTES", "CIGARS", "TOBACCO OTHER"))


class Reason(StrEnum):
    """Why a row cannot become an order line; the first that holds is given."""

    UNREADABLE = "unreadable"
    NO_HOUSEHOLD = "no_household_store_or_basket"
    QUANTITY_BELOW_ONE = "quantity_below_1"
    QUANTITY_TOO_LARGE = "quantity_above_999"
    NO_CATEGORY = "no_category"
    NOT_GOODS = "not_goods"
    TOBACCO = "tobacco"
    OUTSIDE_ASSORTMENT = "outside_assortment"


class Kind(NamedTuple):
    """What the source says about a product; zone, weight and volume are derived from it."""

    department: str
    category: str
    product_type: str
    package_size: str


class Row(NamedTuple):
    """A row of the source that may become an order line; `line` counts from 1, the header is line 1."""

    line: int
    fields: tuple[str, ...]
    quantity: int

    @property
    def product(self) -> str:
        """The source's product number."""
        return self.fields[_PRODUCT]

    @property
    def kind(self) -> Kind:
        """What the source says about the product."""
        return Kind(self.fields[_DEPARTMENT], self.fields[_CATEGORY], self.fields[_TYPE], self.fields[_SIZE])


class RefusedRow(NamedTuple):
    """A row as it came, and why it is not used."""

    line: int
    reason: Reason
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Sorted:
    """The source sorted into rows to use and rows refused, with the number of rows read."""

    read: int
    usable: list[Row]
    refused: list[RefusedRow]
    baskets_read: int


class Basket(NamedTuple):
    """One real purchase: the source's product numbers and pieces, each product once."""

    number: str
    store: str
    household: str
    lines: tuple[tuple[str, int], ...]
    rows: int
    """Source rows in it, those merged included."""


@dataclass(frozen=True)
class Baskets:
    """What is left when rows outside the assortment are gone too."""

    baskets: list[Basket]
    refused: list[RefusedRow]
    """Rows refused at this step, in the order of the source."""
    merged: int


def read_rows(path: Path) -> Sorted:
    """Read a gzipped CSV of basket rows and sort out what can never be an order line.

    Raises OSError when the file is missing, ValueError when its header is not COLUMNS.
    """
    usable: list[Row] = []
    refused: list[RefusedRow] = []
    baskets: set[str] = set()
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        reader = csv.reader(text)
        if tuple(next(reader, ())) != COLUMNS:
            raise ValueError(f"{path.name}: the header is not {','.join(COLUMNS)}")
        for line, raw in enumerate(reader, start=2):
            fields = tuple(map(intern, raw))  # values repeat: a fifth less memory for the day
            verdict = _judge(fields)
            if isinstance(verdict, Reason):
                refused.append(RefusedRow(line, verdict, fields))
            else:
                usable.append(Row(line, fields, verdict))
            baskets.update(fields[_BASKET : _BASKET + 1])
    baskets.discard("")
    return Sorted(len(usable) + len(refused), usable, refused, len(baskets))


def _judge(fields: Sequence[str]) -> int | Reason:
    """The quantity of a usable row, or the first reason against it."""
    quantity = fields[_QUANTITY] if len(fields) == len(COLUMNS) else ""
    if not quantity.removeprefix("-").isdecimal():
        return Reason.UNREADABLE
    if not (fields[_STORE] and fields[_HOUSEHOLD] and fields[_BASKET]):
        return Reason.NO_HOUSEHOLD
    pieces = int(quantity)
    if pieces < 1:
        return Reason.QUANTITY_BELOW_ONE
    if pieces > MAX_LINE_QUANTITY:
        return Reason.QUANTITY_TOO_LARGE
    return _judge_kind(fields[_DEPARTMENT], fields[_CATEGORY]) or pieces


def _judge_kind(department: str, category: str) -> Reason | None:
    if not category:
        return Reason.NO_CATEGORY
    if department in _NO_GOODS_DEPARTMENTS or category in _NO_GOODS_CATEGORIES:
        return Reason.NOT_GOODS
    return Reason.TOBACCO if category in _TOBACCO else None


def fill_baskets(rows: Iterable[Row], assortment: frozenset[str]) -> Baskets:
    """Group rows by basket, keeping only products of `assortment` (the source's product numbers).

    Rows of one product in one basket are merged while their sum fits an order line.
    """
    lines: dict[str, dict[str, int]] = {}
    heads: dict[str, Row] = {}
    counts: Counter[str] = Counter()
    refused: list[RefusedRow] = []
    merged = 0
    for row in rows:
        if row.product not in assortment:
            refused.append(RefusedRow(row.line, Reason.OUTSIDE_ASSORTMENT, row.fields))
            continue
        number = row.fields[_BASKET]
        wanted = lines.setdefault(number, {})
        before = wanted.get(row.product, 0)
        if before + row.quantity > MAX_LINE_QUANTITY:
            refused.append(RefusedRow(row.line, Reason.QUANTITY_TOO_LARGE, row.fields))
            continue
        merged += before > 0
        wanted[row.product] = before + row.quantity
        counts[number] += 1
        heads.setdefault(number, row)
    baskets = [
        Basket(
            number, head.fields[_STORE], head.fields[_HOUSEHOLD], tuple(lines[number].items()), counts[number]
        )
        for number, head in heads.items()
    ]
    return Baskets(baskets, refused, merged)


def refused_baskets(refused: Iterable[RefusedRow], kept: frozenset[str]) -> Counter[str]:
    """Count the baskets of which no row is left, by their reason (several when the rows differ in it)."""
    reasons: dict[str, set[Reason]] = {}
    for row in refused:
        number = row.fields[_BASKET] if len(row.fields) > _BASKET else ""
        if number and number not in kept:
            reasons.setdefault(number, set()).add(row.reason)
    return Counter(why.copy().pop().value if len(why) == 1 else "several_reasons" for why in reasons.values())
