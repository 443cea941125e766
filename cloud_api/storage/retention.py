"""How long what grows is kept, and what a slice offers to the nightly clearing of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, Table, delete, select, tuple_
from sqlalchemy.exc import SQLAlchemyError

from cloud_api.storage.transaction import writing


@dataclass(frozen=True)
class Keep:
    """How long rows are kept; None: for ever."""

    changes: timedelta = timedelta(days=14)
    """A station that was away for longer takes a snapshot."""
    fact_bodies: timedelta | None = None
    """What facts said in detail; their hashes and who, when and what kind stay."""
    document_files: timedelta = timedelta(days=30)
    """PDFs and sheets of documents; what documents say stays, and files are made again when asked for."""
    attempts: timedelta = timedelta(days=365)
    """Each try to deliver a document; how far the delivery came stays."""
    import_files: timedelta = timedelta(days=90)
    """The bytes of files people brought; what became of their rows stays."""
    photos: timedelta = timedelta(days=180)
    """The bytes of photos of goods; what was said of the goods stays."""
    crate_steps: timedelta = timedelta(days=365)
    """Who did what to a crate and when; how far it came, its weighings and its labels stay."""


Prune = Callable[[Engine, datetime, Keep], Mapping[str, int]]
"""Lets go what its slice need not keep, in short transactions; answers how many rows of what went."""


def prune_all(engine: Engine, now: datetime, keep: Keep, prunings: Iterable[Prune]) -> dict[str, int]:
    """Let every slice clear its tables; how many rows of what went. Safe at any moment, and again.

    One that fails does not keep the others from theirs; its error is raised when all are through.
    """
    gone: dict[str, int] = {}
    failed: SQLAlchemyError | None = None
    for prune in prunings:
        try:
            gone |= prune(engine, now, keep)
        except SQLAlchemyError as error:
            failed = failed or error
    if failed is not None:
        raise failed
    return gone


def delete_in_parts(engine: Engine, table: Table, which: ColumnElement[bool], rows_at_once: int = 500) -> int:
    """Delete the rows of a table for which `which` holds, so few at once that no writer waits long."""
    columns = list(table.primary_key.columns)
    some = select(*columns).where(which).limit(rows_at_once)
    gone = 0
    while True:
        with writing(engine) as connection:
            went = connection.execute(delete(table).where(tuple_(*columns).in_(some))).rowcount
        gone += went
        if went < rows_at_once:
            return gone
