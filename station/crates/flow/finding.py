"""Says what a scanned code is: a crate of this desk, of another one, of another week, or nothing of ours."""

from cloud_api.wire.crates import CrateState
from hardware.codes import CodeKind, RefusedCode, ScannedCode
from station.crates.model.known import Known
from station.crates.model.verdicts import Ruling, Verdict


def sscc_of(code: ScannedCode) -> str | None:
    """The crate's number a code bears."""
    return code.sscc


def box_of(code: ScannedCode) -> str | None:
    """The number of the re-usable box a code bears."""
    if code.kind is not CodeKind.BOX or code.box is None:
        return None
    return code.box[2:-1]


def no_crate(code: ScannedCode | RefusedCode) -> Ruling:
    """What is said of a code that is neither crate nor box."""
    return Ruling(Verdict.UNREADABLE if isinstance(code, RefusedCode) else Verdict.NO_CRATE)


def shown(known: Known, asked: str, now_in: frozenset[str]) -> Ruling:
    """What is said of a crate that was found by the label `asked`; `now_in`: the cycles of these days."""
    if known.label != asked:
        return Ruling(Verdict.OLD_LABEL, {"end": known.label[-6:]})
    if now_in and known.cycle_name not in now_in:
        return Ruling(Verdict.LAST_WEEK, {"cycle": known.cycle_name})
    if known.cancelled and known.state is CrateState.CLOSED:
        values = {"number": f"{known.number}/{known.of}", "order": " / ".join(known.cancelled)}
        return Ruling(Verdict.HOLDS_CANCELLED, values)
    return Ruling(Verdict.SHOWN, {"number": f"{known.number}/{known.of}", "shop": known.pickup_point_name})
