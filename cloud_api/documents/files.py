"""Files of documents: made once, kept, and made on demand where the job has not come to them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Engine, and_, select

from cloud_api.documents.drawing_processes import DrawingProcesses, Drawn, draw_one
from cloud_api.documents.press import Press
from cloud_api.storage.clock import Clock
from cloud_api.storage.tables.documents import document_files, documents
from cloud_api.storage.transaction import reading, writing
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.documents import FileFormat

PROCESSES = 2
_WORTH_A_PROCESS = 12
"""Fewer PDFs are drawn sooner than a process has started."""
_KEPT_AT_ONCE = 8


class NotDrawnError(Exception):
    """Some documents could not be drawn; all others were."""


def read_content(connection: Connection, document_id: UUID) -> bytes | None:
    """What a document says, as it is stored; None for an unknown document or one not yet written."""
    packed: bytes | None = connection.scalar(select(documents.c.content).where(documents.c.id == document_id))
    return None if packed is None else bytes(packed)


def document_file(
    engine: Engine, press: Press, document_id: UUID, wanted: FileFormat, now: datetime
) -> bytes | None:
    """A document as a file, made and kept when first asked for; None where `read_content` is None."""
    with reading(engine) as connection:
        kept = _kept(connection, document_id, wanted)
        packed = None if kept else read_content(connection, document_id)
    if kept is not None or packed is None:
        return kept
    made = press.render(packed, wanted)
    if wanted is FileFormat.JSON:
        return made
    with writing(engine) as connection:
        _keep(connection, [(document_id, made)], wanted, now)
        return _kept(connection, document_id, wanted)


def _kept(connection: Connection, document_id: UUID, wanted: FileFormat) -> bytes | None:
    data: bytes | None = connection.scalar(
        select(document_files.c.data).where(
            document_files.c.document_id == document_id, document_files.c.format == wanted
        )
    )
    return None if data is None else bytes(data)


def _keep(
    connection: Connection, files: Sequence[tuple[UUID, bytes]], made_as: FileFormat, now: datetime
) -> None:
    """Of two who made the same file the first one's is kept."""
    rows = [
        {"document_id": document_id, "format": made_as, "data": data, "made_at": now}
        for document_id, data in files
    ]
    connection.execute(conflict_insert(connection, document_files).on_conflict_do_nothing(), rows)


def undrawn_documents(connection: Connection, cycle_id: UUID) -> list[UUID]:
    """Documents of a cycle that are written and have no PDF, by number."""
    is_pdf = and_(document_files.c.document_id == documents.c.id, document_files.c.format == FileFormat.PDF)
    query = (
        select(documents.c.id)
        .outerjoin(document_files, is_pdf)
        .where(
            documents.c.cycle_id == cycle_id,
            documents.c.content.is_not(None),
            document_files.c.document_id.is_(None),
        )
        .order_by(documents.c.number)
    )
    return list(connection.scalars(query))


def draw_documents(
    engine: Engine,
    cycle_id: UUID,
    clock: Clock,
    press: Press,
    drawn: Callable[[int], None] = lambda _count: None,
) -> None:
    """Draw and keep the PDF of each written document that has none; `drawn` is told counts as they go.

    Raises NotDrawnError after all others are drawn.
    """
    with reading(engine) as connection:
        undrawn = undrawn_documents(connection, cycle_id)
    faults = []
    done: list[tuple[UUID, bytes]] = []
    for each in _draw_all(engine, press, undrawn):
        if each.pdf is None:
            faults.append(f"{each.document_id}: {each.fault}")
            continue
        done.append((each.document_id, each.pdf))
        if len(done) == _KEPT_AT_ONCE:
            _keep_pdfs(engine, done, clock, drawn)
            done = []
    _keep_pdfs(engine, done, clock, drawn)
    if faults:
        raise NotDrawnError("; ".join(faults[:5]))


def _keep_pdfs(
    engine: Engine, done: Sequence[tuple[UUID, bytes]], clock: Clock, drawn: Callable[[int], None]
) -> None:
    if done:
        with writing(engine) as connection:
            _keep(connection, done, FileFormat.PDF, clock())
        drawn(len(done))


def _draw_all(engine: Engine, press: Press, document_ids: Sequence[UUID]) -> Iterator[Drawn]:
    if len(document_ids) < _WORTH_A_PROCESS:
        for document_id in document_ids:
            yield Drawn(document_id, *draw_one(press, _content(engine, document_id)))
        return
    with DrawingProcesses(press.fonts, PROCESSES) as processes:
        waiting = ((each, lambda each=each: _content(engine, each)) for each in document_ids)
        yield from processes.draw(waiting)


def _content(engine: Engine, document_id: UUID) -> bytes:
    with reading(engine) as connection:
        packed = read_content(connection, document_id)
    assert packed is not None
    return packed
