"""What labels can be printed for: read when it is asked for, searched and numbered for the page."""

from collections.abc import Callable, Iterable

from sqlalchemy import Connection

from hardware.labels import LabelKind
from station.devices import store
from station.devices.model.label_makers import (
    USE_WORDS,
    ZONE_WORDS,
    BinFact,
    Fact,
    OperatorFact,
    ProductFact,
    ShelfFact,
    code_of,
    gtin_of,
    role_words,
)
from station.devices.model.label_page import LabelRow
from station.kernel.messages import Message

NO_CODE = Message("No bar code")


class LabelStock:
    """The things of one kind, in the order they are printed in; shelves are those named here."""

    def __init__(self) -> None:
        self._facts: dict[str, Fact] = {}
        self._rows: tuple[LabelRow, ...] = ()
        self._shelves: dict[str, ShelfFact] = {}

    def read(self, connection: Connection, kind: LabelKind) -> None:
        """Hold what the station knows of this kind now."""
        if kind is LabelKind.SHELF:
            self._hold(self._shelves.values())
        elif kind is LabelKind.BIN:
            self._hold(store.bins(connection))
        elif kind is LabelKind.PRODUCT:
            self._hold(store.products(connection))
        else:
            self._hold(store.operators(connection))

    def name_shelves(self, connection: Connection, names: Iterable[str]) -> tuple[str, ...]:
        """Shelves of these names; one that is a bin bears its code. Returns their keys."""
        names = tuple(names)
        bins = {each.name: each for each in store.bins(connection)}
        for name in names:
            found = bins.get(name)
            self._shelves[name] = (
                ShelfFact(name) if found is None else ShelfFact(name, found.zone, found.number)
            )
        self._hold(self._shelves.values())
        return names

    def forget_shelves(self) -> None:
        """The names made here are not wanted any more."""
        self._shelves.clear()
        self._hold(())

    @property
    def rows(self) -> tuple[LabelRow, ...]:
        """All of them."""
        return self._rows

    def fact(self, key: str) -> Fact | None:
        """What stands behind a row."""
        return self._facts.get(key)

    def bin_numbered(self, number: int) -> str:
        """Key of the bin with this number, empty for none."""
        return self._key(lambda fact: isinstance(fact, BinFact) and fact.number == number)

    def product_coded(self, gtin: str) -> str:
        """Key of the product with this GTIN of 14 digits, empty for none."""
        return self._key(
            lambda fact: isinstance(fact, ProductFact) and gtin in (each.zfill(14) for each in fact.gtins)
        )

    def operator_badged(self, badge: str) -> str:
        """Key of the operator with this badge, empty for none."""
        return self._key(lambda fact: isinstance(fact, OperatorFact) and fact.badge == badge)

    def _key(self, fits: Callable[[Fact], bool]) -> str:
        return next((key for key, fact in self._facts.items() if fits(fact)), "")

    def _hold(self, facts: Iterable[Fact]) -> None:
        self._facts = {_key_of(fact): fact for fact in facts}
        self._rows = tuple(_row(key, fact) for key, fact in self._facts.items())


def found(rows: tuple[LabelRow, ...], search: str) -> tuple[LabelRow, ...]:
    """Those that hold every word of `search` in their name, number or code."""
    words = search.casefold().split()
    if not words:
        return rows
    return tuple(row for row in rows if all(word in row.sought for word in words))


def _key_of(fact: Fact) -> str:
    if isinstance(fact, ProductFact):
        return fact.sku
    return fact.id if isinstance(fact, OperatorFact) else fact.name


def _row(key: str, fact: Fact) -> LabelRow:
    title, code = _title(fact), code_of(fact)
    number = fact.sku if isinstance(fact, ProductFact) else ""
    return LabelRow(key, title, _detail(fact), code, f"{title} {number} {code}".casefold())


def _title(fact: Fact) -> str:
    return f"{fact.name} {fact.spec}".strip() if isinstance(fact, ProductFact) else fact.name


def _detail(fact: Fact) -> Message:
    if isinstance(fact, BinFact):
        zone, use = ZONE_WORDS[fact.zone], USE_WORDS.get(fact.use, Message(""))
        held = fact.products[0] if len(fact.products) == 1 else ""
        return Message("{zone} · {use}  {product}", zone=zone, use=use, product=held)
    if isinstance(fact, ProductFact):
        if gtin_of(fact):
            return Message("SKU {sku}", sku=fact.sku)
        return Message("SKU {sku} · {note}", sku=fact.sku, note=NO_CODE)
    if isinstance(fact, OperatorFact):
        return role_words(fact)
    return NO_CODE if fact.number is None else ZONE_WORDS[fact.zone]
