"""Finds products and pickup points by the names people write, where no code stands in the file."""

import difflib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from heapq import nlargest

from sqlalchemy import Connection, select

from cloud_api.storage.tables.catalogue import pickup_points, products
from cloud_api.wire.imports import Reading

_GTIN = re.compile(r"^([0-9]{8}|[0-9]{12,14})$")
_GTIN_DIGITS = 14
_NEAREST = 3
_LIKENESS = 0.4
_HELD_AGAINST = 40
"""Names compared letter by letter."""


def plain_name(text: str) -> str:
    """A name without what people vary: width, case, blanks, kinds of brackets."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s", "", folded.replace("【", "(").replace("】", ")").replace("[", "(").replace("]", ")"))


class Names:
    """Codes by the names of rows; a name of two rows names none."""

    def __init__(self) -> None:
        self._codes: dict[str, set[str]] = defaultdict(set)
        self._having: dict[str, set[str]] = defaultdict(set)
        """Names by each of their characters."""

    def add(self, name: str, code: str) -> None:
        """The row is called so."""
        plain = plain_name(name)
        if plain:
            self._codes[plain].add(code)
            for character in plain:
                self._having[character].add(plain)

    def find(self, name: str) -> str | None:
        """The only code of this name."""
        codes = self._codes.get(plain_name(name), set())
        return next(iter(codes)) if len(codes) == 1 else None

    def nearest(self, name: str) -> list[str]:
        """Codes of the names most like it, among those that share the most characters with it.

        To hold a name against all of a large catalogue takes a hundred times as long.
        """
        plain = plain_name(name)
        shared = Counter(other for character in set(plain) for other in self._having.get(character, ()))
        near = nlargest(
            _HELD_AGAINST, shared, key=lambda other: (shared[other] / (len(plain) + len(other)), other)
        )
        like = difflib.get_close_matches(plain, near, _NEAREST, _LIKENESS)
        codes = [code for each in like for code in sorted(self._codes[each])]
        return list(dict.fromkeys(codes))[:_NEAREST]


class Goods:
    """Products by SKU, bar code, and name with spec."""

    def __init__(self, reading: Reading) -> None:
        self.skus: set[str] = set()
        self.names = Names()
        self._by_gtin: dict[str, str] = {}
        self._mapped = {plain_name(told): sku for told, sku in reading.products.items()}

    def add(self, sku: str, name: str, spec: str, gtins: Iterable[str]) -> None:
        """A product of the catalogue."""
        self.skus.add(sku)
        self._by_gtin.update(dict.fromkeys(gtins, sku))
        self.names.add(f"{name}({spec})" if spec else name, sku)
        if spec:
            self.names.add(name, sku)

    def sku(self, told: Mapping[str, str]) -> str | None:
        """The SKU a row means; an unknown code stays what it is, None where only an unknown name stands."""
        code = told.get("sku", "")
        if code:
            gtin = code.zfill(_GTIN_DIGITS) if _GTIN.match(code) else ""
            return (
                code
                if code in self.skus
                else self._mapped.get(plain_name(code), self._by_gtin.get(gtin, code))
            )
        mapped = self._mapped.get(plain_name(shown_product(told)))
        if mapped is not None:
            return mapped
        found = (self.names.find(name) for name in _ways(told))
        return next((sku for sku in found if sku is not None), None)


def shown_product(told: Mapping[str, str]) -> str:
    """A product as a file names it: name and spec, where the name does not end with the spec or with one."""
    name, spec = told.get("product", ""), told.get("spec", "")
    if not spec or re.search(r"[)）]\s*$", name):
        return name
    return f"{name}({spec})"


def _ways(told: Mapping[str, str]) -> list[str]:
    name, spec = told.get("product", ""), told.get("spec", "")
    return [f"{name}({spec})", name] if spec else [name]


class Points:
    """Pickup points by code and name, each with its warehouse."""

    def __init__(self, reading: Reading) -> None:
        self.warehouses: dict[str, str] = {}
        self.names = Names()
        self._mapped = {plain_name(told): code for told, code in reading.points.items()}

    def add(self, code: str, name: str, warehouse: str) -> None:
        """A pickup point of the catalogue."""
        self.warehouses[code] = warehouse
        self.names.add(name, code)

    def code(self, told: str) -> str | None:
        """The code of the point a row means, or None."""
        if told in self.warehouses:
            return told
        return self._mapped.get(plain_name(told)) or self.names.find(told)


def load_goods(connection: Connection, reading: Reading) -> Goods:
    """All products on sale; those out of use only by their SKU and bar codes."""
    goods = Goods(reading)
    columns = products.c
    query = select(columns.sku, columns.name, columns.spec, columns.gtins, columns.units, columns.active)
    for row in connection.execute(query):
        gtins = [*row.gtins, *(unit["gtin"] for unit in row.units if unit.get("gtin"))]
        goods.add(row.sku, row.name if row.active else "", row.spec if row.active else "", gtins)
    return goods


def load_points(connection: Connection, reading: Reading) -> Points:
    """All pickup points."""
    points = Points(reading)
    for row in connection.execute(
        select(pickup_points.c.code, pickup_points.c.name, pickup_points.c.warehouse)
    ):
        points.add(row.code, row.name, row.warehouse)
    return points
