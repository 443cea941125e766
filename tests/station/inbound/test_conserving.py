"""Whatever is scanned, recorded, undone and put away: goods are conserved, and every number agrees."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import FactKind
from cloud_api.wire.floor import PickFace
from cloud_api.wire.inbound import Condition, PurchaseReopened
from station.storage import tables
from tests.station.inbound.dock import FISH, FRUIT, GRAPE, MILK, PEACH, PEACH_CASE, Dock

_CODES = (PEACH, PEACH_CASE, MILK, FISH, GRAPE)
_ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("scan"), st.sampled_from(_CODES)),
        st.tuples(st.just("bin"), st.sampled_from((11, 12, 21, 22, 23, 31, 99))),
        st.tuples(st.just("paper"), st.sampled_from((1, 2, 9))),
        st.tuples(st.just("typed"), st.sampled_from(("1", "7", "40", "260731", "260101", "A-01", "x"))),
        st.tuples(
            st.sampled_from(
                ("confirm", "undo", "finish", "cancel", "damaged", "refused", "put_away", "weigh", "orders")
            ),
            st.none(),
        ),
    ),
    max_size=40,
)


def _do(dock: Dock, act: str, value: object) -> None:
    flow = dock.flow
    keys: dict[str, Callable[[], object]] = {
        "confirm": flow.confirm,
        "undo": flow.undo,
        "finish": flow.finish,
        "cancel": flow.cancel,
        "put_away": flow.show_put_away,
        "orders": flow.show_orders,
        "weigh": flow.weigh,
        "damaged": lambda: flow.set_condition(Condition.DAMAGED),
        "refused": lambda: flow.set_condition(Condition.REFUSED),
    }
    if act in keys:
        keys[act]()
    elif act == "scan":
        dock.scan(str(value))
    elif act == "typed":
        flow.typed(str(value))
    else:
        assert isinstance(value, int)
        (dock.bin if act == "bin" else dock.paper)(value)


def _standing(dock: Dock) -> dict[tuple[str, str], int]:
    """Pieces by product and condition that the facts add up to."""
    told = dock.facts()
    undone = {body.receipt_id for kind, body in told if kind is FactKind.GOODS_RECEIPT_UNDONE}
    sums: dict[tuple[str, str], int] = {}
    for kind, body in told:
        if kind is FactKind.GOODS_RECEIVED and body.receipt_id not in undone:
            key = (body.sku, str(body.condition))
            sums[key] = sums.get(key, 0) + body.quantity
    return sums


def _check(dock: Dock) -> None:
    standing = _standing(dock)
    held: dict[str, int] = {}
    for bin_code in ("A-01", "C-01", "D-01", "D-02", "D-03", "X-01"):
        for (sku, _), (quantity, _) in dock.book(bin_code).items():
            assert quantity > 0, (bin_code, sku)
            held[sku] = held.get(sku, 0) + quantity
    good = {sku: pieces for (sku, condition), pieces in standing.items() if condition == "good"}
    assert held == good
    assert dock.book("X-01") == {}
    shown = {str(line.goods.sku): line for order in dock.desk.orders for line in order.lines}
    for (sku, condition), pieces in standing.items():
        assert getattr(shown[sku], condition) == pieces
    with dock.database.look() as connection:
        rows = connection.execute(select(tables.goods_receipt)).all()
    assert sum(row.quantity for row in rows if row.undone_at is None) == sum(standing.values())


@given(_ACTS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_goods_are_conserved_whatever_is_done(acts: list[tuple[str, object]]) -> None:
    with TemporaryDirectory() as folder:
        dock = Dock(Path(folder))
        dock.flow.open()
        dock.tell_orders()
        dock.tell((ChangeKind.PICK_FACE, PickFace(sku="PEACH", bin="A-01")))
        dock.weighs(410)
        for act, value in acts:
            _do(dock, act, value)
        _check(dock)
        dock.restart()
        _check(dock)
        dock.close()


def test_every_fact_of_the_dock_names_what_it_is_about(tmp_path: Path) -> None:
    dock = Dock(tmp_path)
    dock.flow.open()
    dock.tell_orders()
    dock.paper()
    dock.receive(PEACH, 10)
    dock.receive(GRAPE, 3)
    dock.flow.finish()
    dock.flow.finish()
    dock.flow.finish()
    assert dock.facts()[-1] == (FactKind.PURCHASE_REOPENED, PurchaseReopened(document_id=FRUIT))
    dock.close()
