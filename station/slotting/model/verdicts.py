"""Every outcome of an act at the slotting desk, and how it is told."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from station.kernel.messages import N_, Sound, Telling
from station.kernel.tellings import ask, info, ok, refused


class Verdict(StrEnum):
    """What the desk answers to a scan or a key."""

    BIN_SHOWN = "bin_shown"
    PRODUCT_SHOWN = "product_shown"
    TAKE_GOODS = "take_goods"
    CARRY = "carry"
    NOTHING_TO_CARRY = "nothing_to_carry"
    MOVED = "moved"
    SIGN_MOVED = "sign_moved"
    ALL_MOVED = "all_moved"
    SKIPPED = "skipped"
    LEFT_OUT = "left_out"
    UNDONE = "undone"
    ASSIGNED = "assigned"
    PRODUCT_CHOSEN = "product_chosen"
    PLAN_FOUND = "plan_found"

    NOTHING_PAYS = "nothing_pays"
    STOPPED = "stopped"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOT_NOW = "not_now"
    BADGE_SCANNED = "badge_scanned"

    FINISH_FIRST = "finish_first"
    GOODS_LEFT_BEHIND = "goods_left_behind"
    SHARED_BIN = "shared_bin"
    TIGHT_BIN = "tight_bin"

    NO_DEMAND = "no_demand"
    OTHER_BIN = "other_bin"
    OTHER_PRODUCT = "other_product"
    SCAN_PRODUCT = "scan_product"
    PRODUCT_FIRST = "product_first"
    SCAN_BIN_FIRST = "scan_bin_first"
    BIN_TAKEN = "bin_taken"
    GONE = "gone"
    WRONG_ZONE = "wrong_zone"
    NO_PICK_BIN = "no_pick_bin"
    SAME_BIN = "same_bin"
    NOWHERE = "nowhere"
    UNKNOWN_BIN = "unknown_bin"
    UNKNOWN_PRODUCT = "unknown_product"
    UNKNOWN_CODE = "unknown_code"
    BAD_CHECK_DIGIT = "bad_check_digit"
    CRATE_SCANNED = "crate_scanned"
    NOT_COMPUTED = "not_computed"
    NOT_RECORDED = "not_recorded"


VERDICTS: dict[Verdict, Telling] = {
    Verdict.BIN_SHOWN: ok(N_("{bin} is chosen")),
    Verdict.PRODUCT_SHOWN: ok(N_("{product} is picked from {bin}")),
    Verdict.TAKE_GOODS: ok(N_("Take all of {product} and scan one of them")),
    Verdict.CARRY: ok(N_("Carry all of {product} to {to} and scan the bin")),
    Verdict.NOTHING_TO_CARRY: ok(
        N_("By the book no {product} lies here. Bring what there is to {to}, and scan the bin")
    ),
    Verdict.MOVED: ok(N_("{count} of {product} lie in {to} now"), Sound.PUT_DONE),
    Verdict.SIGN_MOVED: ok(N_("{product} is picked from {to} from now on"), Sound.PUT_DONE),
    Verdict.ALL_MOVED: ok(N_("{product} is picked from {to} now. All moves are made"), Sound.WAVE_DONE),
    Verdict.SKIPPED: ok(N_("{product} stays in {bin}"), Sound.PUT_DONE),
    Verdict.LEFT_OUT: ok(N_("{product} stays in {bin}, and {others} moves that hang on it are left out")),
    Verdict.UNDONE: ok(
        N_("Bring {count} of {product} back to {bin}: the book says so again"), Sound.PUT_DONE
    ),
    Verdict.ASSIGNED: ok(N_("{product} is picked from {bin} from now on"), Sound.PUT_DONE),
    Verdict.PRODUCT_CHOSEN: ok(N_("{product}: scan the bin it is to be picked from")),
    Verdict.PLAN_FOUND: ok(N_("{moves} moves save {saved} m a night"), Sound.PUT_DONE),
    Verdict.NOTHING_PAYS: info(N_("No move pays: the floor is as good as a few moves can make it")),
    Verdict.STOPPED: info(N_("Ended before a move was found that pays")),
    Verdict.NOTHING_TO_UNDO: info(N_("There is nothing to undo")),
    Verdict.NOT_NOW: info(N_("This is not possible now")),
    Verdict.BADGE_SCANNED: info(N_("This is a badge. Scan a product or the label of a bin")),
    Verdict.FINISH_FIRST: ask(N_("Goods of {product} are under way: finish this move, or skip it")),
    Verdict.GOODS_LEFT_BEHIND: ask(
        N_("{product} is picked from {bin} from now on; {count} still lie in {other}: carry them over")
    ),
    Verdict.SHARED_BIN: ask(
        N_("{other} is picked from {bin} too. Scan the bin once more to let both be there")
    ),
    Verdict.TIGHT_BIN: ask(
        N_("{product} is too heavy or too large for {bin}, or too high up. Scan it once more to do it anyway")
    ),
    Verdict.NO_DEMAND: refused(
        N_("Nothing is known yet of what is ordered. It comes with the next contact to the cloud")
    ),
    Verdict.OTHER_BIN: refused(N_("This is {other}. Scan {bin}")),
    Verdict.OTHER_PRODUCT: refused(N_("This is {other}. Take {product}")),
    Verdict.SCAN_PRODUCT: refused(N_("Scan the product first: {product}")),
    Verdict.PRODUCT_FIRST: refused(N_("Scan the product first, then its bin")),
    Verdict.SCAN_BIN_FIRST: refused(N_("Scan the label of {bin} first")),
    Verdict.BIN_TAKEN: refused(
        N_("By the book {other} lies in {bin}. Clear it in the room Stock, or skip this move")
    ),
    Verdict.GONE: refused(N_("{product} is picked from {other} now, no more from {bin}. Skip this move")),
    Verdict.WRONG_ZONE: refused(N_("{bin} is not of the temperature zone of {product}")),
    Verdict.NO_PICK_BIN: refused(N_("{bin} is no pick bin in use")),
    Verdict.SAME_BIN: refused(N_("{product} is picked from {bin} already")),
    Verdict.NOWHERE: refused(N_("{product} has no bin, and the book has none of it")),
    Verdict.UNKNOWN_BIN: refused(N_("No bin of this warehouse has this label")),
    Verdict.UNKNOWN_PRODUCT: refused(N_("No product of the list has the code {code}")),
    Verdict.UNKNOWN_CODE: refused(N_("Unknown code {code}. Scan a product or the label of a bin")),
    Verdict.BAD_CHECK_DIGIT: refused(N_("The code was misread (check digit). Scan once more")),
    Verdict.CRATE_SCANNED: refused(N_("This is the label of a crate. Scan a product or the label of a bin")),
    Verdict.NOT_COMPUTED: refused(N_("No moves were found: {what}. {remedy}")),
    Verdict.NOT_RECORDED: refused(N_("Not recorded! {what}. {remedy}")),
}


@dataclass(frozen=True)
class Ruling:
    """A verdict with the values its words need."""

    verdict: Verdict
    values: dict[str, Any] = field(default_factory=dict)


def ruling(verdict: Verdict, **values: Any) -> Ruling:
    """A verdict about these."""
    return Ruling(verdict, values)
