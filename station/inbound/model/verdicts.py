"""Every outcome of an act at the dock, and how it is told."""

from enum import StrEnum

from station.kernel.messages import N_, Sound, Telling
from station.kernel.tellings import ask, info, ok, refused


class Verdict(StrEnum):
    """What the dock answers to a scan, a key or a typed word."""

    ORDER_CHOSEN = "order_chosen"
    COUNTED = "counted"
    QUANTITY_SET = "quantity_set"
    WEIGHED = "weighed"
    EXPIRY_SET = "expiry_set"
    LOT_SET = "lot_set"
    BIN_SET = "bin_set"
    CONDITION_SET = "condition_set"
    PHOTO_TAKEN = "photo_taken"
    RECEIVED = "received"
    LINE_COMPLETE = "line_complete"
    SET_APART = "set_apart"
    RECEIVED_OVER = "received_over"
    UNDONE = "undone"
    CLOSED = "closed"
    CLOSED_SHORT = "closed_short"
    REOPENED = "reopened"
    PUT_AWAY = "put_away"
    PUT_ELSEWHERE = "put_elsewhere"
    SUPERVISED = "supervised"

    REPEATED = "repeated"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOT_NOW = "not_now"
    CANCELLED = "cancelled"

    CHOOSE_ORDER = "choose_order"
    FINISH_CARD = "finish_card"
    OTHER_LOT = "other_lot"
    QUANTITY_WANTED = "quantity_wanted"
    WEIGHT_WANTED = "weight_wanted"
    BIN_WANTED = "bin_wanted"
    WHY_WANTED = "why_wanted"
    MORE_THAN_ORDERED = "more_than_ordered"
    SAME_LOAD = "same_load"
    CONFIRM_CLOSE = "confirm_close"
    CONFIRM_REOPEN = "confirm_reopen"
    SCAN_GOODS_FIRST = "scan_goods_first"
    TAKE_UNORDERED = "take_unordered"

    EXPIRED = "expired"
    EXPIRES_SOON = "expires_soon"
    NO_DATE = "no_date"
    NO_SUCH_DAY = "no_such_day"
    NO_NUMBER = "no_number"
    NO_WEIGHT = "no_weight"
    LOT_TOO_LONG = "lot_too_long"
    NO_SCALE = "no_scale"
    NOT_STEADY = "not_steady"
    OVERLOADED = "overloaded"
    EMPTY_SCALE = "empty_scale"
    SCALE_SILENT = "scale_silent"
    OTHER_ORDER = "other_order"
    UNKNOWN_PAPER = "unknown_paper"
    UNKNOWN_PRODUCT = "unknown_product"
    UNKNOWN_BIN = "unknown_bin"
    WRONG_ZONE = "wrong_zone"
    BIN_BLOCKED = "bin_blocked"
    BIN_NOT_IN_USE = "bin_not_in_use"
    ORDER_CLOSED = "order_closed"
    MOVED_ON = "moved_on"
    NOT_IN_LIST = "not_in_list"
    NO_PHOTO = "no_photo"
    PHOTO_TOO_LARGE = "photo_too_large"
    NOT_HERE = "not_here"
    UNKNOWN_CODE = "unknown_code"
    BAD_CHECK_DIGIT = "bad_check_digit"
    NOT_RECORDED = "not_recorded"


VERDICTS: dict[Verdict, Telling] = {
    Verdict.ORDER_CHOSEN: ok(N_("{supplier}: scan what the lorry brought")),
    Verdict.COUNTED: ok(N_("{quantity} × {product}")),
    Verdict.QUANTITY_SET: ok(N_("{quantity} × {product}. Scan the bin, or Enter")),
    Verdict.WEIGHED: ok(N_("{weight} of {product}"), Sound.PUT_DONE),
    Verdict.EXPIRY_SET: ok(N_("Good until {expiry}")),
    Verdict.LOT_SET: ok(N_("Lot {lot}")),
    Verdict.BIN_SET: ok(N_("Goes into {bin}")),
    Verdict.CONDITION_SET: ok(N_("{quantity} × {product}: {condition}, {why}. Enter to record")),
    Verdict.PHOTO_TAKEN: ok(N_("The photo goes with this receipt")),
    Verdict.RECEIVED: ok(N_("{quantity} × {product} into {bin}. {lacks} still to come"), Sound.PUT_DONE),
    Verdict.LINE_COMPLETE: ok(N_("{quantity} × {product} into {bin}. All of it is here"), Sound.WAVE_DONE),
    Verdict.SET_APART: ok(N_("{quantity} × {product}: {condition}. Keep them apart"), Sound.PUT_DONE),
    Verdict.RECEIVED_OVER: ask(N_("{quantity} × {product} into {bin}. {more} more than ordered")),
    Verdict.UNDONE: ok(N_("Undone: {quantity} × {product} count no more"), Sound.PUT_DONE),
    Verdict.CLOSED: ok(N_("{supplier} is done: all came"), Sound.WAVE_DONE),
    Verdict.CLOSED_SHORT: ok(N_("{supplier} is done. What lacks is shared out by rule"), Sound.WAVE_DONE),
    Verdict.REOPENED: ok(N_("{supplier} is open again")),
    Verdict.PUT_AWAY: ok(N_("{quantity} × {product} stand in {bin}"), Sound.PUT_DONE),
    Verdict.PUT_ELSEWHERE: ask(N_("{quantity} × {product} stand in {bin}, not in {proposed}")),
    Verdict.SUPERVISED: ok(N_("{name} lets it pass")),
    Verdict.REPEATED: info(N_("The same code twice: counted once")),
    Verdict.NOTHING_TO_UNDO: info(N_("There is nothing to undo")),
    Verdict.NOT_NOW: info(N_("This is not possible now")),
    Verdict.CANCELLED: info(N_("Nothing was recorded")),
    Verdict.CHOOSE_ORDER: ask(N_("Choose the supplier first: scan the code on its paper, or ↑ ↓ and Enter")),
    Verdict.FINISH_CARD: ask(N_("Finish {product} first: Enter records it, Esc drops it")),
    Verdict.OTHER_LOT: ask(N_("This is another lot. Record the {quantity} counted first: Enter")),
    Verdict.QUANTITY_WANTED: ask(N_("How many? Type the number, or scan each piece")),
    Verdict.WEIGHT_WANTED: ask(N_("{product} is sold by weight: weigh it with F5, or type the weight")),
    Verdict.BIN_WANTED: ask(N_("Where does it go? Scan the label of a bin")),
    Verdict.WHY_WANTED: ask(N_("Why? Choose with ↑ ↓ and Enter")),
    Verdict.MORE_THAN_ORDERED: ask(
        N_("That is {more} more than ordered. Enter once more takes all; F7 refuses them")
    ),
    Verdict.SAME_LOAD: ask(N_("{weight} again: is this another load? F5 once more adds it")),
    Verdict.CONFIRM_CLOSE: ask(N_("{lacks} pieces lack and will be shared out. F10 once more")),
    Verdict.CONFIRM_REOPEN: ask(N_("More is to come after all? F10 once more")),
    Verdict.SCAN_GOODS_FIRST: ask(N_("Scan the goods first, then the bin they go to")),
    Verdict.TAKE_UNORDERED: ask(N_("Nobody ordered {product}. Put it aside, or scan again for a supervisor")),
    Verdict.EXPIRED: refused(N_("Expired on {expiry}! F7 refuses it, or a supervisor lets it pass")),
    Verdict.EXPIRES_SOON: refused(
        N_("Good until {expiry} only: too near. F7 refuses it, or a supervisor lets it pass")
    ),
    Verdict.NO_DATE: refused(N_("{typed} is no date. Type it as 260731 or 2026-07-31")),
    Verdict.NO_SUCH_DAY: refused(N_("There is no such day: {typed}. Look at the pack again")),
    Verdict.NO_NUMBER: refused(N_("{typed} is no number of pieces. Type one from 1 up")),
    Verdict.NO_WEIGHT: refused(N_("{typed} is no weight. Type grams, or kilograms with a point: 2.35")),
    Verdict.LOT_TOO_LONG: refused(N_("A lot has at most 40 characters")),
    Verdict.NO_SCALE: refused(N_("This desk has no scale. Type the weight, or set one up in Devices")),
    Verdict.NOT_STEADY: refused(N_("The scale has not come to rest. Wait, then F5 again")),
    Verdict.OVERLOADED: refused(N_("Too heavy for this scale. Weigh it in parts")),
    Verdict.EMPTY_SCALE: refused(N_("Nothing is on the scale")),
    Verdict.SCALE_SILENT: refused(N_("The scale says nothing. Look at its cable, or type the weight")),
    Verdict.OTHER_ORDER: refused(
        N_("{product} is not of this order: {supplier} brings it. Scan paper {code}")
    ),
    Verdict.UNKNOWN_PAPER: refused(N_("No purchase order of this warehouse has the code {code}")),
    Verdict.UNKNOWN_PRODUCT: refused(N_("No product has the code {code}. Put it aside and tell the office")),
    Verdict.UNKNOWN_BIN: refused(N_("No bin of this warehouse has this label")),
    Verdict.WRONG_ZONE: refused(N_("{product} must not go into {bin}: {zone}. Scan another bin")),
    Verdict.BIN_BLOCKED: refused(N_("{bin} is for blocked goods. Scan another bin")),
    Verdict.BIN_NOT_IN_USE: refused(N_("{bin} is not in use. Scan another bin")),
    Verdict.ORDER_CLOSED: refused(N_("The order of {supplier} is done. More came? F10 opens it again")),
    Verdict.MOVED_ON: refused(N_("{product} is not in {bin} any more. Bring it back there, then undo")),
    Verdict.NOT_IN_LIST: refused(N_("No {product} waits to be put away")),
    Verdict.NO_PHOTO: refused(N_("This is no photo: JPEG, PNG or WebP is wanted")),
    Verdict.PHOTO_TOO_LARGE: refused(N_("This photo is too large. Take it with fewer pixels")),
    Verdict.NOT_HERE: refused(N_("This code is not for the dock. Scan a product, a bin or a purchase order")),
    Verdict.UNKNOWN_CODE: refused(N_("Unknown code {code}. Scan a product, a bin or a purchase order")),
    Verdict.BAD_CHECK_DIGIT: refused(N_("The code was misread (check digit). Scan once more")),
    Verdict.NOT_RECORDED: refused(N_("Not recorded! {what}. {remedy}")),
}
