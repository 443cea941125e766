"""How long what grows is kept, and what a slice offers to the nightly clearing of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine


@dataclass(frozen=True)
class Keep:
    """How long rows are kept; None: for ever."""

    changes: timedelta = timedelta(days=14)
    """A station that was away for longer takes a snapshot."""
    fact_bodies: timedelta | None = None
    """What facts said in detail; their hashes and who, when and what kind stay."""
    document_files: timedelta = timedelta(days=30)
    """PDFs and sheets of documents; what documents say stays, and files are made again when asked for."""


Prune = Callable[[Engine, datetime, Keep], Mapping[str, int]]
"""Lets go what its slice need not keep, in short transactions; answers how many rows of what went."""


def prune_all(engine: Engine, now: datetime, keep: Keep, prunings: Iterable[Prune]) -> dict[str, int]:
    """Let every slice clear its tables; how many rows of what went. Safe at any moment, and again."""
    gone: dict[str, int] = {}
    for prune in prunings:
        gone |= prune(engine, now, keep)
    return gone
