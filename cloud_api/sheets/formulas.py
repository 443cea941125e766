"""Works out the formulas group leaders really leave in their lists: another cell, or one more than it."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

_REFERENCE = re.compile(
    r"^=\s*\$?([A-Z]{1,3})\$?([0-9]{1,7})\s*(?:([+-])\s*([0-9]{1,9}))?\s*$", re.IGNORECASE
)

Place = tuple[int, int]
"""Row and column, both from 1."""


class Formulas:
    """The formulas of one sheet beside the values of its other cells."""

    def __init__(self, formulas: Mapping[Place, str], values: Mapping[Place, str]) -> None:
        self._formulas = formulas
        self._results: dict[Place, str | None] = dict(values)

    def result(self, place: Place) -> str | None:
        """What the cell shows; None when the formula is another kind, leads in a circle or adds to words."""
        asked = place
        waiting: dict[Place, None] = {}
        while place in self._formulas and place not in self._results and place not in waiting:
            waiting[place] = None
            parsed = _parsed(self._formulas[place])
            if parsed is None:
                break
            place = parsed[0]
        for each in reversed(waiting):
            self._results[each] = self._step(each)
        return self._results.get(asked, "")

    def _step(self, place: Place) -> str | None:
        parsed = _parsed(self._formulas[place])
        if parsed is None:
            return None
        of, addend = parsed
        if of in self._formulas and of not in self._results:
            return None
        value = self._results.get(of, "")
        return value if addend is None or value is None else _sum(value, addend)


def _parsed(formula: str) -> tuple[Place, int | None] | None:
    """The cell a formula takes, and what it adds; None for other formulas."""
    match = _REFERENCE.match(formula)
    if match is None:
        return None
    letters, row, sign, digits = match.groups()
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return (int(row), column), None if sign is None else int(sign + digits)


def _sum(value: str, addend: int) -> str | None:
    """A blank cell counts as 0, as in Excel."""
    try:
        total = Decimal(value.strip() or "0") + addend
    except InvalidOperation:
        return None
    if not total.is_finite():
        return None
    return str(int(total)) if total == total.to_integral_value() and abs(total) < 10**15 else str(total)
