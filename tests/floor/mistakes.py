"""What goes wrong on a floor, by who can notice it: the scanner, or only the scale."""

from enum import StrEnum


class Mistake(StrEnum):
    """Mistakes the next scan tells, and those nobody scans."""

    WRONG_PRODUCT = "wrong product"
    LOOK_ALIKE = "look-alike"
    WRONG_LOT = "lot that expires too soon"
    ONE_TOO_MANY = "one too many scanned"
    WRONG_CRATE = "crate that gets nothing now"
    FOREIGN_CRATE = "crate label of another day"
    CLOSED_TOO_EARLY = "crate closed with pieces missing"
    MISREAD = "misread code"
    UNKNOWN = "product in no list"

    SKIPPED_SCAN = "a piece put without a scan"
    ONE_TOO_FEW = "a piece scanned and not put"
    SWAPPED = "another product put than was scanned"
    NEXT_CRATE = "put into the crate beside the one scanned"

    SCALE_JUMPS = "a reading of a scale that swings"


SILENT = (Mistake.SKIPPED_SCAN, Mistake.ONE_TOO_FEW, Mistake.SWAPPED, Mistake.NEXT_CRATE)
"""No scan of the picking desk tells these: they show as grams, or in the count of what is too light."""
AT_THE_SCALE = (Mistake.SCALE_JUMPS,)
SCANNED = tuple(each for each in Mistake if each not in (*SILENT, *AT_THE_SCALE))
