"""Takes the word of a desk that no more is to come of a purchase order, or that more is to come after all."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from cloud_api.receiving.purchases import find_papers, purchase_news
from cloud_api.storage.changes import write_changes
from cloud_api.storage.hooks import Enqueue, Job
from cloud_api.storage.reports import Report
from cloud_api.storage.tables.receiving import purchases
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.inbound import PurchaseClosed, PurchaseReopened


@dataclass(frozen=True)
class Closing:
    """The handlers of closing and reopening; what follows is the work of a job (see sharing)."""

    enqueue: Enqueue

    def close(self, report: Report[PurchaseClosed]) -> str | None:
        """No more is to come: what lacks is shared out at once, behind this transaction."""
        return self._change(report, report.body.document_id, report.happened_at)

    def reopen(self, report: Report[PurchaseReopened]) -> str | None:
        """More is to come: what was shared out is taken back where nobody picks yet."""
        return self._change(report, report.body.document_id, None)

    def _change(
        self,
        report: Report[PurchaseClosed] | Report[PurchaseReopened],
        document_id: UUID,
        closed_at: datetime | None,
    ) -> str | None:
        connection = report.connection
        papers = find_papers(connection, document_id)
        if papers is None or papers.first.warehouse != report.warehouse:
            return f"There is no purchase order {document_id} in warehouse {report.warehouse}."
        first_id: UUID = papers.first.id
        state = connection.execute(select(purchases).where(purchases.c.document_id == first_id)).first()
        was_closed = state is not None and state.closed_at is not None
        told_later = state is not None and state.changed_at > report.happened_at
        if not told_later and was_closed != (closed_at is not None):
            self._write(report, first_id, closed_at)
        # The desk whose word came too late is told too: it shows its own until then.
        write_changes(connection, purchase_news(connection, [papers]), report.now)
        return None

    def _write(
        self,
        report: Report[PurchaseClosed] | Report[PurchaseReopened],
        document_id: UUID,
        closed_at: datetime | None,
    ) -> None:
        told = {
            "closed_at": closed_at,
            "changed_at": report.happened_at,
            "station_id": report.station_id,
            "station_name": report.station_name[:200],
            "settled_at": None,
        }
        insertion = conflict_insert(report.connection, purchases).values(document_id=document_id, **told)
        report.connection.execute(
            insertion.on_conflict_do_update(index_elements=[purchases.c.document_id], set_=told)
        )
        self.enqueue(report.connection, Job.SHARE_OUT, str(document_id))
