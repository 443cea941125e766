"""Tells what a person should know of a file before it is run: above all sums in it that disagree."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from cloud_api.imports.drafts import Draft
from cloud_api.imports.guessing import plain
from cloud_api.imports.names import plain_name, shown_product
from cloud_api.imports.orders import moment
from cloud_api.sheets import Table
from cloud_api.wire.imports import Reading

_MOST_TOLD = 5
_SOLD = plain("销售数量")
_PRODUCT = plain("商品")
_SPEC = plain("规格")
_ALL_PIECES = plain("商品总数")
_ALL_ORDERS = plain("订单总数")


def remarks(tables: Sequence[Table], taken: Table, reading: Reading, drafts: Sequence[Draft]) -> list[str]:
    """Sentences, none where all agrees."""
    pieces = _pieces(drafts)
    told = [
        *no_moment(reading),
        *_disagreeing_products(tables, pieces),
        *_disagreeing_totals(tables, drafts, sum(pieces.values())),
    ]
    others = [table.name for table in tables if table is not taken and table.rows]
    if others:
        told.append(
            f"Only the sheet {taken.name} is taken; {', '.join(others)} are looked at for their sums."
        )
    told += _astray(drafts)
    return told


def no_moment(reading: Reading) -> Iterator[str]:
    """Says which moment of payment orders get where no column tells one: none is taken silently."""
    default = reading.defaults.get("paid_at")
    if default and "paid_at" not in reading.columns:
        shown = moment(default, ZoneInfo(reading.time_zone))[:16].replace("T", " ")
        yield (
            f"No column tells when the orders were paid: they count as paid at {shown}. "
            "Give another moment as the default of paid_at if that is wrong."
        )


def _pieces(drafts: Sequence[Draft]) -> dict[str, int]:
    """Pieces by product as the file names it."""
    pieces: dict[str, int] = defaultdict(int)
    for draft in drafts:
        for told in draft.told:
            pieces[plain_name(shown_product(told))] += _number(told.get("quantity", ""))
    return pieces


def _number(text: str) -> int:
    whole = text.replace(",", "").split(".")[0]
    return int(whole) if whole.isdecimal() and len(whole) < 10 else 0


def _disagreeing_products(tables: Sequence[Table], pieces: dict[str, int]) -> Iterator[str]:
    """商品汇总表: a row a product with the pieces sold."""
    wrong = [
        f"{name} {there} there, {pieces.get(plain_name(name), 0)} here"
        for table in tables
        for name, there in _sold(table)
        if there != pieces.get(plain_name(name), 0)
    ]
    if wrong:
        more = f", and {len(wrong) - _MOST_TOLD} more" if len(wrong) > _MOST_TOLD else ""
        yield (
            f"The sums of the file disagree with its order rows for {len(wrong)} products: "
            f"{'; '.join(wrong[:_MOST_TOLD])}{more}. The order rows are taken; if pieces lack, export again."
        )


def _sold(table: Table) -> Iterator[tuple[str, int]]:
    places = {plain(heading): place for place, heading in enumerate(table.header)}
    if _SOLD not in places or _PRODUCT not in places:
        return
    for row in table.rows:
        spec = row.cells[places[_SPEC]].strip() if _SPEC in places else ""
        told = {"product": row.cells[places[_PRODUCT]].strip(), "spec": spec}
        yield shown_product(told), _number(row.cells[places[_SOLD]].strip())


def _disagreeing_totals(tables: Sequence[Table], drafts: Sequence[Draft], pieces: int) -> Iterator[str]:
    """服务小区商品汇总表: a row a pickup point with its orders and pieces."""
    for table in tables:
        for heading, here, what in ((_ALL_PIECES, pieces, "pieces"), (_ALL_ORDERS, len(drafts), "orders")):
            places = [place for place, each in enumerate(table.header) if plain(each) == heading]
            there = sum(_number(row.cells[places[0]].strip()) for row in table.rows) if places else here
            if there != here:
                yield f"The sheet {table.name} counts {there} {what}, the order rows make {here}."


def _astray(drafts: Sequence[Draft]) -> Iterator[str]:
    differing = [
        draft
        for draft in drafts
        if any(told.get("phone") and told["phone"] != draft.first("phone") for told in draft.told)
    ]
    if differing:
        shown = ", ".join(draft.key for draft in differing[:_MOST_TOLD])
        yield (
            f"{len(differing)} orders have several phone numbers in their rows, the first is taken: {shown}"
            f"{' …' if len(differing) > _MOST_TOLD else ''}."
        )
