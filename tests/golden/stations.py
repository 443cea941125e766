"""One station of each kind in the middle of its work: what a release leaves on disk and sends up."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from cloud_api.wire import crates, facts, floor, gift_boxes, handing, inbound, work
from cloud_api.wire.base import Message, Zone
from cloud_api.wire.facts import FactKind
from cloud_api.wire.waves import Lease
from station.picking.model.view import PickingView, Step, TileState
from station.pickup.model.view import UndoReason
from station.storage.database import Database
from station.sync import outbox
from tests.station.dispatch import night_kit
from tests.station.dispatch.night_kit import NightDesk
from tests.station.kit import STATION, Bench, gtin, lease_of, product
from tests.station.loading import dock
from tests.station.loading.dock import Dock
from tests.station.pickup.kit import CrateSpec, OrderSpec, Till, code, uid

CRATES = (CrateSpec(1), CrateSpec(2, Zone.CHILLED), CrateSpec(3, Zone.FROZEN))
GIVEN_OUT = OrderSpec(1, {("S1", CRATES[0]): 2, ("S2", CRATES[1]): 1}, phone="15400000001")
WAITING = OrderSpec(2, {("S1", CRATES[0]): 1, ("S3", CRATES[2]): 4}, phone="15400000002")


@dataclass(frozen=True)
class Left:
    """What a station leaves: its database file, and its facts as the wire carries them."""

    station_id: UUID
    database: Path
    facts: list[dict[str, Any]]


def picking_desk(folder: Path) -> tuple[Left, Lease]:
    """In the middle of a wave: two crates, one piece put, the next in the hand."""
    bench = Bench(_made(folder / "picking"))
    lease = lease_of([product(1), product(2)], [{"S1": 2}, {"S1": 1, "S2": 1}], bench.clock)
    bench.lender.leases.append(lease)
    view = bench.take()
    bench.scan(gtin(1))
    bench.scan(view.crates[0].sscc)
    bench.scan(gtin(1))
    return _left(STATION, bench.path, bench.desk.database), lease


def whole_wave(folder: Path) -> Left:
    """A wave from its start to its end, with an undone put, a shortage and a label printed again."""
    bench = Bench(_made(folder / "wave"))
    lease = lease_of([product(1), product(2)], [{"S1": 2}, {"S1": 1, "S2": 1}], bench.clock)
    bench.lender.leases.append(lease)
    view = bench.take()
    bench.flow.reprint(view.crates[0].crate_id, "lost")
    bench.scan(gtin(1))
    bench.scan(view.crates[0].sscc)
    bench.flow.undo()
    view = bench.flow.undo()
    while view.step is not Step.WAVE_DONE:
        view = _next_act(bench, view)
    return _left(STATION, bench.path, bench.desk.database)


def _lived() -> list[tuple[FactKind, Message]]:
    """What became of a crate and of the box it lay in."""
    crate, box = uid("crate"), "00000042"
    return [
        (FactKind.BOX_USED, crates.BoxUsed(box=box, crate_id=crate)),
        (
            FactKind.CRATE_WEIGHED,
            crates.CrateWeighed(
                crate_id=crate,
                weight_g=12_480,
                planned_g=11_980,
                tolerance_g=60,
                verdict=crates.Weighed.DIFFERS,
                override_id=uid("override"),
            ),
        ),
        (FactKind.CRATE_REOPENED, crates.CrateReopened(wave_id=uid("wave"), crate_id=crate, reason="多一件")),
        (
            FactKind.CRATE_REPACKED,
            crates.CrateRepacked(
                crate_id=crate, old_label="095200010000000010", label="095200010000000027", reason="箱破"
            ),
        ),
        (FactKind.CRATE_EMPTIED, crates.CrateEmptied(crate_id=crate)),
        (
            FactKind.BOX_RETURNED,
            crates.BoxReturned(box=box, condition=crates.BoxCondition.DAMAGED, crate_id=crate),
        ),
        (FactKind.CRATE_EMPTYING_UNDONE, crates.CrateEmptyingUndone(crate_id=crate)),
        (FactKind.BOX_RETURN_UNDONE, crates.BoxReturnUndone(box=box)),
    ]


def floor_desk(folder: Path) -> Left:
    """What a warehouse's floor reports besides picking: goods come in, are put away, counted, let pass."""
    bench = Bench(_made(folder / "floor"))
    lot = {"sku": "S1", "lot": "L0617", "expiry": date(2026, 7, 1)}
    receipt, order, count = uid("receipt"), uid("order"), uid("count")
    told: list[tuple[FactKind, Message]] = [
        (
            FactKind.GOODS_RECEIVED,
            inbound.GoodsReceived(**lot, receipt_id=receipt, document_id=order, quantity=24, bin="R-01"),
        ),
        (FactKind.GOODS_RECEIPT_UNDONE, inbound.GoodsReceiptUndone(receipt_id=receipt)),
        (FactKind.PURCHASE_CLOSED, inbound.PurchaseClosed(document_id=order)),
        (FactKind.PURCHASE_REOPENED, inbound.PurchaseReopened(document_id=order)),
        (
            FactKind.STOCK_MOVED,
            floor.StockMoved(
                **lot,
                movement_id=uid("movement"),
                from_bin="R-01",
                to_bin="A-01-1",
                quantity=24,
                why=floor.MoveReason.PUT_AWAY,
                ref=receipt,
            ),
        ),
        (FactKind.PRODUCT_SLOTTED, floor.ProductSlotted(sku="S1", bin="A-01-1", from_bin="A-09-4")),
        (
            FactKind.COUNT_ASKED,
            floor.CountAsked(count_id=count, bin="A-01-1", sku="S1", why=floor.CountReason.SHORT),
        ),
        (
            FactKind.COUNT_TAKEN,
            floor.CountTaken(
                count_id=count, bin="A-01-1", sku="S1", found=(floor.CountedLot(**lot, quantity=23),)
            ),
        ),
        (
            FactKind.COUNT_SETTLED,
            floor.CountSettled(count_id=count, approved=True, supervisor_id=uid("chief"), reason="少一件"),
        ),
        (
            FactKind.OVERRIDE_GIVEN,
            floor.OverrideGiven(
                override_id=uid("override"), supervisor_id=uid("chief"), action="count_settled", reason="loss"
            ),
        ),
        (
            FactKind.GIFT_BOX_MADE,
            gift_boxes.GiftBoxMade(
                box_id=uid("box"),
                cycle_id=uid("cycle"),
                sku="S2",
                parts=(gift_boxes.BoxPart(**lot, bin="A-01-1", quantity=2),),
                bin="A-02-1",
                expiry=lot["expiry"],
            ),
        ),
        (FactKind.GIFT_BOX_UNDONE, gift_boxes.GiftBoxUndone(box_id=uid("box"))),
        (
            FactKind.WORK_DONE,
            work.WorkDone(
                hour=datetime(2026, 6, 18, 14, tzinfo=UTC),
                task=work.Task.PICKING,
                lines=42,
                pieces=97,
                scans=101,
                caught=work.Caught(wrong_product=2, lot=1),
                active_s=3_120,
            ),
        ),
    ]
    told += _substituted() + _lived()
    with bench.desk.act() as act:
        for kind, body in told:
            act.fact(kind, body)
    return _left(STATION, bench.path, bench.desk.database)


def _substituted() -> list[tuple[FactKind, Message]]:
    """Another product stood in, and then did not; a portion was put with its grams."""
    wave, crate = uid("wave"), uid("crate")
    line = facts.SubstitutedLine(crate_id=crate, order_id=uid("buyer"), quantity=2)
    head = {"substitution_id": uid("substitution"), "wave_id": wave}
    portion = {"wave_id": wave, "crate_id": crate, "put_id": uid("portion"), "sku": "S2", "weight_g": 512}
    declared = facts.ProductSubstituted(**head, sku="S1", instead="S2", lines=(line,))
    return [
        (FactKind.PRODUCT_SUBSTITUTED, declared),
        (FactKind.SUBSTITUTION_UNDONE, facts.SubstitutionUndone(**head)),
        (FactKind.ORDER_INTERCEPTED, _intercepted()),
        (FactKind.WAVE_STARTED, _started_in_parcels()),
        (
            FactKind.ITEM_PUT,
            facts.ItemPut.model_validate({**portion, "quantity": 1, "order_id": uid("buyer")}),
        ),
        (FactKind.WAVE_HANDED_OVER, _handed_over()),
    ]


def _started_in_parcels() -> facts.WaveStarted:
    """A pickup point that wants each order in a bag of its own."""
    crate = facts.PlannedCrate(
        crate_id=uid("crate"),
        sscc="095200010000000010",
        number=1,
        zone=Zone.CHILLED,
        lines=(facts.PlannedLine(order_id=uid("buyer"), sku="S2", quantity=1),),
        parcels=(facts.PlannedParcel(order_id=uid("buyer"), place=1),),
    )
    return facts.WaveStarted(wave_id=uid("wave"), lease_id=uid("lease"), crates=(crate,))


def _handed_over() -> handing.WaveHandedOver:
    """Another desk goes on with it."""
    counts = {"crates": 6, "crates_closed": 2, "pieces": 41, "short_pieces": 1}
    return handing.WaveHandedOver.model_validate({"wave_id": uid("wave"), "lease_id": uid("lease"), **counts})


def _intercepted() -> facts.OrderIntercepted:
    """A cancelled order left its wave before all of it was put."""
    line = facts.InterceptedLine(crate_id=uid("crate"), sku="S1", quantity=2, short_back=1)
    return facts.OrderIntercepted(wave_id=uid("wave"), order_id=uid("cancelled order"), lines=(line,))


def dispatch_desk(folder: Path) -> Left:
    """Routes are published; since then one stop was moved by hand."""
    stops = [night_kit.stop(number, crates=2) for number in (1, 2, 3, 4)]
    night = NightDesk(_made(folder / "dispatch"), stops=stops, vans=[night_kit.van(1), night_kit.van(2)])
    night.flow.plan()
    night.flow.publish()
    night.flow.move(night_kit.wave(1), "V2", 0)
    return _left(night_kit.STATION, night.path, night.desk.database)


def loading_dock(folder: Path) -> Left:
    """One van left without a crate, the other one is loaded but for two; one crate came off again."""
    desk = Dock(_made(folder / "loading"))
    desk.publish()
    desk.load(2, leave=1)
    desk.depart()
    desk.supervise("damaged")
    desk.load(1, leave=1)
    desk.flow.undo()
    return _left(dock.STATION, desk.path, desk.desk.database)


def shop_till(folder: Path) -> Left:
    """A delivery is taken in whole; one customer was served twice, the first time taken back."""
    empty = folder / "empty.db"
    Database(empty).close()
    till = Till(_made(folder / "pickup"), empty)
    till.tell_day(CRATES, (GIVEN_OUT, WAITING))
    till.receive(CRATES[0])
    till.flow.undo_receipt()
    till.receive(*CRATES)
    till.flow.complete_receipt()
    till.type(code(GIVEN_OUT.number))
    till.confirm()
    till.flow.undo_handover(UndoReason.WRONG_CUSTOMER)
    till.type(code(GIVEN_OUT.number))
    till.confirm()
    return _left(till.station_id, till.folder / f"desk{till.number}.db", till.desk.database)


def _next_act(bench: Bench, view: PickingView) -> PickingView:
    """Pick as the desk says; of S2 there is none."""
    if view.step is Step.SCAN_PRODUCT:
        assert view.product is not None
        return bench.flow.declare_short() if view.product.sku == "S2" else bench.scan(gtin(1))
    wanted = TileState.LIT if view.step is Step.PUT else TileState.FULL
    return bench.scan(next(tile.sscc for tile in view.crates if tile.state is wanted))


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _left(station_id: UUID, path: Path, database: Database) -> Left:
    with database.look() as connection:
        facts = [fact.model_dump(mode="json") for fact in outbox.waiting(connection, 500)]
    database.close()
    return Left(station_id, path, facts)
