"""Guesses what a file holds and which column is which, from its headings and the look of its values."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from cloud_api.imports.fields import FIELDS, Field, lacking_fields
from cloud_api.imports.looks import Look, share
from cloud_api.sheets import Table
from cloud_api.wire.imports import ImportKind

_OURS = 130.0
_EXACT = 100.0
_WITHIN = 40.0
_LEAST_CHARACTERS_WITHIN = 2
_BY_LOOK = 20.0
_LEAST = 15.0
_LOOKS_RIGHT = 10.0
_LOOKS_WRONG = -30.0
_CLEAR_LOOKS = frozenset({Look.PHONE, Look.MOMENT})
"""Looks that name a field even under a heading nobody knows."""
_OFTEN = 0.8
_SELDOM = 0.3
_SURE = 2.0
_LACKING_IN_ORDERS = 1.0
_LACKING_IN_MASTER_DATA = 0.5
"""Of rows that are kept a sheet may tell some columns only: a list of new prices."""
_NO_ROWS = 20.0
_NOT_GUESSED_IN_ORDERS = frozenset({"paid_at"})
"""Needed of an order, but where a file does not tell it there is a default."""


def plain(heading: str) -> str:
    """A heading without what people vary: width, case, blanks, signs, a note in brackets."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    folded = re.sub(r"[(\[【].*?[)\]】]", "", folded)
    return re.sub(r"[\s_\-:*./·#]", "", folded)


def guess(tables: Sequence[Table]) -> tuple[Table, ImportKind, dict[str, str]]:
    """The sheet that is taken, what its rows are, and the heading for each field that was found."""
    guesses = [
        (_worth(kind, columns, table), -place, table, kind, columns)
        for place, table in enumerate(tables)
        for kind in ImportKind
        for columns in (guess_columns(table, kind),)
    ]
    _worth_of_best, _place, table, kind, columns = max(guesses, key=lambda each: each[:2])
    if not any(_is_sure(field, columns.get(field.name)) for field in FIELDS[kind]):
        # Nothing is known of the sheet: most files are orders, and a person names the columns.
        return table, ImportKind.ORDERS, guess_columns(table, ImportKind.ORDERS)
    return table, kind, columns


def guess_columns(table: Table, kind: ImportKind) -> dict[str, str]:
    """The heading for each field of a kind: the surest pair first, each column once."""
    values = {
        heading: [row.cells[place] for row in table.rows[:200]] for place, heading in enumerate(table.header)
    }
    pairs = [
        (_score(field, heading, values[heading]), -rank, -place, field.name, heading)
        for rank, field in enumerate(FIELDS[kind])
        for place, heading in enumerate(table.header)
    ]
    columns: dict[str, str] = {}
    taken: set[str] = set()
    for score, _rank, _place, name, heading in sorted(pairs, reverse=True):
        if score >= _LEAST and name not in columns and heading not in taken:
            columns[name] = heading
            taken.add(heading)
    return columns


def _score(field: Field, heading: str, values: Sequence[str]) -> float:
    by_name = _score_of_name(field, plain(heading))
    looking = None if field.look is None else share(field.look, values)
    if looking is None:
        return by_name
    if not by_name:
        clear = field.look in _CLEAR_LOOKS and looking >= _OFTEN
        return _BY_LOOK * looking if clear else 0.0
    return by_name + (_LOOKS_RIGHT if looking >= _OFTEN else _LOOKS_WRONG if looking < _SELDOM else 0.0)


def _score_of_name(field: Field, heading: str) -> float:
    ours = {plain(field.heading), plain(field.name)}
    if heading in ours:
        return _OURS
    names = [plain(name) for name in (field.label, *field.others)]
    if heading in names:
        return _EXACT - names.index(heading)
    within = [
        place
        for place, name in enumerate(names)
        if len(name) >= _LEAST_CHARACTERS_WITHIN and (name in heading and heading.endswith(name))
    ]
    return _WITHIN - min(within) if within else 0.0


def _worth(kind: ImportKind, columns: Mapping[str, str], table: Table) -> float:
    """How well a kind fits a sheet: by the headings it knows for sure, then by what it needs and lacks."""
    known = [field for field in FIELDS[kind] if _is_sure(field, columns.get(field.name))]
    lacking = [name for name in lacking_fields(kind, set(columns)) if name not in _NOT_GUESSED_IN_ORDERS]
    weight = _LACKING_IN_ORDERS if kind is ImportKind.ORDERS else _LACKING_IN_MASTER_DATA
    return _SURE * len(known) - weight * len(lacking) - (0.0 if table.rows else _NO_ROWS)


def _is_sure(field: Field, heading: str | None) -> bool:
    return heading is not None and _score_of_name(field, plain(heading)) > _WITHIN
