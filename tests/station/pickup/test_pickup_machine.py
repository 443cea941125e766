"""Whatever two desks do, in any order, with cuts, repeats and crashes: each piece goes out at most once."""

import random
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from uuid import UUID

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from cloud_api.wire.base import Zone
from cloud_api.wire.exchange import ChangeKind
from station.kernel.clock import SettableClock
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import Left, PickupView, Place
from station.pickup.store.changes import APPLY
from station.storage import tables
from station.storage.database import Database
from station.sync import outbox
from tests.station.pickup.kit import MORNING, CrateSpec, OrderSpec, Till, code, delivery, qr
from tests.station.pickup.shop_cloud import HANDED_OVER, NOT_HERE, ShopCloud, Told

CRATES = (CrateSpec(1), CrateSpec(2, Zone.CHILLED), CrateSpec(3, Zone.FROZEN))
ORDERS = (
    OrderSpec(1, {("S1", CRATES[0]): 2, ("S2", CRATES[1]): 1}),
    OrderSpec(2, {("S1", CRATES[2]): 1}),
    OrderSpec(3, {("S3", CRATES[0]): 1, ("S3", CRATES[1]): 2}, phone="13900005678"),
)
DESKS = st.integers(0, 1)


class TwoDesks(RuleBasedStateMachine):
    """Two desks of a shop that hear of each other through a cloud, when they hear anything at all."""

    @initialize(arrived=st.sampled_from([CRATES, CRATES[:2], ()]))
    def begin(self, arrived: tuple[CrateSpec, ...]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        folder = Path(self.folder.name)
        empty = folder / "empty.db"
        empty.write_bytes(_migrated())
        clock = SettableClock(MORNING)
        self.cloud = ShopCloud(CRATES, ORDERS)
        self.cloud.changes.append((ChangeKind.DELIVERY, delivery(CRATES).model_dump(mode="json")))
        for order in ORDERS:
            self.cloud.changes.append((ChangeKind.PICKUP_ORDER, order.change().model_dump(mode="json")))
        self.tills = [Till(folder, empty, number, clock) for number in (1, 2)]
        self.cursors = [0, 0]
        self._all_is_told()
        self.tills[0].receive(*arrived)
        self._all_is_told()

    def teardown(self) -> None:
        if not hasattr(self, "tills"):
            return
        try:
            self._all_is_told()
            self._desks_agree_with_the_cloud()
            self._a_new_desk_learns_the_same()
        finally:
            for till in self.tills:
                till.close()
            self.folder.cleanup()

    @rule(desk=DESKS, crate=st.sampled_from(CRATES))
    def scan_crate(self, desk: int, crate: CrateSpec) -> None:
        self.tills[desk].scan(crate.sscc)

    @rule(desk=DESKS)
    def undo_receipt(self, desk: int) -> None:
        self.tills[desk].clock.advance(1)
        self.tills[desk].flow.undo_receipt()

    @rule(desk=DESKS)
    def complete_receipt(self, desk: int) -> None:
        self.tills[desk].flow.complete_receipt()

    @rule(desk=DESKS, order=st.sampled_from(ORDERS), by=st.sampled_from(["code", "qr", "tail"]))
    def identify(self, desk: int, order: OrderSpec, by: str) -> None:
        text = {"code": code(order.number), "qr": qr(order.number), "tail": order.phone[-4:]}[by]
        self.tills[desk].type(text)

    @rule(desk=DESKS, line=st.integers(0, 3), why=st.sampled_from(Left))
    def leave_line(self, desk: int, line: int, why: Left) -> None:
        view = self.tills[desk].flow.view()
        keys = [each.key for place in _places(view) for each in place.lines]
        if keys:
            self.tills[desk].flow.leave(keys[line % len(keys)], why)

    @rule(desk=DESKS)
    def confirm(self, desk: int) -> None:
        till = self.tills[desk]
        before = till.flow.view()
        here = self._received(till)
        ticked = [line for place in _places(before) for line in place.lines if line.state == "ticked"]
        view = till.confirm()
        if _handed_over(view):
            assert {line.key.crate_id for line in ticked} <= here
            assert view.handed is not None
            assert view.handed.pieces == sum(line.quantity for line in ticked)

    @rule(desk=DESKS, order=st.sampled_from(ORDERS))
    def serve(self, desk: int, order: OrderSpec) -> None:
        """What is done all day: a QR, and confirm."""
        self.tills[desk].flow.put_away()
        self.tills[desk].scan(qr(order.number))
        self.confirm(desk)

    @rule(order=st.sampled_from(ORDERS))
    def both_serve(self, order: OrderSpec) -> None:
        """Two members of a family at two desks."""
        self.serve(0, order)
        self.serve(1, order)

    @rule(desk=DESKS)
    def hand_over_and_undo_is_nothing(self, desk: int) -> None:
        till = self.tills[desk]
        before = self._standing(till)
        if _handed_over(till.confirm()):
            till.clock.advance(1)
            view = till.flow.undo_handover("changed_mind")
            assert view.answer is not None
            assert view.answer.verdict is Verdict.HANDOVER_UNDONE
            assert self._standing(till) == before

    @rule(desk=DESKS)
    def undo_what_is_shown(self, desk: int) -> None:
        self.tills[desk].clock.advance(1)
        self.tills[desk].flow.undo_handover("wrong_customer")

    @rule(desk=DESKS)
    def crash(self, desk: int) -> None:
        self.tills[desk].restart()

    @rule(desk=DESKS, limit=st.integers(1, 4), answer_lost=st.booleans())
    def push(self, desk: int, limit: int, answer_lost: bool) -> None:
        till = self.tills[desk]
        with till.desk.database.look() as connection:
            batch = outbox.waiting(connection, limit)
        results = self.cloud.take(till, batch)
        if not answer_lost:
            with till.desk.database.act() as connection:
                outbox.record_answers(connection, results)

    @rule(desk=DESKS, count=st.integers(1, 5), again=st.integers(0, 2))
    def pull(self, desk: int, count: int, again: int = 0) -> None:
        """`again`: the last handovers told come once more."""
        start = self.cursors[desk]
        page = self.cloud.changes[start : start + count]
        told_before = [each for each in self.cloud.changes[max(0, start - again) : start] if _commutes(each)]
        self._apply(self.tills[desk], [*told_before, *page])
        self.cursors[desk] = start + len(page)

    @rule(desk=DESKS)
    def pull_all_anew(self, desk: int) -> None:
        self._apply(self.tills[desk], self.cloud.changes)
        self.cursors[desk] = len(self.cloud.changes)

    @invariant()
    def no_piece_is_collected_twice_at_any_desk(self) -> None:
        for till in self.tills:
            for order in ORDERS:
                gone = sum(self._standing(till).get(order.id, {}).values(), Counter[str]())
                packed = self.cloud.packed(order.id)
                assert all(gone[sku] <= packed[sku] for sku in gone)
                assert self._done(till, order.id) == (gone == packed)

    @invariant()
    def the_cloud_counts_no_piece_twice_and_none_that_is_not_here(self) -> None:
        for order in ORDERS:
            gone, here = self.cloud.gone(order.id), self.cloud.packed(order.id, self.cloud.received)
            assert all(gone[sku] <= here[sku] for sku in gone)

    def _apply(self, till: Till, page: list[Told]) -> None:
        with till.desk.database.act() as connection:
            for kind, body in page:
                APPLY[kind](connection, body, till.clock.now())
        till.flow.changes_applied({kind for kind, _ in page})

    def _all_is_told(self) -> None:
        for _ in range(2):
            for desk in (0, 1):
                self.push(desk, 500, False)
            for desk in (0, 1):
                self.pull(desk, len(self.cloud.changes))

    def _desks_agree_with_the_cloud(self) -> None:
        for till in self.tills:
            refused = self._refused(till)
            ours = {each for of in self._standing(till).values() for each in of}
            theirs = set(self.cloud.standing)
            assert theirs - ours == set()
            assert ours - theirs <= refused[NOT_HERE]
            assert self._received(till) ^ self.cloud.received <= refused[HANDED_OVER]

    def _a_new_desk_learns_the_same(self) -> None:
        """Told everything in another order (moves of crates keep theirs), a desk knows the same."""
        shuffled = list(self.cloud.changes)
        random.Random(len(shuffled)).shuffle(shuffled)
        moves = iter([each for each in self.cloud.changes if not _commutes(each)])
        told = [each if _commutes(each) else next(moves) for each in shuffled]
        folder = Path(self.folder.name)
        till = Till(folder, folder / "empty.db", 3, self.tills[0].clock)
        try:
            self._apply(till, [*told, *[each for each in told if _commutes(each)]])
            assert {each for of in self._standing(till).values() for each in of} == set(self.cloud.standing)
            assert self._received(till) == self.cloud.received
            assert [self._done(till, order.id) for order in ORDERS] == [
                self.cloud.gone(order.id) == self.cloud.packed(order.id) for order in ORDERS
            ]
        finally:
            till.close()

    def _standing(self, till: Till) -> dict[UUID, dict[UUID, Counter[str]]]:
        """Handovers that stand at a desk: by order, by their id, pieces by product."""
        whole, line = tables.collection.c, tables.collection_line.c
        asked = (
            select(whole.order_id, whole.id, line.sku, line.quantity)
            .join(tables.collection_line, line.collection_id == whole.id)
            .where(whole.undone_at.is_(None))
        )
        found: dict[UUID, dict[UUID, Counter[str]]] = {}
        with till.desk.database.look() as connection:
            for order_id, handover, sku, quantity in connection.execute(asked):
                found.setdefault(order_id, {}).setdefault(handover, Counter())[sku] += quantity
        return found

    def _received(self, till: Till) -> set[UUID]:
        crate = tables.delivery_crate.c
        with till.desk.database.look() as connection:
            return set(
                connection.execute(select(crate.crate_id).where(crate.received_at.is_not(None))).scalars()
            )

    def _done(self, till: Till, order_id: UUID) -> bool:
        order = tables.pickup_order.c
        with till.desk.database.look() as connection:
            return bool(connection.execute(select(order.done).where(order.order_id == order_id)).scalar_one())

    def _refused(self, till: Till) -> dict[str, set[UUID]]:
        """What facts were about that the cloud refused, by its reason."""
        found: dict[str, set[UUID]] = {NOT_HERE: set(), HANDED_OVER: set()}
        with till.desk.database.look() as connection:
            reasons = {each.seq: each.reason for each in outbox.refused(connection)}
            facts = outbox.waiting(connection, 1_000, from_seq=1)
        for fact in facts:
            about = fact.body.get("collection_id") or fact.body.get("crate_id")
            if fact.seq in reasons:
                found.setdefault(reasons[fact.seq], set()).add(UUID(about))
        return found


def _places(view: PickupView) -> tuple[Place, ...]:
    return view.customer.places if view.customer is not None else ()


def _handed_over(view: PickupView) -> bool:
    return view.answer is not None and view.answer.verdict in (Verdict.HANDED_OVER, Verdict.HANDED_PARTLY)


def _commutes(told: Told) -> bool:
    return told[0] is not ChangeKind.CRATE_MOVED


@cache
def _migrated() -> bytes:
    """A migrated database, made once: migrations take longer than a whole example."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        Database(path).close()
        return path.read_bytes()


TestTwoDesks = TwoDesks.TestCase
TestTwoDesks.settings = settings(
    max_examples=12,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
