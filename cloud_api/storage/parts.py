"""Long lists of keys in parts a database takes: PostgreSQL 65,535 values a statement, SQLite 32,766."""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import TypeVar

MOST_KEYS = 10_000

T = TypeVar("T")


def parts(keys: Collection[T], most: int = MOST_KEYS) -> Iterator[list[T]]:
    """`keys` in lists of at most `most`; no list for no keys."""
    left = iter(keys)
    while part := list(islice(left, most)):
        yield part
