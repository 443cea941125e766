"""What this desk moved lately, as its facts tell it."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import ValidationError
from sqlalchemy import Connection, select

from cloud_api.wire.facts import FactKind
from cloud_api.wire.floor import StockMoved
from station.storage import tables

LOOKED_THROUGH = 400
"""So many of the latest movements are looked through."""


@dataclass(frozen=True)
class OwnMove:
    """A movement of this desk."""

    at: datetime
    body: StockMoved


def own_moves(connection: Connection, *, bin: str = "", sku: str = "", most: int = 5) -> list[OwnMove]:
    """The latest movements of this desk in or out of a bin, or of a product; newest first."""
    fact = tables.fact.c
    query = select(fact.happened_at, fact.body).where(fact.kind == FactKind.STOCK_MOVED.value)
    found: list[OwnMove] = []
    for row in connection.execute(query.order_by(fact.seq.desc()).limit(LOOKED_THROUGH)):
        try:
            body = StockMoved.model_validate_json(row.body)
        except ValidationError:
            continue  # of another version: it is told by the cloud
        if body.sku == sku or (bin and bin in (body.from_bin, body.to_bin)):
            found.append(OwnMove(row.happened_at, body))
        if len(found) == most:
            break
    return found
