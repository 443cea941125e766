"""Travel times from a file: .npz, .json or .csv; what it does not know is told by name, never guessed."""

import csv
import json
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from station.dispatch.model.problem import UNREACHABLE, Matrix
from station.dispatch.planner.travel import Matrices
from station.kernel.messages import Message
from station.kernel.trouble import Trouble

LARGEST = 10**9
"""Metres or seconds beyond this are no way a van drives."""
_METRES = ("metres", "dist", "distances")
_SECONDS = ("seconds", "dur", "durations")


def read_matrices(path: Path, keys: Sequence[str]) -> Matrices:
    """Metres and seconds between the places `keys` (the depot first), in that order.

    .npz: square arrays `metres` and `seconds` (or `dist` and `dur`), with `keys` or in the order asked for.
    .json: the same names, lists of rows, null where there is no way. .csv: a line a pair: from, to, metres,
    seconds; a pair that is missing has no way. Raises Trouble, naming what is wrong and where.
    """
    readers = {".npz": _from_npz, ".json": _from_json, ".csv": _from_csv}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise _trouble(path, Message("only .npz, .json and .csv hold travel times"))
    try:
        return reader(path, keys)
    except OSError as error:
        raise _trouble(path, Message("{why}", why=error.strerror or str(error))) from error
    except (ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise _trouble(path, Message("{why}", why=str(error))) from error


def holes(matrices: Matrices, names: Sequence[str]) -> tuple[str, ...]:
    """The places from or to which some way is missing, those with the most missing ways first."""
    missing = (matrices[0] == UNREACHABLE) | (matrices[1] == UNREACHABLE)
    counts = missing.sum(axis=0) + missing.sum(axis=1)
    worst = np.argsort(-counts, kind="stable")
    return tuple(names[int(at)] for at in worst if counts[at])


def checked(rows: Any, size: int, what: str) -> Matrix:
    """Rows of numbers as a matrix; null, NaN, infinite or negative is no way. Raises ValueError."""
    try:
        raw = np.array(rows, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{what} holds something that is no number") from error
    if raw.shape != (size, size):
        shape = " x ".join(str(side) for side in raw.shape)
        raise ValueError(f"{what} is {shape}, but {size} places need {size} x {size}")
    matrix = whole(raw, what)
    np.fill_diagonal(matrix, 0)
    return matrix


def whole(raw: NDArray[np.float64], what: str) -> Matrix:
    """Numbers rounded; NaN, infinite or negative is no way. Raises ValueError for one no van drives."""
    known = np.isfinite(raw) & (raw >= 0)
    if (raw[known] > LARGEST).any():
        raise ValueError(f"{what} holds a number above {LARGEST}")
    return np.where(known, np.rint(np.where(known, raw, 0)), UNREACHABLE).astype(np.int64)


def from_tables(tables: Mapping[str, Any], keys: Sequence[str]) -> Matrices:
    """Metres and seconds of a mapping with two square tables, put into the order of `keys`."""
    known = [str(key) for key in tables["keys"]] if "keys" in tables else list(keys)
    size = len(known)
    metres = checked(_table(tables, _METRES), size, "metres")
    seconds = checked(_table(tables, _SECONDS), size, "seconds")
    order = _order(known, keys)
    return _ordered(metres, order), _ordered(seconds, order)


def _table(tables: Mapping[str, Any], names: Iterable[str]) -> Any:
    for name in names:
        if name in tables:
            return tables[name]
    raise ValueError(f"{next(iter(names))} is missing")


def _order(known: Sequence[str], keys: Sequence[str]) -> list[int | None]:
    at = {key: index for index, key in enumerate(known)}
    return [at.get(key) for key in keys]


def _ordered(matrix: Matrix, order: Sequence[int | None]) -> Matrix:
    """Rows and columns in that order; a place the file does not know has no ways."""
    ordered = np.full((len(order), len(order)), UNREACHABLE, dtype=np.int64)
    np.fill_diagonal(ordered, 0)
    found = [place for place, at in enumerate(order) if at is not None]
    ordered[np.ix_(found, found)] = matrix[np.ix_(*[[at for at in order if at is not None]] * 2)]
    return ordered


def _from_npz(path: Path, keys: Sequence[str]) -> Matrices:
    with np.load(path, allow_pickle=False) as tables:
        return from_tables(dict(tables), keys)


def _from_json(path: Path, keys: Sequence[str]) -> Matrices:
    tables = json.loads(path.read_text(encoding="utf-8-sig"))
    if not isinstance(tables, dict):
        raise ValueError("it is no object with metres and seconds")
    return from_tables(tables, keys)


def _from_csv(path: Path, keys: Sequence[str]) -> Matrices:
    at = {key: index for index, key in enumerate(keys)}
    metres = np.full((len(keys), len(keys)), UNREACHABLE, dtype=np.int64)
    np.fill_diagonal(metres, 0)
    seconds = metres.copy()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if not {"from", "to", "metres", "seconds"} <= set(rows.fieldnames or ()):
            raise ValueError("its first line must name from, to, metres and seconds")
        for row in rows:
            here, there = at.get(row["from"]), at.get(row["to"])
            if here is None or there is None or here == there:
                continue
            metres[here, there] = _number(row["metres"], rows.line_num)
            seconds[here, there] = _number(row["seconds"], rows.line_num)
    return metres, seconds


def _number(text: str | None, line: int) -> int:
    """An empty cell is no way."""
    if not text:
        return UNREACHABLE
    try:
        number = round(float(text))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"line {line}: {text!r} is no number") from error
    if number > LARGEST:
        raise ValueError(f"line {line}: {text!r} is above {LARGEST}")
    return number if number >= 0 else UNREACHABLE


def _trouble(path: Path, why: Message) -> Trouble:
    return Trouble(
        Message("The travel times in {file} cannot be used: {why}", file=path.name, why=why),
        Message("Put the file right, or plan without it: then the ways are estimated"),
        retry_helps=False,
    )
