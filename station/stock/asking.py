"""Asks for a count where a desk met something the book cannot be right about; once for each open question."""

from uuid import UUID

from cloud_api.wire.floor import CountAsked, CountReason, CountState
from station.kernel.ids import new_uuid
from station.stock.tasks import ask_count as keep_asked
from station.stock.tasks import counts
from station.sync.outbox import Act

TO_COUNT = (CountState.ASKED, CountState.REJECTED)


def ask_count(act: Act, bin: str, sku: str | None, why: CountReason) -> UUID | None:
    """Ask for a count of a product in a bin (None: all that lies there), within the act that met it.

    None where somebody is asked to count just that already.
    """
    for task in counts(act.connection, TO_COUNT):
        if task.bin == bin and task.sku in (None, sku):
            return None
    count_id = new_uuid()
    keep_asked(act.connection, act.author, CountAsked(count_id=count_id, bin=bin, sku=sku, why=why))
    return count_id
