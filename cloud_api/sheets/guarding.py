"""Keeps texts from doing anything in a spreadsheet but being read."""

import re

DANGEROUS = re.compile(r"^'*[=+\-@\t\r]")
"""How a text begins that a spreadsheet may run."""
NOT_STORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no workbook can hold."""


def guarded(text: str) -> str:
    """A text as it may stand in a CSV file: no spreadsheet runs it."""
    kept = NOT_STORABLE.sub("?", text)
    return f"'{kept}" if DANGEROUS.match(kept) else kept
