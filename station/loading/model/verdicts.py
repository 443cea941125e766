"""Every outcome of an act at the loading desk, and how it is told."""

from enum import StrEnum

from station.kernel.messages import N_, Sound, Telling
from station.kernel.tellings import ask, info, ok, refused


class Verdict(StrEnum):
    """What the desk answers to a scan or a button."""

    ROUTE_CHOSEN = "route_chosen"
    LOADED = "loaded"
    STOP_LOADED = "stop_loaded"
    ALL_LOADED = "all_loaded"
    TAKEN_OFF = "taken_off"
    UNDONE = "undone"
    DEPARTED = "departed"

    REPEATED = "repeated"
    ALREADY_ON = "already_on"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOT_NOW = "not_now"
    BADGE_SCANNED = "badge_scanned"

    LOADED_BEHIND = "loaded_behind"
    MOVED_OVER = "moved_over"
    CHOOSE_ROUTE = "choose_route"
    CONFIRM_DEPARTURE = "confirm_departure"
    CRATES_MISSING = "crates_missing"
    TAKE_DOWN = "take_down"

    WRONG_VAN = "wrong_van"
    STRAY = "stray"
    NOT_CLOSED = "not_closed"
    NOT_WEIGHED = "not_weighed"
    WEIGHT_DIFFERS = "weight_differs"
    HOLDS_CANCELLED = "holds_cancelled"
    NO_ROUTE = "no_route"
    LEFT_ALREADY = "left_already"
    LEFT_WITHOUT_IT = "left_without_it"
    ROUTE_LEFT = "route_left"
    OTHER_CYCLE = "other_cycle"
    UNKNOWN_CRATE = "unknown_crate"
    VOID_LABEL = "void_label"
    NOT_ON_VAN = "not_on_van"
    UNKNOWN_ROUTE = "unknown_route"
    PRODUCT_SCANNED = "product_scanned"
    UNKNOWN_CODE = "unknown_code"
    BAD_CHECK_DIGIT = "bad_check_digit"
    NOT_RECORDED = "not_recorded"


LOADS = (
    Verdict.LOADED,
    Verdict.STOP_LOADED,
    Verdict.ALL_LOADED,
    Verdict.LOADED_BEHIND,
    Verdict.MOVED_OVER,
)
"""Verdicts after which the crate is on the van."""


UNPASSED = (Verdict.NOT_WEIGHED, Verdict.WEIGHT_DIFFERS, Verdict.HOLDS_CANCELLED)
"""The scale did not pass the crate, or goods of a cancelled order are in it: a supervisor may let it on."""


VERDICTS: dict[Verdict, Telling] = {
    Verdict.ROUTE_CHOSEN: ok(N_("Route {route}, {van}. Load the last stop first")),
    Verdict.LOADED: ok(N_("Crate {crate} is on: stop {stop}, {shop}. It wants {left} more")),
    Verdict.STOP_LOADED: ok(
        N_("Stop {stop}, {shop} is complete. Next: stop {next}, {next_shop}"), Sound.PUT_DONE
    ),
    Verdict.ALL_LOADED: ok(N_("All {crates} crates of route {route} are on"), Sound.WAVE_DONE),
    Verdict.TAKEN_OFF: ok(N_("Crate {crate} of {shop} is off the van"), Sound.PUT_DONE),
    Verdict.UNDONE: ok(N_("Undone: take crate {crate} of {shop} off the van"), Sound.PUT_DONE),
    Verdict.DEPARTED: ok(N_("Route {route} has left with {crates} crates"), Sound.WAVE_DONE),
    Verdict.REPEATED: info(N_("The same code twice: counted once")),
    Verdict.ALREADY_ON: info(N_("Crate {crate} of {shop} is on this van already")),
    Verdict.NOTHING_TO_UNDO: info(N_("There is nothing to undo")),
    Verdict.NOT_NOW: info(N_("This is not possible now")),
    Verdict.BADGE_SCANNED: info(N_("This is a badge. Scan the label of a crate")),
    Verdict.LOADED_BEHIND: ask(
        N_("Crate {crate} is on, but will stand behind stop {next}, {next_shop}: that one is not complete")
    ),
    Verdict.MOVED_OVER: ask(N_("Crate {crate} of {shop} was booked on another van. It is on this one now")),
    Verdict.CHOOSE_ROUTE: ask(N_("Scan the route sheet first. This crate goes with route {route}, {van}")),
    Verdict.CONFIRM_DEPARTURE: ask(N_("Press Depart once more, or scan the sheet again")),
    Verdict.CRATES_MISSING: ask(N_("Not everything is on: to leave like this needs a supervisor")),
    Verdict.TAKE_DOWN: refused(
        N_("{crates} crates with goods of cancelled orders come down first, or a supervisor lets them go")
    ),
    Verdict.WRONG_VAN: refused(
        N_("Wrong van! Crate {crate} of {shop} goes with route {route}, {van}. Do not load it")
    ),
    Verdict.STRAY: refused(N_("Take crate {crate} of {shop} off: it goes with route {route}, {van}")),
    Verdict.NOT_CLOSED: refused(
        N_("Crate {crate} of {shop} is still being packed. Bring it back to its desk")
    ),
    Verdict.NOT_WEIGHED: refused(
        N_("Crate {crate} of {shop} was not weighed. Bring it to the scale, or F1: a supervisor")
    ),
    Verdict.WEIGHT_DIFFERS: refused(
        N_("Crate {crate} of {shop} does not weigh what it should. Back to the scale, or F1: a supervisor")
    ),
    Verdict.HOLDS_CANCELLED: refused(
        N_("Crate {crate} of {shop} holds goods of cancelled order {order}: take it to the room Crates")
    ),
    Verdict.NO_ROUTE: refused(N_("No route goes to {shop} tonight. Ask dispatch where crate {crate} goes")),
    Verdict.LEFT_ALREADY: refused(
        N_("Crate {crate} of {shop} is booked as gone. Is the label right? Ask dispatch")
    ),
    Verdict.LEFT_WITHOUT_IT: refused(
        N_("Route {route} left without crate {crate} of {shop}. Ask dispatch for another van")
    ),
    Verdict.ROUTE_LEFT: refused(N_("Route {route} left at {time}. Choose another route")),
    Verdict.OTHER_CYCLE: refused(N_("This crate is of {cycle}, {shop}: not of tonight. Put it aside")),
    Verdict.VOID_LABEL: refused(
        N_("This label is void: crate {crate} was packed anew, its label ends in {end}")
    ),
    Verdict.UNKNOWN_CRATE: refused(N_("Nobody here knows this crate. Put it aside and tell the lead")),
    Verdict.NOT_ON_VAN: refused(N_("Crate {crate} of {shop} is not on this van")),
    Verdict.UNKNOWN_ROUTE: refused(N_("No route of tonight has this code. Is the sheet an old one?")),
    Verdict.PRODUCT_SCANNED: refused(N_("This is a product. Scan the label of the crate")),
    Verdict.UNKNOWN_CODE: refused(N_("Unknown code {code}. Scan the label of a crate")),
    Verdict.BAD_CHECK_DIGIT: refused(N_("The code was misread (check digit). Scan once more")),
    Verdict.NOT_RECORDED: refused(N_("Not recorded! {what}. {remedy}")),
}
