"""Crates that hold goods of an order cancelled behind the end of their wave: told, opened, put right."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from cloud_api.wire.exchange import Change, ChangeKind, ChangePage
from cloud_api.wire.waves import OrderNews, Wave, WaveChanged
from station.crates.model.verdicts import Verdict
from station.crates.model.view import Press, WaitingRow
from station.crates.store.cancelled import cancelled_in
from station.picking.model.view import Step as PickingStep
from station.storage import tables
from station.sync import inbox
from tests.station.crates.room import CratesRoom
from tests.station.crates.test_room import verdict
from tests.station.kit import gtin


@pytest.fixture
def room(tmp_path: Path) -> Iterator[CratesRoom]:
    made = CratesRoom(tmp_path)
    made.pick_wave()
    yield made
    made.close()


def test_a_crate_that_holds_a_cancelled_order_is_told_opened_and_put_right(room: CratesRoom) -> None:
    """The word reaches the desk behind the end of its wave: only the crates room can tell it."""
    cancel_behind_the_end(room, place=1)
    crate, label = next(
        (each, sscc) for each, sscc in (room.crate(1), room.crate(2)) if holds_cancelled(room, each)
    )
    view = room.flow.view()
    rows = [row for row in view.rows if isinstance(row, WaitingRow) and row.cancelled]
    assert [row.key for row in rows] == [str(crate)]
    assert view.rows[0] == rows[0], "goods come out before the scale is asked"
    view = room.scan(label)
    assert verdict(view) is Verdict.HOLDS_CANCELLED
    assert "open it again, then take them out" in room.words(view)
    assert view.next is Press.REOPEN
    room.press(Press.ENTER)
    room.supervise("other")
    coming_out = room.bench.flow.view()
    assert coming_out.step is PickingStep.TAKE_OUT
    room.bench.scan(gtin(1))
    room.bench.scan(label)
    assert [kind for kind, _ in room.facts()][-1] == "OrderIntercepted"
    assert not holds_cancelled(room, crate)
    room.press(Press.BACK)
    assert not [row for row in room.flow.view().rows if isinstance(row, WaitingRow) and row.cancelled]


def cancel_behind_the_end(room: CratesRoom, place: int) -> None:
    """The cloud tells that an order of the finished wave was cancelled before it heard of its end."""
    work = room.bench.desk.working()
    with room.desk.database.look() as connection:
        body = connection.execute(
            select(tables.wave.c.body).where(tables.wave.c.id == work.wave_id)
        ).scalar_one()
    order = Wave.model_validate_json(body).orders[place]
    told = WaveChanged(
        wave_id=work.wave_id, order_id=order.order_id, order_no=order.order_no, kind=OrderNews.CANCELLED
    )
    change = Change(cursor=1, kind=ChangeKind.WAVE_CHANGED, body=told.model_dump(mode="json"))
    page = ChangePage(changes=[change], next_cursor=1, more=False, now=room.bench.clock.now())
    with room.desk.database.act() as connection:
        inbox.apply_page(connection, page, room.bench.clock.now())
    shown = len(room.shown)
    room.flow.changes_applied({ChangeKind.WAVE_CHANGED.value})
    assert len(room.shown) == shown + 1


def holds_cancelled(room: CratesRoom, crate_id: UUID) -> bool:
    with room.desk.database.look() as connection:
        return bool(cancelled_in(connection, crate_id))
