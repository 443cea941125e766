"""Every outcome of an act at the packing desk, and how it is told."""

from enum import StrEnum

from station.kernel.messages import N_, Sound, Telling
from station.kernel.tellings import ask, info, ok, refused


class Verdict(StrEnum):
    """What the desk answers to a scan or a button; those that stop an error are called as at the put-wall."""

    JOB_CHOSEN = "job_chosen"
    PART_OK = "part_ok"
    BOX_FULL = "box_full"
    BOX_DONE = "box_done"
    JOB_DONE = "job_done"
    PART_UNDONE = "part_undone"
    LABEL_UNDONE = "label_undone"
    BOX_UNDONE = "box_undone"
    LABEL_QUEUED = "label_queued"
    LEFT = "left"
    LEFT_AND_PUT_BACK = "left_and_put_back"

    REPEATED = "repeated"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOT_NOW = "not_now"

    CONFIRM_UNDO = "confirm_undo"
    CONFIRM_MISSING = "confirm_missing"
    EARLIER_LOT_FIRST = "earlier_lot_first"

    WRONG_PRODUCT = "wrong_product"
    TOO_MANY = "too_many"
    LOT_EXPIRES = "lot_expires"
    BOX_NOT_FULL = "box_not_full"
    BOX_IS_FULL = "box_is_full"
    OTHER_BOX = "other_box"
    NOT_A_GIFT_BOX = "not_a_gift_box"
    NO_JOB = "no_job"
    ALL_MADE = "all_made"
    FINISH_FIRST = "finish_first"
    CONTENTS_CHANGED = "contents_changed"
    NO_NUMBER = "no_number"
    BAD_CHECK_DIGIT = "bad_check_digit"
    UNKNOWN_CODE = "unknown_code"
    NOT_RECORDED = "not_recorded"


VERDICTS: dict[Verdict, Telling] = {
    Verdict.JOB_CHOSEN: ok(N_("{box}: scan each part that goes in")),
    Verdict.PART_OK: ok(N_("{product}: {count} of {quantity}")),
    Verdict.BOX_FULL: ok(N_("All in. Close {box}, put its label on and scan it"), Sound.PUT_DONE),
    Verdict.BOX_DONE: ok(N_("Box {made} of {wanted} is done. It goes into {bin}"), Sound.PUT_DONE),
    Verdict.JOB_DONE: ok(N_("All {wanted} of {box} are packed. They go into {bin}"), Sound.WAVE_DONE),
    Verdict.PART_UNDONE: ok(N_("Taken back: {product}"), Sound.PUT_DONE),
    Verdict.LABEL_UNDONE: ok(N_("Taken back: {product}. Tear the label up"), Sound.PUT_DONE),
    Verdict.BOX_UNDONE: ok(
        N_("{box} counts no more. Tear its label up and put its parts back"), Sound.PUT_DONE
    ),
    Verdict.LABEL_QUEUED: ok(N_("The label of {box} is printed again"), Sound.PUT_DONE),
    Verdict.LEFT: ok(N_("{box} waits: {product} is missing"), Sound.PUT_DONE),
    Verdict.LEFT_AND_PUT_BACK: ok(N_("{box} waits. Put back what is in the box: {goods}"), Sound.PUT_DONE),
    Verdict.REPEATED: info(N_("The same scan twice: counted once")),
    Verdict.NOTHING_TO_UNDO: info(N_("There is nothing to undo")),
    Verdict.NOT_NOW: info(N_("This is not possible now")),
    Verdict.CONFIRM_UNDO: ask(N_("Take the last {box}, packed at {time}, apart again? Press Undo once more")),
    Verdict.CONFIRM_MISSING: ask(
        N_("Is there no {product}? Press Part missing once more: it is counted, and {box} waits")
    ),
    Verdict.EARLIER_LOT_FIRST: ask(
        N_("{product} of {first} in {bin} comes first. Is it not there? Scan this one again")
    ),
    Verdict.WRONG_PRODUCT: refused(N_("{scanned} does not belong into {box}. Put it back")),
    Verdict.TOO_MANY: refused(N_("{product}: all {quantity} are in. Put this one back")),
    Verdict.LOT_EXPIRES: refused(N_("{product} expires too soon ({expiry}). Put it aside, take another")),
    Verdict.BOX_NOT_FULL: refused(N_("{count} × {product} is still missing. Scan it first")),
    Verdict.BOX_IS_FULL: refused(N_("This box is full. Put its label on and scan it, then go on")),
    Verdict.OTHER_BOX: refused(N_("This is a label of {other}. Scan the one of {box}")),
    Verdict.NOT_A_GIFT_BOX: refused(N_("{product} is no gift box. Choose one of the list, or scan its code")),
    Verdict.NO_JOB: refused(N_("Nobody wants {box} now")),
    Verdict.ALL_MADE: refused(N_("All {wanted} of {box} are packed already")),
    Verdict.FINISH_FIRST: refused(N_("Finish the begun {box} first, or take its parts back with Undo")),
    Verdict.CONTENTS_CHANGED: refused(
        N_("The contents of {box} were changed meanwhile. Take parts back with Undo until all is right")
    ),
    Verdict.NO_NUMBER: refused(N_("{box} has no code of its own yet. The office enters one, then pack it")),
    Verdict.BAD_CHECK_DIGIT: refused(N_("The code was misread (check digit). Scan once more")),
    Verdict.UNKNOWN_CODE: refused(N_("Unknown code {code}. Put it aside and tell the lead")),
    Verdict.NOT_RECORDED: refused(N_("Not recorded! {what}. {remedy}")),
}
