"""Every outcome of an operator's act at the picking desk, and how it is told."""

from enum import StrEnum

from station.kernel.messages import N_, Sound, Telling
from station.kernel.tellings import ask, info, ok, refused


class Verdict(StrEnum):
    """What the desk answers to a scan or a button."""

    WAVE_READY = "wave_ready"
    WAVE_READY_BAGS = "wave_ready_bags"
    WAVES_READY = "waves_ready"
    PRODUCT_OK = "product_ok"
    PRODUCT_OK_BAGS = "product_ok_bags"
    PUT_OK = "put_ok"
    PRODUCT_DONE = "product_done"
    BAG_PUT = "bag_put"
    BAG_PRODUCT_DONE = "bag_product_done"
    CRATE_CLOSED = "crate_closed"
    WAVE_DONE = "wave_done"
    UNDONE = "undone"
    UNDONE_BAG = "undone_bag"
    HAND_EMPTIED = "hand_emptied"
    PUT_OFF = "put_off"
    SHORT_DECLARED = "short_declared"
    DAMAGED = "damaged"
    NOT_DAMAGED = "not_damaged"
    WEIGHED = "weighed"
    WEIGHED_BAGS = "weighed_bags"
    SUBSTITUTED = "substituted"
    NOT_SUBSTITUTED = "not_substituted"
    LABEL_QUEUED = "label_queued"
    WAVE_RETURNED = "wave_returned"
    BESIDE_LOST = "beside_lost"
    HANDED_OVER = "handed_over"
    HANDED_AS_ASKED = "handed_as_asked"
    TAKEN_OVER = "taken_over"
    CAME_BACK = "came_back"

    TAKE_OUT_NOW = "take_out_now"
    TAKEN_OUT = "taken_out"
    BAG_TAKEN_OUT = "bag_taken_out"
    LOT_ALLOWED = "lot_allowed"

    REPEATED = "repeated"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOT_NOW = "not_now"
    NOT_PLANNED = "not_planned"
    SCANNED_ONCE = "scanned_once"

    SCAN_PRODUCT_FIRST = "scan_product_first"
    SCAN_PRODUCT_FOR_BAG = "scan_product_for_bag"
    CONFIRM_SHORT = "confirm_short"
    EARLIER_LOT_FIRST = "earlier_lot_first"
    SCAN_DAMAGED = "scan_damaged"
    OFFER_SUBSTITUTE = "offer_substitute"
    WEIGH_IT = "weigh_it"
    SCAN_TO_WEIGH = "scan_to_weigh"
    SAME_LOAD = "same_load"
    NO_WAVE = "no_wave"
    CONFIRM_HAND_OVER = "confirm_hand_over"
    ORDER_CANCELLED = "order_cancelled"
    ORDER_CANCELLED_IN_HAND = "order_cancelled_in_hand"
    ORDER_CANCELLED_TAKE_OUT = "order_cancelled_take_out"
    ORDER_CANCELLED_BAG = "order_cancelled_bag"
    ORDER_CANCELLED_CLOSED = "order_cancelled_closed"
    TAKE_OUT_PRODUCT_FIRST = "take_out_product_first"
    TAKE_OUT_BAG = "take_out_bag"

    WRONG_PRODUCT = "wrong_product"
    LOOK_ALIKE = "look_alike"
    TOO_HEAVY = "too_heavy"
    TOO_LIGHT = "too_light"
    NO_SCALE = "no_scale"
    NOT_STEADY = "not_steady"
    OVERLOADED = "overloaded"
    EMPTY_SCALE = "empty_scale"
    SCALE_SILENT = "scale_silent"
    LOT_EXPIRES = "lot_expires"
    OTHER_LOT = "other_lot"
    HAND_NOT_EMPTY = "hand_not_empty"
    NOT_WANTED = "not_wanted"
    TOO_MANY = "too_many"
    WRONG_CRATE = "wrong_crate"
    CRATE_HAS_ENOUGH = "crate_has_enough"
    FOREIGN_CRATE = "foreign_crate"
    SCAN_BAG = "scan_bag"
    WRONG_BAG = "wrong_bag"
    BAG_HAS_ENOUGH = "bag_has_enough"
    FOREIGN_BAG = "foreign_bag"
    TAKE_OUT_OTHER_BAG = "take_out_other_bag"
    TAKE_OUT_OTHER = "take_out_other"
    TAKE_OUT_ELSEWHERE = "take_out_elsewhere"
    TAKE_OUT_FIRST = "take_out_first"
    CRATE_IS_CLOSED = "crate_is_closed"
    CRATE_NOT_FULL = "crate_not_full"
    RECORDS_REFUSED = "records_refused"
    UNKNOWN_CODE = "unknown_code"
    BAD_CHECK_DIGIT = "bad_check_digit"
    NOT_RECORDED = "not_recorded"


VERDICTS: dict[Verdict, Telling] = {
    Verdict.WAVE_READY: ok(N_("{crates} crates planned. Stick the labels on, then start with the first bin")),
    Verdict.PRODUCT_OK: ok(N_("{quantity} in hand: put into a lit crate and scan the crate")),
    Verdict.WAVE_READY_BAGS: ok(
        N_("{crates} crates with {bags} bags. Stick the labels on, then start with the first bin")
    ),
    Verdict.WAVES_READY: ok(
        N_("{points}: {crates} crates in one walk. Stick the labels on, then start with the first bin")
    ),
    Verdict.PRODUCT_OK_BAGS: ok(N_("{quantity} in hand: put into a lit bag and scan the bag")),
    Verdict.BAG_PUT: ok(N_("Bag {bag}: {quantity} put"), Sound.PUT_DONE),
    Verdict.BAG_PRODUCT_DONE: ok(N_("Bag {bag}: {quantity} put. {product} is done"), Sound.PUT_DONE),
    Verdict.UNDONE_BAG: ok(N_("Undone: take {quantity} of {product} out of bag {bag} again")),
    Verdict.WEIGHED_BAGS: ok(N_("{weight} in hand: put it into a lit bag and scan the bag")),
    Verdict.BAG_TAKEN_OUT: ok(N_("Bag {bag} is out. Its pieces go back: {goods}")),
    Verdict.SCAN_PRODUCT_FOR_BAG: ask(N_("First scan a product, then bag {bag}")),
    Verdict.ORDER_CANCELLED_BAG: ask(
        N_("Order {order} is cancelled: take bag {bag} with {quantity} pieces out of crate {crate}")
    ),
    Verdict.TAKE_OUT_BAG: ask(N_("First take bag {bag} out of crate {crate} and scan its label")),
    Verdict.SCAN_BAG: refused(N_("Scan the bag: crate {crate} holds a bag for each order. Lit: {lit}")),
    Verdict.WRONG_BAG: refused(N_("Bag {bag} is of order {order}, which gets no {product}. Lit: {lit}")),
    Verdict.BAG_HAS_ENOUGH: refused(N_("Bag {bag} of order {order} gets no more {product} now. Lit: {lit}")),
    Verdict.FOREIGN_BAG: refused(N_("This bag does not belong to this wave. Put it aside")),
    Verdict.TAKE_OUT_OTHER_BAG: refused(N_("This is bag {bag}. Take bag {wanted} out of crate {crate}")),
    Verdict.PUT_OK: ok(N_("Crate {crate}: {quantity} put"), Sound.PUT_DONE),
    Verdict.PRODUCT_DONE: ok(N_("Crate {crate}: {quantity} put. {product} is done"), Sound.PUT_DONE),
    Verdict.CRATE_CLOSED: ok(N_("Crate {crate} closed: {orders} orders, {pieces} pieces"), Sound.PUT_DONE),
    Verdict.WAVE_DONE: ok(N_("Wave {wave} is done: {crates} crates, {pieces} pieces"), Sound.WAVE_DONE),
    Verdict.UNDONE: ok(N_("Undone: take {quantity} of {product} out of crate {crate} again")),
    Verdict.HAND_EMPTIED: ok(N_("Put {quantity} of {product} back into bin {bin}")),
    Verdict.PUT_OFF: ok(N_("{product} comes later")),
    Verdict.SHORT_DECLARED: ok(N_("{quantity} of {product} recorded as short")),
    Verdict.DAMAGED: ok(N_("{product}: one damaged. Lay it into the box for damaged goods, take another")),
    Verdict.NOT_DAMAGED: ok(N_("{product}: it was not damaged, it is in the hand again")),
    Verdict.WEIGHED: ok(N_("{weight} in hand: put it into a lit crate and scan the crate")),
    Verdict.SUBSTITUTED: ok(
        N_("{quantity} of {instead} stand in for {product}. A count of its bin is asked")
    ),
    Verdict.NOT_SUBSTITUTED: ok(N_("{product} is wanted again, nothing stands in for it")),
    Verdict.LABEL_QUEUED: ok(N_("Label of crate {crate} is printed again, marked as copy {copy}")),
    Verdict.WAVE_RETURNED: ok(N_("Wave {wave} was given back")),
    Verdict.BESIDE_LOST: refused(
        N_("Another desk has wave {wave} now. Take crates {crates} ({shop}) off the wall and go on")
    ),
    Verdict.HANDED_OVER: ok(N_("Wave {wave} is handed over. Its crates stay here until a desk fetches them")),
    Verdict.HANDED_AS_ASKED: ok(
        N_("{name} asked for wave {wave}: it is handed over. Its crates stay here until a desk fetches them")
    ),
    Verdict.TAKEN_OVER: ok(
        N_("Wave {wave} is half picked: fetch its {crates} crates from {desk}. {put} of {pieces} are in them")
    ),
    Verdict.TAKE_OUT_NOW: ok(N_("Right. Take {quantity} out of crate {crate} and scan the crate")),
    Verdict.TAKEN_OUT: ok(
        N_("Crate {crate}: {quantity} of {product} are out. Put them back into bin {bin}"), Sound.PUT_DONE
    ),
    Verdict.LOT_ALLOWED: ok(N_("{name} lets {product} pass. Scan it again")),
    Verdict.REPEATED: info(N_("The same code twice: counted once")),
    Verdict.NOTHING_TO_UNDO: info(N_("There is nothing to undo")),
    Verdict.NOT_NOW: info(N_("This is not possible now")),
    Verdict.NOT_PLANNED: info(N_("A moment: the crates are not planned yet")),
    Verdict.SCANNED_ONCE: info(N_("One scan is enough here: put {quantity} as the crates show")),
    Verdict.SCAN_PRODUCT_FIRST: ask(N_("Crate {crate} is not full yet. Scan the product first")),
    Verdict.CONFIRM_SHORT: ask(
        N_("Is bin {bin} empty? Press Short again: {quantity} of {product} will be missing")
    ),
    Verdict.EARLIER_LOT_FIRST: ask(
        N_("First take what expires on {first}, in bin {bin}. Is there none? Scan this pack again")
    ),
    Verdict.SCAN_DAMAGED: ask(N_("Scan the damaged piece, then press Damaged")),
    Verdict.OFFER_SUBSTITUTE: ask(
        N_("Is bin {bin} empty? F12: put {instead} instead, {replaced} of {quantity}. F6 again: short")
    ),
    Verdict.WEIGH_IT: ask(N_("Weigh {product}: lay it on the scale, or scan the code of its weight label")),
    Verdict.SCAN_TO_WEIGH: ask(N_("Scan {product} first, then weigh it")),
    Verdict.SAME_LOAD: ask(N_("{weight} again: is this another portion? F5 once more takes it")),
    Verdict.NO_WAVE: ask(N_("Take a wave first")),
    Verdict.CONFIRM_HAND_OVER: ask(
        N_("Shall another desk go on with wave {wave}? F4 again hands it over with its {crates} crates")
    ),
    Verdict.ORDER_CANCELLED: ask(N_("Order {order} is cancelled: nothing more is put for it")),
    Verdict.ORDER_CANCELLED_IN_HAND: ask(
        N_("Order {order} is cancelled: put {quantity} of {product} back into bin {bin}")
    ),
    Verdict.ORDER_CANCELLED_TAKE_OUT: ask(
        N_("Order {order} is cancelled: take {quantity} × {product} out of crate {crate}")
    ),
    Verdict.ORDER_CANCELLED_CLOSED: ask(
        N_("Order {order} is cancelled and lies in crate {crates}, closed already. Set it aside for the lead")
    ),
    Verdict.TAKE_OUT_PRODUCT_FIRST: ask(N_("First scan the {product} that you take out of crate {crate}")),
    Verdict.WRONG_PRODUCT: refused(N_("This is {scanned}. Wanted now: {wanted}")),
    Verdict.LOOK_ALIKE: refused(N_("Look-alike! This is {scanned}. Wanted: {wanted}")),
    Verdict.TOO_HEAVY: refused(N_("{weight}: {off} too heavy. Wanted: {low} to {high}")),
    Verdict.TOO_LIGHT: refused(N_("{weight}: {off} too light. Wanted: {low} to {high}")),
    Verdict.NO_SCALE: refused(
        N_("This desk has no scale. Scan the code of a weight label, or set a scale up in Devices")
    ),
    Verdict.NOT_STEADY: refused(N_("The scale has not come to rest. Wait, then F5 again")),
    Verdict.OVERLOADED: refused(N_("Too heavy for this scale. Weigh it in parts")),
    Verdict.EMPTY_SCALE: refused(N_("Nothing is on the scale")),
    Verdict.SCALE_SILENT: refused(N_("The scale says nothing. Look at its cable, or scan a weight label")),
    Verdict.LOT_EXPIRES: refused(N_("{product} expires on {expiry}: too soon. Put it aside")),
    Verdict.OTHER_LOT: refused(N_("This is another lot. First put what is in the hand")),
    Verdict.CAME_BACK: refused(
        N_("Wave {wave} is back at this desk: the cloud refused to hand it over. Ask the lead: {reason}")
    ),
    Verdict.HAND_NOT_EMPTY: refused(N_("First put {quantity} of {product} into its crates, or undo")),
    Verdict.NOT_WANTED: refused(N_("{scanned}: nobody in this wave ordered it. Put it back")),
    Verdict.TOO_MANY: refused(N_("One too many: {product} needs no more. Put it back")),
    Verdict.WRONG_CRATE: refused(N_("Crate {crate} does not get {product}. Lit: {lit}")),
    Verdict.CRATE_HAS_ENOUGH: refused(N_("Crate {crate} has all its {product}. Lit: {lit}")),
    Verdict.FOREIGN_CRATE: refused(N_("This crate does not belong to this wave. Put it aside")),
    Verdict.TAKE_OUT_OTHER: refused(N_("This is {scanned}. Take out of crate {crate}: {product}")),
    Verdict.TAKE_OUT_ELSEWHERE: refused(N_("This is crate {crate}. Take it out of crate {wanted}")),
    Verdict.TAKE_OUT_FIRST: refused(N_("First take the goods of a cancelled order out of crate {crate}")),
    Verdict.CRATE_IS_CLOSED: refused(N_("Crate {crate} is closed already")),
    Verdict.CRATE_NOT_FULL: refused(N_("Crate {crate} still wants {quantity} pieces")),
    Verdict.RECORDS_REFUSED: refused(
        N_("The cloud refused {count} records of this wave. Settle them in Sync first")
    ),
    Verdict.UNKNOWN_CODE: refused(N_("Unknown code {code}. Scan the barcode on the product or the crate")),
    Verdict.BAD_CHECK_DIGIT: refused(N_("The code was misread (check digit). Scan once more")),
    Verdict.NOT_RECORDED: refused(N_("Not recorded! {what}. {remedy}")),
}
