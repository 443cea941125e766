"""Every outcome of an act at the pickup desk, and how it is told."""

from enum import StrEnum

from station.kernel.messages import N_, Sound, Telling
from station.kernel.tellings import ask, info, ok, refused


class Verdict(StrEnum):
    """What the desk answers to a scan, a typed text or a button."""

    CRATE_RECEIVED = "crate_received"
    LAST_RECEIVED = "last_received"
    LATE_RECEIVED = "late_received"
    RECEIPT_UNDONE = "receipt_undone"
    SURPLUS_UNDONE = "surplus_undone"
    RECEIPT_COMPLETED = "receipt_completed"
    RIGHT_CRATE = "right_crate"
    RIGHT_BAG = "right_bag"
    CUSTOMER_FOUND = "customer_found"
    CUSTOMER_BAGS = "customer_bags"
    PARTLY_HERE = "partly_here"
    LINE_LEFT = "line_left"
    LINE_TAKEN = "line_taken"
    HANDED_OVER = "handed_over"
    HANDED_PARTLY = "handed_partly"
    HANDOVER_UNDONE = "handover_undone"
    BOX_GIVEN = "box_given"
    LAST_BOX_GIVEN = "last_box_given"
    CRATE_EMPTIED = "crate_emptied"
    BOX_NOT_GIVEN = "box_not_given"
    NOT_EMPTIED = "not_emptied"

    SLIP_PRINTING = "slip_printing"
    SLIP_COPY_PRINTING = "slip_copy_printing"
    REPEATED = "repeated"
    RECEIVED_ALREADY = "received_already"
    SURPLUS_ALREADY = "surplus_already"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOT_NOW = "not_now"
    NOTHING_FOUND = "nothing_found"
    HALF_CODE = "half_code"
    BOX_GIVEN_ALREADY = "box_given_already"
    EMPTIED_ALREADY = "emptied_already"

    CHOOSE_CUSTOMER = "choose_customer"
    CONFIRM_MISSING = "confirm_missing"
    NOT_TOLD_YET = "not_told_yet"
    NOT_HERE_YET = "not_here_yet"
    BAG_NOT_RECEIVED = "bag_not_received"
    LEFT_BEHIND = "left_behind"
    NOTHING_PACKED = "nothing_packed"
    NOT_CONFIRMED = "not_confirmed"
    CHANGED_MEANWHILE = "changed_meanwhile"
    NOTHING_TICKED = "nothing_ticked"
    REASON_WANTED = "reason_wanted"
    CANNOT_CHECK = "cannot_check"
    BOX_SCANNED = "box_scanned"
    BOX_FULL = "box_full"
    BOX_UNKNOWN = "box_unknown"

    COLLECTED_ALREADY = "collected_already"
    UNKNOWN_PICKUP_CODE = "unknown_pickup_code"
    UNKNOWN_QR = "unknown_qr"
    UNKNOWN_TAIL = "unknown_tail"
    LOCKED = "locked"
    TORN_QR = "torn_qr"
    FOREIGN_CRATE = "foreign_crate"
    SHOP_CRATE = "shop_crate"
    OLD_CRATE = "old_crate"
    WRONG_CRATE = "wrong_crate"
    WRONG_BAG = "wrong_bag"
    UNKNOWN_BAG = "unknown_bag"
    GOODS_GONE = "goods_gone"
    PRODUCT_SCANNED = "product_scanned"
    BADGE_SCANNED = "badge_scanned"
    UNKNOWN_CODE = "unknown_code"
    BAD_CHECK_DIGIT = "bad_check_digit"
    TOO_LATE = "too_late"
    BOX_OF_SHOP = "box_of_shop"
    NOT_RECORDED = "not_recorded"


VERDICTS: dict[Verdict, Telling] = {
    Verdict.CRATE_RECEIVED: ok(N_("Crate {crate} received, {received} of {expected}. {place}")),
    Verdict.LAST_RECEIVED: ok(
        N_("Crate {crate} received: all {expected} are here. {place}"), Sound.WAVE_DONE
    ),
    Verdict.LATE_RECEIVED: ok(N_("Crate {crate} of {cycle} was still to come and is here now. {place}")),
    Verdict.RECEIPT_UNDONE: ok(N_("Undone: crate {crate} is not received")),
    Verdict.SURPLUS_UNDONE: ok(N_("Undone: crate …{tail} is off the list of foreign crates")),
    Verdict.RECEIPT_COMPLETED: ok(
        N_("Receipt completed: {received} crates here, {missing} missing, {surplus} too many"),
        Sound.WAVE_DONE,
    ),
    Verdict.RIGHT_CRATE: ok(N_("Crate {crate} is right: {pieces} pieces for this customer")),
    Verdict.RIGHT_BAG: ok(N_("Bag {bag} is right: {pieces} pieces for this customer")),
    Verdict.CUSTOMER_FOUND: ok(N_("{pieces} pieces out of {crates} crates. Fetch them, then confirm")),
    Verdict.CUSTOMER_BAGS: ok(N_("Fetch bags {bags}: {pieces} pieces in all. Then confirm")),
    Verdict.PARTLY_HERE: ok(
        N_("{pieces} pieces are here, {absent} are not here yet. Fetch what is here, then confirm")
    ),
    Verdict.LINE_LEFT: ok(N_("{product} stays here: {why}")),
    Verdict.LINE_TAKEN: ok(N_("{product} goes with the customer")),
    Verdict.HANDED_OVER: ok(N_("Handed over. Pieces: {pieces}, orders: {orders}"), Sound.PUT_DONE),
    Verdict.HANDED_PARTLY: ok(
        N_("Handed over: {pieces} pieces. {left} pieces still wait for this customer"), Sound.PUT_DONE
    ),
    Verdict.HANDOVER_UNDONE: ok(N_("Taken back: {pieces} pieces wait here again")),
    Verdict.BOX_GIVEN: ok(N_("Box {box} goes back with the driver. {left} boxes are still here")),
    Verdict.LAST_BOX_GIVEN: ok(
        N_("Box {box} goes back with the driver: no box is left here"), Sound.WAVE_DONE
    ),
    Verdict.CRATE_EMPTIED: ok(N_("Crate {crate} is empty")),
    Verdict.BOX_NOT_GIVEN: ok(N_("Undone: box {box} is still here")),
    Verdict.NOT_EMPTIED: ok(N_("Undone: crate {crate} is not empty")),
    Verdict.SLIP_PRINTING: info(N_("The slip is being printed. Next customer, please")),
    Verdict.SLIP_COPY_PRINTING: info(N_("The slip is being printed once more, marked as a reprint")),
    Verdict.REPEATED: info(N_("The same code twice: counted once")),
    Verdict.RECEIVED_ALREADY: info(N_("Crate {crate} was received already, {at} at {station}")),
    Verdict.SURPLUS_ALREADY: info(N_("This crate is on the list of foreign crates already")),
    Verdict.NOTHING_TO_UNDO: info(N_("There is nothing to undo")),
    Verdict.NOT_NOW: info(N_("This is not possible now")),
    Verdict.NOTHING_FOUND: info(N_("Nobody who waits here fits “{looked_for}”")),
    Verdict.HALF_CODE: info(N_("{missing} more digits: a pickup code has six, the end of a phone four")),
    Verdict.BOX_GIVEN_ALREADY: info(N_("Box {box} was given to the driver already, {at}")),
    Verdict.EMPTIED_ALREADY: info(N_("Crate {crate} was told empty already")),
    Verdict.CHOOSE_CUSTOMER: ask(N_("{count} customers have this number. Ask for the name and choose")),
    Verdict.CONFIRM_MISSING: ask(
        N_("Missing: crates {crates}. Look in the van, then press again to complete without them")
    ),
    Verdict.NOT_TOLD_YET: ask(
        N_(
            "Crate …{tail} is for this shop, but its delivery is not known yet. "
            "Keep it, and scan it again when the network is back"
        )
    ),
    Verdict.BAG_NOT_RECEIVED: ask(
        N_("Bag {bag} came in crate {crate}, which was not scanned yet. Scan the crate first")
    ),
    Verdict.NOT_HERE_YET: ask(N_("Not here yet: {when}")),
    Verdict.LEFT_BEHIND: ask(N_("Not here: the van left without crate {crates}. It comes later")),
    Verdict.NOTHING_PACKED: ask(N_("Nothing of this order could be packed. It is settled with a refund")),
    Verdict.NOT_CONFIRMED: ask(
        N_("{customer} is not confirmed yet. Confirm, or scan again to serve the next without it")
    ),
    Verdict.CHANGED_MEANWHILE: ask(
        N_("Something changed at the other desk: nothing was recorded. Look again, then confirm")
    ),
    Verdict.NOTHING_TICKED: ask(N_("No line is ticked: there is nothing to confirm")),
    Verdict.REASON_WANTED: ask(N_("Why is it taken back? Choose a reason or type one")),
    Verdict.CANNOT_CHECK: ask(
        N_(
            "Codes cannot be checked yet: connect this PC to the network once. "
            "Use the phone's last four digits meanwhile"
        )
    ),
    Verdict.BOX_SCANNED: ask(N_("This is box {box}. To give it back to the driver, press Empties first")),
    Verdict.BOX_FULL: ask(
        N_("Box {box} carries crate {crate}, which was not received yet. Scan the label of the crate")
    ),
    Verdict.BOX_UNKNOWN: ask(
        N_("Box {box} is not known here. Give it to the driver: the warehouse counts it")
    ),
    Verdict.COLLECTED_ALREADY: refused(N_("Collected already: {operator}, {at}, {station}")),
    Verdict.UNKNOWN_PICKUP_CODE: refused(
        N_("This code is not known here. Check the shop name on the customer's page")
    ),
    Verdict.UNKNOWN_QR: refused(N_("This QR is not known here. Check the shop name on the customer's page")),
    Verdict.UNKNOWN_TAIL: refused(
        N_("No order here has a phone ending like this. Check the shop name on the customer's page")
    ),
    Verdict.LOCKED: refused(
        N_("Too many wrong codes: typing is locked for {span}. Scan the QR, or use the phone's last four")
    ),
    Verdict.TORN_QR: refused(N_("The QR was read only in part. Scan it again, or type the six digits")),
    Verdict.FOREIGN_CRATE: refused(
        N_("Crate …{tail} is not expected here. Give it back to the driver, or put it aside")
    ),
    Verdict.SHOP_CRATE: refused(N_("Crate …{tail} belongs to {shop}. Give it back to the driver")),
    Verdict.OLD_CRATE: refused(
        N_("Crate {crate} is of {cycle} and was received {at}. Put it to the empties")
    ),
    Verdict.WRONG_CRATE: refused(N_("Nothing of this customer is in crate {crate}. Fetch: {crates}")),
    Verdict.WRONG_BAG: refused(N_("Bag {bag} is not this customer's. Fetch bags: {bags}")),
    Verdict.UNKNOWN_BAG: refused(N_("Bag …{tail} is not known here. Put it aside and ask the warehouse")),
    Verdict.GOODS_GONE: refused(N_("Goods of crate {crate} were handed over: it cannot be taken back")),
    Verdict.PRODUCT_SCANNED: refused(N_("This is a product. Scan a crate's label or a customer's code")),
    Verdict.BADGE_SCANNED: refused(N_("This is a badge. Scan a crate's label or a customer's code")),
    Verdict.UNKNOWN_CODE: refused(N_("Unknown code {code}. Scan a crate's label or a customer's code")),
    Verdict.BAD_CHECK_DIGIT: refused(N_("The code was misread (check digit). Scan once more")),
    Verdict.BOX_OF_SHOP: refused(
        N_("Box {box} went to {shop}. Put it apart for the driver: it does not count here")
    ),
    Verdict.TOO_LATE: refused(N_("This handover is too long ago to be taken back here. Open a claim")),
    Verdict.NOT_RECORDED: refused(N_("Not recorded! {what}. {remedy}")),
}
