"""Which crates hold goods of cancelled orders: this PC knows best of those it picked, the cloud of others."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, select

from cloud_api.wire.waves import OrderNews
from station.kernel.ids import CrateId, WaveId
from station.storage import tables

HANDED_OVER = "handed_over"
"""Another desk goes on with the wave: what this one knows of its crates grows old."""


@dataclass(frozen=True)
class CancelledHere:
    """Of waves of this PC with cancelled orders: which crates still hold something of them."""

    waves: frozenset[UUID]
    orders: Mapping[UUID, tuple[str, ...]]

    def of(self, crate_id: CrateId, wave_id: WaveId, told: str) -> tuple[str, ...]:
        """Numbers of the orders; `told` is what the cloud said of the crate, as JSON."""
        if wave_id in self.waves:
            return self.orders.get(crate_id, ())
        return () if told == "[]" else tuple(json.loads(told))


def cancelled_here(connection: Connection) -> CancelledHere:
    """What this PC knows by itself."""
    news, wave, crate, line = tables.order_news.c, tables.wave.c, tables.crate.c, tables.crate_line.c
    is_cancelled = news.kind == OrderNews.CANCELLED.value
    own = (
        select(news.wave_id)
        .join(tables.wave, wave.id == news.wave_id)
        .where(is_cancelled, wave.state != HANDED_OVER, wave.started_at.is_not(None))
    )
    waves = frozenset(connection.execute(own).scalars())
    orders: defaultdict[UUID, list[str]] = defaultdict(list)
    if waves:
        query = (
            select(line.crate_id, news.order_no)
            .join(tables.crate, crate.id == line.crate_id)
            .join(tables.order_news, (news.order_id == line.order_id) & (news.wave_id == crate.wave_id))
            .where(is_cancelled)
            .order_by(news.order_no)
            .distinct()
        )
        for crate_id, order_no in connection.execute(query):
            orders[crate_id].append(order_no)
    return CancelledHere(waves, {crate_id: tuple(each) for crate_id, each in orders.items()})
