"""What a scanned or typed code means at the stock desk: a bin, a product, or why it is neither."""

from sqlalchemy import Connection

from cloud_api.wire.catalogue import Bin
from hardware.check_digits import numbered
from hardware.codes import Refusal, RefusedCode, ScannedCode
from station.counting.model.goods import Seen
from station.counting.model.ruling import Ruling, ruling
from station.counting.model.verdicts import Verdict
from station.counting.store.goods import bin_coded, bin_numbered, seen_as, seen_by

SHOWN = 40
"""Characters of an unknown code that are shown."""


def scanned(connection: Connection, code: ScannedCode | RefusedCode) -> Bin | Seen | Ruling:
    """What was scanned."""
    if isinstance(code, RefusedCode):
        if code.why is Refusal.BAD_CHECK_DIGIT:
            return ruling(Verdict.BAD_CHECK_DIGIT)
        return ruling(Verdict.UNKNOWN_CODE, code=code.text[:SHOWN])
    if code.bin is not None:
        return bin_numbered(connection, numbered(code.bin)) or ruling(Verdict.UNKNOWN_BIN)
    if code.gtin is not None or code.plu is not None:
        seen = seen_by(connection, code)
        return seen or ruling(Verdict.UNKNOWN_PRODUCT, code=code.text[:SHOWN])
    if code.badge is not None:
        return ruling(Verdict.BADGE_SCANNED)
    if code.sscc or code.box or code.parcel:
        return ruling(Verdict.CRATE_SCANNED)
    return ruling(Verdict.UNKNOWN_CODE, code=code.text[:SHOWN])


def typed(connection: Connection, text: str) -> Bin | Seen | Ruling:
    """What was typed, where a label cannot be read: a bin as it is painted, a SKU or a bar code's digits."""
    text = text.strip()
    found = bin_coded(connection, text) or seen_as(connection, text)
    return found or ruling(Verdict.UNKNOWN_CODE, code=text[:SHOWN])
