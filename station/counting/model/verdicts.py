"""Every outcome of an act at the stock desk, and how it is told."""

from enum import StrEnum

from station.kernel.messages import N_, Sound, Telling
from station.kernel.tellings import ask, info, ok, refused


class Verdict(StrEnum):
    """What the desk answers to a scan or a button."""

    COUNT_OPENED = "count_opened"
    COUNTED = "counted"
    QUANTITY_SET = "quantity_set"
    WEIGHT_SET = "weight_set"
    EXPIRY_SET = "expiry_set"
    LOT_SET = "lot_set"
    UNDONE = "undone"
    COUNT_DONE = "count_done"
    BIN_SHOWN = "bin_shown"
    PRODUCT_SHOWN = "product_shown"
    MOVED = "moved"
    SET_APART = "set_apart"
    WRITTEN_OFF = "written_off"
    APPROVED = "approved"
    COUNT_AGAIN = "count_again"

    REPEATED = "repeated"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOT_NOW = "not_now"
    BADGE_SCANNED = "badge_scanned"

    CONFIRM_COUNT = "confirm_count"
    CONFIRM_EMPTY = "confirm_empty"
    WEIGHT_WANTED = "weight_wanted"
    TYPE_WEIGHT = "type_weight"
    TYPE_EXPIRY = "type_expiry"
    TYPE_LOT = "type_lot"
    WHAT_PRODUCT = "what_product"
    HOW_MANY = "how_many"
    WHERE_TO = "where_to"
    WHICH_LOT = "which_lot"
    WHY = "why"
    SUPERVISOR_WANTED = "supervisor_wanted"
    BEGUN_BY_ANOTHER = "begun_by_another"
    SCALE_MOVING = "scale_moving"

    UNKNOWN_PRODUCT = "unknown_product"
    OTHER_PRODUCT = "other_product"
    OTHER_BIN = "other_bin"
    UNKNOWN_BIN = "unknown_bin"
    SAME_BIN = "same_bin"
    COUNTED_BEFORE = "counted_before"
    COUNTED_MEANWHILE = "counted_meanwhile"
    WAITS_FOR_SUPERVISOR = "waits_for_supervisor"
    BAD_NUMBER = "bad_number"
    BAD_DAY = "bad_day"
    BAD_LOT = "bad_lot"
    NO_SCALE = "no_scale"
    SCALE_EMPTY = "scale_empty"
    NOT_BY_WEIGHT = "not_by_weight"
    NOT_SUPERVISOR = "not_supervisor"
    OWN_COUNT = "own_count"
    NOT_OF_A_BIN = "not_of_a_bin"
    BAD_CHECK_DIGIT = "bad_check_digit"
    UNKNOWN_CODE = "unknown_code"
    CRATE_SCANNED = "crate_scanned"
    NOT_RECORDED = "not_recorded"


VERDICTS: dict[Verdict, Telling] = {
    Verdict.COUNT_OPENED: ok(N_("Count what lies in {bin}: scan each piece")),
    Verdict.COUNTED: ok(N_("{product}: {count}")),
    Verdict.QUANTITY_SET: ok(N_("{product}: {count}"), Sound.PUT_DONE),
    Verdict.WEIGHT_SET: ok(N_("{product}: {weight} g"), Sound.PUT_DONE),
    Verdict.EXPIRY_SET: ok(N_("{product}: expires on {day}"), Sound.PUT_DONE),
    Verdict.LOT_SET: ok(N_("{product}: lot {lot}"), Sound.PUT_DONE),
    Verdict.UNDONE: ok(N_("Taken back: {count} of {product}"), Sound.PUT_DONE),
    Verdict.COUNT_DONE: ok(N_("{bin} is counted. Go on with the next one"), Sound.WAVE_DONE),
    Verdict.BIN_SHOWN: ok(N_("Choose a row, then what is done with it; or scan on")),
    Verdict.PRODUCT_SHOWN: ok(N_("Choose a bin, then what is done there; or scan on")),
    Verdict.MOVED: ok(N_("{count} of {product} went from {bin} to {to}"), Sound.WAVE_DONE),
    Verdict.SET_APART: ok(N_("Put {count} of {product} into {to}: nobody picks from there"), Sound.PUT_DONE),
    Verdict.WRITTEN_OFF: ok(N_("{count} of {product} are out of the book"), Sound.PUT_DONE),
    Verdict.APPROVED: ok(N_("The book of {bin} follows what was found"), Sound.PUT_DONE),
    Verdict.COUNT_AGAIN: ok(N_("Somebody else counts {bin} again"), Sound.PUT_DONE),
    Verdict.REPEATED: info(N_("The same scan twice: counted once")),
    Verdict.NOTHING_TO_UNDO: info(N_("There is nothing to undo")),
    Verdict.NOT_NOW: info(N_("This is not possible now")),
    Verdict.BADGE_SCANNED: info(N_("This is a badge. Scan a product or the label of a bin")),
    Verdict.CONFIRM_COUNT: ask(N_("Press Done once more, or go on scanning")),
    Verdict.CONFIRM_EMPTY: ask(N_("Nothing was found. Is {bin} empty? Press Done once more")),
    Verdict.WEIGHT_WANTED: ask(N_("{product} goes by weight: put it on the scale and press Weigh")),
    Verdict.TYPE_WEIGHT: ask(N_("{product}: type the grams")),
    Verdict.TYPE_EXPIRY: ask(N_("{product}: type the day of expiry, such as 261231")),
    Verdict.TYPE_LOT: ask(N_("{product}: scan or type the lot")),
    Verdict.WHAT_PRODUCT: ask(N_("Scan the product that leaves {bin}, or choose it")),
    Verdict.HOW_MANY: ask(N_("{product}: {count}. Scan each piece, or type how many")),
    Verdict.WHERE_TO: ask(N_("{count} of {product}: scan the bin they go to")),
    Verdict.WHICH_LOT: ask(N_("{product} lies here in several lots: choose the one in your hand")),
    Verdict.WHY: ask(N_("{count} of {product}: choose why, then confirm")),
    Verdict.SUPERVISOR_WANTED: ask(N_("A supervisor has to agree")),
    Verdict.BEGUN_BY_ANOTHER: ask(
        N_("{name} has begun to count {bin} here. Scan it once more to begin anew and drop what was counted")
    ),
    Verdict.SCALE_MOVING: ask(N_("The scale has not come to rest. Wait, then press Weigh again")),
    Verdict.UNKNOWN_PRODUCT: refused(
        N_("No product of the list has the code {code}. Put it aside and tell the lead")
    ),
    Verdict.OTHER_PRODUCT: refused(N_("Only {product} is counted here. Leave this one where it lies")),
    Verdict.OTHER_BIN: refused(N_("This is {other}. You are counting {bin}: finish it, or press Back")),
    Verdict.UNKNOWN_BIN: refused(N_("No bin of this warehouse has this label")),
    Verdict.SAME_BIN: refused(N_("They lie in {bin} already. Scan another bin")),
    Verdict.COUNTED_BEFORE: refused(N_("You counted {bin} before: this time somebody else does")),
    Verdict.COUNTED_MEANWHILE: refused(
        N_("{bin} was counted at another desk meanwhile. What you counted is not needed")
    ),
    Verdict.WAITS_FOR_SUPERVISOR: refused(
        N_("{bin} is counted: a supervisor looks at the difference. Take another bin")
    ),
    Verdict.BAD_NUMBER: refused(N_("{typed} is no number that can be right. Type it again")),
    Verdict.BAD_DAY: refused(N_("{typed} is no day. Type year, month and day, such as 261231")),
    Verdict.BAD_LOT: refused(N_("A lot has 40 characters at most. Scan or type it again")),
    Verdict.NO_SCALE: refused(N_("No scale answers here. Type the grams instead")),
    Verdict.SCALE_EMPTY: refused(
        N_("The scale shows nothing that can be. Put the goods on it, then press Weigh")
    ),
    Verdict.NOT_BY_WEIGHT: refused(N_("{product} is counted in pieces: it needs no weight")),
    Verdict.NOT_SUPERVISOR: refused(N_("Only supervisors see differences. A supervisor signs in first")),
    Verdict.OWN_COUNT: refused(N_("{name} counted {bin}: another supervisor decides")),
    Verdict.NOT_OF_A_BIN: refused(N_("First scan the bin it is taken from")),
    Verdict.BAD_CHECK_DIGIT: refused(N_("The code was misread (check digit). Scan once more")),
    Verdict.UNKNOWN_CODE: refused(N_("Unknown code {code}. Scan a product or the label of a bin")),
    Verdict.CRATE_SCANNED: refused(N_("This is the label of a crate. Scan a product or the label of a bin")),
    Verdict.NOT_RECORDED: refused(N_("Not recorded! {what}. {remedy}")),
}
