"""A little cloud for one shop, in memory: takes facts once, refuses what cannot be, tells all."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cloud_api.wire import facts as wire
from cloud_api.wire.exchange import ChangeKind, Fact, FactResult, FactVerdict
from cloud_api.wire.facts import FactKind
from cloud_api.wire.pickup import Collection, CollectionGone
from cloud_api.wire.routes import CrateMove, CrateMoved
from tests.station.pickup.kit import CrateSpec, OrderSpec, Till, uid

Told = tuple[ChangeKind, dict[str, Any]]
ELSEWHERE = "handed over already"
NOT_HERE = "not received here"
HANDED_OVER = "goods were handed over"


@dataclass
class ShopCloud:
    """What the cloud holds of one shop."""

    crates: Sequence[CrateSpec]
    orders: Sequence[OrderSpec]
    changes: list[Told] = field(default_factory=list)
    received: set[UUID] = field(default_factory=set)
    standing: dict[UUID, Collection] = field(default_factory=dict)
    seen: dict[UUID, int] = field(default_factory=dict)
    refused: dict[UUID, str] = field(default_factory=dict)

    def take(self, till: Till, batch: Iterable[Fact]) -> list[FactResult]:
        """Facts of a desk, as often as it likes to send them."""
        results = []
        for fact in batch:
            expected = self.seen.get(till.station_id, 0) + 1
            if fact.seq < expected:
                results.append(self._again(fact))
                continue
            assert fact.seq == expected, "a desk sends its facts in order"
            self.seen[till.station_id] = fact.seq
            reason = self._apply(till, fact)
            if reason is not None:
                self.refused[fact.id] = reason
            verdict = FactVerdict.REFUSED if reason else FactVerdict.ACCEPTED
            results.append(FactResult(id=fact.id, verdict=verdict, reason=reason))
        return results

    def _again(self, fact: Fact) -> FactResult:
        """A fact that was answered before gets the same answer."""
        reason = self.refused.get(fact.id)
        verdict = FactVerdict.REPEATED if reason is None else FactVerdict.REFUSED
        return FactResult(id=fact.id, verdict=verdict, reason=reason)

    def packed(self, order_id: UUID, crates: set[UUID] | None = None) -> Counter[str]:
        """Pieces of an order by product, in these crates or in all."""
        order = next(each for each in self.orders if each.id == order_id)
        pieces: Counter[str] = Counter()
        for (sku, crate), quantity in order.lines.items():
            pieces[sku] += quantity if crates is None or crate.id in crates else 0
        return pieces

    def gone(self, order_id: UUID) -> Counter[str]:
        """Pieces of an order that were handed over."""
        pieces: Counter[str] = Counter()
        for collection in self.standing.values():
            if collection.order_id == order_id:
                pieces.update({line.sku: line.quantity for line in collection.lines})
        return pieces

    def _apply(self, till: Till, fact: Fact) -> str | None:
        kind = FactKind(fact.kind)
        if kind is FactKind.CRATE_RECEIVED:
            return self._receive(till, fact, wire.CrateReceived.model_validate(fact.body).crate_id)
        if kind is FactKind.RECEIPT_UNDONE:
            return self._undo_receipt(till, fact, wire.ReceiptUndone.model_validate(fact.body).crate_id)
        if kind is FactKind.ORDER_COLLECTED:
            return self._collect(till, fact, wire.OrderCollected.model_validate(fact.body))
        if kind is FactKind.COLLECTION_UNDONE:
            return self._undo(till, fact, wire.CollectionUndone.model_validate(fact.body))
        assert kind is FactKind.RECEIPT_COMPLETED
        return None

    def _receive(self, till: Till, fact: Fact, crate_id: UUID) -> str | None:
        if crate_id not in self.received:
            self.received.add(crate_id)
            self._moved(till, fact, crate_id, CrateMove.RECEIVED)
        return None

    def _undo_receipt(self, till: Till, fact: Fact, crate_id: UUID) -> str | None:
        if crate_id not in self.received:
            return None
        others = self.received - {crate_id}
        for order in self.orders:
            held, gone = self.packed(order.id, others), self.gone(order.id)
            touched = any(crate.id == crate_id for _, crate in order.lines)
            if touched and any(gone[sku] > held[sku] for sku in gone):
                return HANDED_OVER
        self.received.remove(crate_id)
        self._moved(till, fact, crate_id, CrateMove.NOT_RECEIVED)
        return None

    def _moved(self, till: Till, fact: Fact, crate_id: UUID, move: CrateMove) -> None:
        crate = next(each for each in self.crates if each.id == crate_id)
        body = CrateMoved(
            crate_id=crate_id,
            sscc=crate.sscc,
            wave_id=uid("wave", crate.cycle),
            move=move,
            route_id=None,
            at=fact.happened_at,
            station_id=till.station_id,
            station_name=till.name,
        )
        self.changes.append((ChangeKind.CRATE_MOVED, body.model_dump(mode="json")))

    def _collect(self, till: Till, fact: Fact, body: wire.OrderCollected) -> str | None:
        here, gone = self.packed(body.order_id, self.received), self.gone(body.order_id)
        if any(line.quantity > here[line.sku] for line in body.lines):
            return NOT_HERE
        if any(line.quantity > here[line.sku] - gone[line.sku] for line in body.lines):
            return ELSEWHERE
        collection = Collection(
            collection_id=body.collection_id,
            order_id=body.order_id,
            lines=body.lines,
            means=body.means,
            at=fact.happened_at,
            operator_name="李店长",
            station_id=till.station_id,
            station_name=till.name,
        )
        self.standing[body.collection_id] = collection
        self.changes.append((ChangeKind.COLLECTED, collection.model_dump(mode="json")))
        return None

    def _undo(self, till: Till, fact: Fact, body: wire.CollectionUndone) -> str | None:
        if self.standing.pop(body.collection_id, None) is None:
            return None
        gone = CollectionGone(
            collection_id=body.collection_id,
            order_id=body.order_id,
            reason=body.reason,
            at=fact.happened_at,
            station_id=till.station_id,
            station_name=till.name,
        )
        self.changes.append((ChangeKind.COLLECTION_UNDONE, gone.model_dump(mode="json")))
        return None
