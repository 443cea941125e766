"""Which facts of shops this slice takes."""

from collections.abc import Mapping

from cloud_api.pickup.collecting import apply_order_collected, apply_orders_collected
from cloud_api.pickup.receiving import (
    apply_crate_received,
    apply_crates_received,
    apply_receipt_completed,
    apply_receipt_undone,
)
from cloud_api.pickup.undoing import apply_collection_undone
from cloud_api.storage.reports import Handler, RunHandler
from cloud_api.wire.facts import FactKind


def fact_handlers() -> Mapping[FactKind, Handler]:
    """A handler for each kind of fact about receipts and handovers."""
    return {
        FactKind.CRATE_RECEIVED: apply_crate_received,
        FactKind.RECEIPT_UNDONE: apply_receipt_undone,
        FactKind.RECEIPT_COMPLETED: apply_receipt_completed,
        FactKind.ORDER_COLLECTED: apply_order_collected,
        FactKind.COLLECTION_UNDONE: apply_collection_undone,
    }


def run_handlers() -> Mapping[FactKind, RunHandler]:
    """Handlers for kinds that come in long runs, as of a van unloaded or of a day without a network."""
    return {
        FactKind.CRATE_RECEIVED: apply_crates_received,
        FactKind.ORDER_COLLECTED: apply_orders_collected,
    }
