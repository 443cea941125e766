"""Which facts about goods that come in this slice takes."""

from collections.abc import Mapping

from cloud_api.receiving.closing import Closing
from cloud_api.receiving.receipts import Listeners, Receiving
from cloud_api.storage.hooks import Enqueue
from cloud_api.storage.reports import Handler, RunHandler
from cloud_api.wire.facts import FactKind


def fact_handlers(listeners: Listeners, enqueue: Enqueue) -> Mapping[FactKind, Handler]:
    """A handler for each kind of fact about purchase orders."""
    receiving, closing = Receiving(listeners), Closing(enqueue)
    return {
        FactKind.GOODS_RECEIVED: receiving.apply,
        FactKind.GOODS_RECEIPT_UNDONE: receiving.undo,
        FactKind.PURCHASE_CLOSED: closing.close,
        FactKind.PURCHASE_REOPENED: closing.reopen,
    }


def run_handlers(listeners: Listeners) -> Mapping[FactKind, RunHandler]:
    """Handlers for kinds that come in long runs."""
    return {FactKind.GOODS_RECEIVED: Receiving(listeners).apply_run}
