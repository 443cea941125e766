"""Which facts about stock this slice takes."""

from collections.abc import Mapping

from cloud_api.stock.counting import apply_asked, apply_settled, apply_taken
from cloud_api.stock.gift_boxes import apply_box_made, apply_box_undone
from cloud_api.stock.moving import apply_move, apply_moves, apply_slotted
from cloud_api.storage.reports import Handler, RunHandler
from cloud_api.wire.facts import FactKind


def fact_handlers() -> Mapping[FactKind, Handler]:
    """A handler for each kind of fact about what lies in bins."""
    return {
        FactKind.STOCK_MOVED: apply_move,
        FactKind.PRODUCT_SLOTTED: apply_slotted,
        FactKind.COUNT_ASKED: apply_asked,
        FactKind.COUNT_TAKEN: apply_taken,
        FactKind.COUNT_SETTLED: apply_settled,
        FactKind.GIFT_BOX_MADE: apply_box_made,
        FactKind.GIFT_BOX_UNDONE: apply_box_undone,
    }


def run_handlers() -> Mapping[FactKind, RunHandler]:
    """Handlers for kinds that come in long runs."""
    return {FactKind.STOCK_MOVED: apply_moves}
