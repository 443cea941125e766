"""The dock in each of its steps."""

from collections.abc import Iterator
from datetime import timedelta

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.inbound import Condition
from station.inbound.model.view import ReceivingView
from tests.station.inbound.dock import CHIEF, FISH, GRAPE, MILK, PEACH, PIN, TODAY, Dock, stock_line


def every_step(dock: Dock) -> Iterator[ReceivingView]:
    """From the list of suppliers to goods that are put away."""
    yield dock.flow.view()
    yield dock.paper()
    yield dock.receive(PEACH, 12)
    yield dock.flow.confirm()
    dock.scan(GRAPE)
    yield dock.flow.set_condition(Condition.DAMAGED)
    dock.flow.confirm()
    yield dock.flow.confirm()
    yield dock.flow.finish()
    yield dock.flow.finish()
    yield from _fish_and_milk(dock)
    dock.tell((ChangeKind.STOCK, stock_line("D-02", "MILK", 6)))
    dock.flow.show_put_away()
    yield dock.scan(MILK)


def _fish_and_milk(dock: Dock) -> Iterator[ReceivingView]:
    """Weighed goods, then goods for which a supervisor is asked."""
    dock.flow.show_orders()
    dock.paper(2)
    dock.scan(FISH)
    dock.weighs(820)
    yield dock.flow.weigh()
    dock.flow.confirm()
    dock.flow.sync_changed(offline=True)
    dock.scan(f"]C101{MILK.zfill(14)}17{TODAY + timedelta(days=1):%y%m%d}")
    yield dock.flow.confirm()
    yield dock.scan(CHIEF)
    dock.flow.pin(PIN)
    yield dock.wait()
    dock.flow.cancel()
    dock.flow.cancel()
    yield dock.flow.view()
