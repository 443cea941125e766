"""Writes the refused rows of a file as one that can be put right and brought again."""

from collections.abc import Callable, Iterator
from pathlib import PurePath
from uuid import UUID

from sqlalchemy import Connection, Engine

from cloud_api.imports.proposing import GROUP_HEADING, REASON_HEADING, without_ours
from cloud_api.imports.refusals import list_refusals
from cloud_api.imports.store import KeptFile, find_file
from cloud_api.sheets import Sheet, Value, write_csv, write_xlsx
from cloud_api.storage.transaction import reading

_REFUSALS_A_READ = 1_000


def as_it_is(reason: str) -> str:
    """Programs and integrators read English."""
    return reason


def refusals_file(
    engine: Engine, warehouse: str | None, file_id: UUID, form: str, say: Callable[[str], str] = as_it_is
) -> tuple[str, bytes] | None:
    """Every refused row as it came, with the reason in a last column; before a run those a check refuses.

    `form` is csv or xlsx; `say` puts a reason into the words of whoever gets the file. Answers a file name
    and the file; None when there is no such file.
    """
    with reading(engine) as connection:
        kept = find_file(connection, file_id, warehouse)
        if kept is None:
            return None
        rows = list(_refused_rows(connection, kept, say))
    extra = [GROUP_HEADING] if kept.reading.group or GROUP_HEADING in kept.header else []
    header = [*without_ours(kept.header), *extra, REASON_HEADING]
    name = f"{PurePath(kept.shown.name).stem}-refused.{form}"
    if form == "csv":
        return name, write_csv(header, rows)
    widths = [16.0] * (len(header) - 1) + [60.0]
    return name, write_xlsx([Sheet(kept.reading.sheet, header, rows, widths)])


def _refused_rows(connection: Connection, kept: KeptFile, say: Callable[[str], str]) -> Iterator[list[Value]]:
    """The group stands in another sheet of its file: it goes along, or the numbers would not be the same."""
    ours = {place for place, heading in enumerate(kept.header) if not without_ours([heading])}
    groups = [place for place, heading in enumerate(kept.header) if heading == GROUP_HEADING]
    after = 0
    while part := list_refusals(connection, kept.shown.id, _REFUSALS_A_READ, after):
        for refusal in part:
            cells: list[Value] = [cell for place, cell in enumerate(refusal.cells) if place not in ours]
            if kept.reading.group:
                cells.append(kept.reading.group)
            elif groups:
                cells.append(refusal.cells[groups[0]])
            yield [*cells, say(refusal.reason)]
        after = part[-1].row
