"""Whatever is scanned or typed at the pickup desk: sent to receiving or to the handover, answered once."""

from hardware.codes import CodeKind, Refusal, RefusedCode, ScannedCode, read_code
from station.kernel.scan import Scan
from station.pickup.commands import bags, empties, identify, receiving
from station.pickup.commands.desk import Desk
from station.pickup.model.reading import Asked, Input, is_torn_qr, masked, read_input
from station.pickup.model.rules import Ruling
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import Step
from station.pickup.store import attempts
from station.sync.outbox import Act

_OF_OURS = frozenset(
    {CodeKind.SSCC, CodeKind.PICKUP_QR, CodeKind.BADGE, CodeKind.BOX, CodeKind.PARCEL, CodeKind.GS1}
)


def answer_scan(desk: Desk, scan: Scan, code: ScannedCode | RefusedCode) -> Ruling:
    """Answer a scan, durably. The very same scan again changes nothing."""
    desk.digits_missing = 0
    with desk.act() as act:
        if attempts.was_scanned(act.connection, scan):
            return Ruling(Verdict.REPEATED)
        ruling = _route(desk, act, scan, code)
        attempts.log_input(act.connection, scan, shown(code), ruling, act.at, act.author.operator_id)
    return ruling


def answer_typed(desk: Desk, scan: Scan, told: Input) -> Ruling:
    """Answer typed digits: a code, the end of a phone, or the whole number under a crate's bars."""
    return answer_scan(desk, scan, read_code(told.text))


def is_number_of_ours(told: Input) -> bool:
    """Whether typed text is a number the desk answers itself; anything else is looked for in the list."""
    if told.asked is not Asked.OTHER:
        return True
    code = read_code(told.text)
    if isinstance(code, RefusedCode):
        return is_torn_qr(code.text)
    return code.kind in _OF_OURS


def shown(code: ScannedCode | RefusedCode) -> str:
    """Numbers of labels, boxes, products and badges in full, everything else masked: it may be a code."""
    if isinstance(code, ScannedCode) and code.pickup_qr is None:
        number = code.sscc or code.gtin or code.box or code.parcel
        if number is not None:
            return number
    return masked(code.text)


def _route(desk: Desk, act: Act, scan: Scan, code: ScannedCode | RefusedCode) -> Ruling:
    if isinstance(code, RefusedCode):
        return _refused(desk, act, code)
    if code.box is not None:
        return empties.box_scanned(desk, act, code.box[2:-1])
    if code.sscc is not None:
        came = empties.empty_scanned if desk.step is Step.EMPTIES else receiving.crate_scanned
        return came(desk, act, code.sscc, scan.at)
    if code.parcel is not None:
        return bags.bag_scanned(desk, act, code.parcel)
    if code.pickup_qr is not None:
        return identify.by_qr(desk, act, code.pickup_qr)
    if code.badge is not None:
        return Ruling(Verdict.BADGE_SCANNED)
    if code.gtin is not None:
        return Ruling(Verdict.PRODUCT_SCANNED)
    return _digits(desk, act, code.text)


def _refused(desk: Desk, act: Act, code: RefusedCode) -> Ruling:
    if is_torn_qr(code.text):
        return Ruling(Verdict.TORN_QR)
    if code.why is Refusal.BAD_CHECK_DIGIT:
        return Ruling(Verdict.BAD_CHECK_DIGIT)
    return _digits(desk, act, code.text)


def _digits(desk: Desk, act: Act, text: str) -> Ruling:
    told = read_input(text)
    if told.asked is Asked.CODE:
        return identify.by_code(desk, act, told.text)
    if told.asked is Asked.TAIL:
        return identify.by_tail(desk, act, told.text)
    if told.asked is Asked.HALF:
        act.then(lambda: setattr(desk, "digits_missing", told.missing))
        return Ruling(Verdict.HALF_CODE, {"missing": told.missing})
    return Ruling(Verdict.UNKNOWN_CODE, {"code": masked(text)})
