"""No more is to come of a purchase order, or more is to come after all."""

from datetime import datetime

from pydantic import BaseModel

from cloud_api.wire.facts import FactKind
from cloud_api.wire.inbound import PurchaseClosed, PurchaseReopened
from station.inbound.commands.desk import Desk
from station.inbound.model.orders import PurchaseOrder
from station.inbound.model.rules import Ruling
from station.inbound.model.verdicts import Verdict
from station.inbound.store.orders import close_order


def close(desk: Desk) -> Ruling:
    """The chosen order is done; the cloud shares out what lacks as soon as it hears of it."""
    order = _chosen(desk)
    body = PurchaseClosed(document_id=order.id)
    _write(desk, order, FactKind.PURCHASE_CLOSED, body, desk.clock.now())
    verdict = Verdict.CLOSED_SHORT if order.lacking else Verdict.CLOSED
    return Ruling(verdict, {"supplier": order.supplier})


def reopen(desk: Desk) -> Ruling:
    """More comes; what was shared out is taken back where nobody picks yet."""
    order = _chosen(desk)
    body = PurchaseReopened(document_id=order.id)
    _write(desk, order, FactKind.PURCHASE_REOPENED, body, None)
    return Ruling(Verdict.REOPENED, {"supplier": order.supplier})


def _chosen(desk: Desk) -> PurchaseOrder:
    assert desk.chosen is not None, "an order is chosen before it is closed"
    return desk.chosen


def _write(
    desk: Desk, order: PurchaseOrder, kind: FactKind, body: BaseModel, closed_at: datetime | None
) -> None:
    with desk.act() as act:
        close_order(act.connection, order.id, closed_at, act.fact(kind, body))
