"""What a scanned code means at the slotting desk: a bin, a product, or why it is neither."""

from sqlalchemy import Connection

from cloud_api.wire.catalogue import Bin
from hardware.codes import Refusal, RefusedCode, ScannedCode
from station.kernel.ids import Sku
from station.slotting.model.verdicts import Ruling, Verdict, ruling
from station.slotting.store.codes import bin_of, sku_of

SHOWN = 40
"""Characters of an unknown code that are shown."""


def scanned(connection: Connection, code: ScannedCode | RefusedCode) -> Bin | Sku | Ruling:
    """What was scanned."""
    if isinstance(code, RefusedCode):
        if code.why is Refusal.BAD_CHECK_DIGIT:
            return ruling(Verdict.BAD_CHECK_DIGIT)
        return ruling(Verdict.UNKNOWN_CODE, code=code.text[:SHOWN])
    if code.bin is not None:
        return bin_of(connection, code) or ruling(Verdict.UNKNOWN_BIN)
    if code.gtin is not None or code.plu is not None:
        return sku_of(connection, code) or ruling(Verdict.UNKNOWN_PRODUCT, code=code.text[:SHOWN])
    if code.badge is not None:
        return ruling(Verdict.BADGE_SCANNED)
    if code.sscc or code.box or code.parcel:
        return ruling(Verdict.CRATE_SCANNED)
    return ruling(Verdict.UNKNOWN_CODE, code=code.text[:SHOWN])
