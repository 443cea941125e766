"""Tells facts as their stations reported them: with names and numbers of people in place of ids."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Connection, String, cast, select

from cloud_api.console.sentences.facts import PARTS
from cloud_api.storage.parts import parts
from cloud_api.storage.tables.catalogue import operators, products
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.tables.routes import routes
from cloud_api.storage.tables.waves import crates, waves

_Place = tuple[Column[Any], ColumnElement[Any]]
_NAMES: Mapping[str, _Place] = {
    "order_id": (orders.c.id, orders.c.order_no),
    "crate_id": (crates.c.id, crates.c.sscc),
    "wave_id": (waves.c.id, cast(waves.c.number, String) + "（" + waves.c.pickup_point + "）"),
    "route_id": (routes.c.id, cast(routes.c.number, String)),
    "operator_id": (operators.c.id, operators.c.name),
}
"""Where the name of what a field names is found."""
_LONGEST = 100
_MOST_LINES = 20


class ToldFacts:
    """The names a page of facts needs, looked up once a kind of thing."""

    def __init__(self, connection: Connection, facts: Sequence[Mapping[str, Any]]) -> None:
        self._names = {
            field: _names(connection, place, _ids(_named(fact).get(field) for fact in facts))
            for field, place in _NAMES.items()
        }
        self._goods = _goods(connection, {sku for fact in facts for sku in _skus(_named(fact))})

    def operator(self, fact: Mapping[str, Any]) -> str:
        """Who did it; empty where nobody was signed in, or nobody knows them."""
        return self._name("operator_id", fact.get("operator_id")) or ""

    def pairs(self, fact: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What the fact names: 订单 20260618001, 商品 鲜桃 …; whatever its body holds."""
        body = _named(fact)
        told = ((words, self._told(field, body[field])) for field, words in PARTS.items() if field in body)
        return [(words, value[:_LONGEST]) for words, value in told if value]

    def order_no(self, fact: Mapping[str, Any]) -> str | None:
        """The order it is about, where there is one."""
        return self._name("order_id", _named(fact).get("order_id"))

    def _name(self, field: str, told: Any) -> str | None:
        return self._names[field].get(_uuid(told))

    def _told(self, field: str, value: Any) -> str:
        if field in _NAMES:
            return self._name(field, value) or str(value)
        if field == "sku":
            return self._product(value)
        if isinstance(value, list):
            return self._of_list(value)
        return "" if isinstance(value, dict | bool) or value is None else str(value)

    def _of_list(self, items: list[Any]) -> str:
        goods = [each for each in items if isinstance(each, dict) and "sku" in each]
        if goods:
            return "、".join(
                f"{self._product(each['sku'])} × {each.get('quantity', '?')}" for each in goods[:_MOST_LINES]
            )
        return f"{len(items)}" if items else ""

    def _product(self, sku: Any) -> str:
        code = str(sku)
        return f"{self._goods[code]}（{code}）" if code in self._goods else code


def _named(fact: Mapping[str, Any]) -> Mapping[str, Any]:
    body = fact.get("body")
    return {**body, "operator_id": fact.get("operator_id")} if isinstance(body, dict) else {}


def _skus(body: Mapping[str, Any]) -> Iterator[str]:
    lists = (value for value in body.values() if isinstance(value, list))
    listed = (each.get("sku") for items in lists for each in items if isinstance(each, dict))
    for sku in (body.get("sku"), *listed):
        if isinstance(sku, str) and "\0" not in sku:
            yield sku


def _uuid(told: Any) -> UUID | None:
    try:
        return UUID(told) if isinstance(told, str) else None
    except ValueError:
        return None


def _ids(told: Iterable[Any]) -> set[UUID]:
    return {found for found in map(_uuid, told) if found is not None}


def _names(connection: Connection, place: _Place, ids: set[UUID]) -> dict[UUID | None, str]:
    key, name = place
    query = select(key, name)
    found = (connection.execute(query.where(key.in_(part))) for part in parts(sorted(ids)))
    return {row[0]: row[1] for rows in found for row in rows}


def _goods(connection: Connection, skus: set[str]) -> dict[str, str]:
    query = select(products.c.sku, products.c.name)
    found = (connection.execute(query.where(products.c.sku.in_(part))) for part in parts(sorted(skus)))
    return {row.sku: row.name for rows in found for row in rows}
