"""What a supervisor lets pass at the put-wall by badge, PIN and reason, and how it is kept."""

import json
from typing import Any

from sqlalchemy import insert, select

from cloud_api.wire.floor import OverrideGiven
from station.people.override import OverrideStep
from station.picking.commands.supervised import CRATE_REASONS, LOT_REASONS
from station.picking.model.verdicts import Verdict
from station.picking.model.view import PickingView, Step, TileState
from station.storage import tables
from tests.station.kit import SUPERVISOR, SUPERVISOR_PIN, Bench, gtin
from tests.station.picking.test_lots import DAY, LATER, lie
from tests.station.picking.test_lots import bench as bench


def verdict(view: PickingView) -> Verdict:
    assert view.answer is not None
    return view.answer.verdict


def facts(bench: Bench) -> list[tuple[str, dict[str, Any]]]:
    with bench.desk.database.look() as connection:
        rows = connection.execute(select(tables.fact.c.kind, tables.fact.c.body).order_by(tables.fact.c.seq))
        return [(row.kind, json.loads(row.body)) for row in rows]


def pack(expiry: str, lot: str) -> str:
    """A GS1 code of the first product with its expiry (YYMMDD) and lot."""
    return f"]d201{gtin(1).zfill(14)}17{expiry}10{lot}"


def supervise(bench: Bench, reason: int = 0, *, of_crate: bool = False) -> PickingView:
    """The supervisor comes, shows the badge, types the PIN and says why."""
    with bench.desk.database.act() as connection:
        row = {"id": SUPERVISOR.id, "name": SUPERVISOR.name, "badge": SUPERVISOR.badge}
        connection.execute(
            insert(tables.operator).prefix_with("OR REPLACE").values(**row, active=True, supervisor=True)
        )
    view = bench.flow.ask_supervisor()
    assert view.override is not None
    assert bench.flow.wants_badge
    assert view.override.step is OverrideStep.BADGE
    bench.scan(SUPERVISOR.badge)
    view = bench.flow.supervise(lambda talk: talk.pin(SUPERVISOR_PIN))
    assert view.override is not None
    assert view.override.step is OverrideStep.REASON
    chosen = (CRATE_REASONS if of_crate else LOT_REASONS)[reason]
    return bench.flow.supervise(lambda talk: talk.choose(chosen))


def test_a_lot_near_its_expiry_passes_for_this_wave(bench: Bench) -> None:
    lie(bench, "C-01-01", "S1", "L9", LATER, 50)
    bench.take()
    soon = pack(f"{DAY:%y%m%d}", "L1")
    view = bench.scan(soon)
    assert (verdict(view), view.can_ask_supervisor) == (Verdict.LOT_EXPIRES, True)
    view = supervise(bench)
    assert (verdict(view), view.override, view.can_ask_supervisor) == (Verdict.LOT_ALLOWED, None, False)
    kind, body = facts(bench)[-1]
    word = OverrideGiven.model_validate(body)
    assert (kind, word.action, word.reason) == ("OverrideGiven", "expiring_lot_picked", "sold_today")
    assert (word.supervisor_id, word.ref) == (SUPERVISOR.id, bench.desk.working().wave_id)
    for _ in range(2):
        assert verdict(bench.scan(soon)) is Verdict.PRODUCT_OK
    bench.flow.undo()
    other = bench.scan(pack(f"{DAY:%y%m%d}", "L2"))
    assert verdict(other) is Verdict.LOT_EXPIRES, "the word is for one lot"


def test_a_scan_calls_the_supervisor_off(bench: Bench) -> None:
    lie(bench, "C-01-01", "S1", "L9", LATER, 50)
    bench.take()
    bench.scan(pack(f"{DAY:%y%m%d}", "L1"))
    assert bench.flow.ask_supervisor().override is not None
    view = bench.scan(pack(f"{LATER:%y%m%d}", "L9"))
    assert (view.override, verdict(view), view.can_ask_supervisor) == (None, Verdict.PRODUCT_OK, False)
    assert bench.flow.ask_supervisor().override is None, "nothing was refused"


def test_a_crate_is_closed_short_with_the_word_beside_what_is_missing(bench: Bench) -> None:
    view = bench.take()
    first, second = view.crates
    bench.scan(gtin(1))
    bench.scan(first.sscc)
    view = bench.flow.close_crate(first.crate_id)
    assert (verdict(view), view.can_ask_supervisor) == (Verdict.CRATE_NOT_FULL, True)
    view = supervise(bench, of_crate=True)
    assert verdict(view) is Verdict.CRATE_CLOSED
    told = [(kind, body) for kind, body in facts(bench) if kind != "CountAsked"]
    assert [kind for kind, _ in told[-4:]] == ["OverrideGiven", "ProductShort", "ProductShort", "CrateClosed"]
    assert told[-4][1]["action"] == "crate_closed_short"
    assert [body["missing"][0]["quantity"] for _, body in told[-3:-1]] == [2, 3]
    assert told[-1][1]["pieces"] == 1
    assert [tile.state for tile in view.crates] == [TileState.CLOSED, TileState.WAITING]
    assert view.step is Step.SCAN_PRODUCT
    assert view.product is not None
    assert view.product.wanted == 3, "the other crate keeps what it wants"
    bench.scan(gtin(1))
    busy = bench.flow.close_crate(second.crate_id)
    assert not busy.can_ask_supervisor, "first what is in the hand"
