"""Every outcome of an act at the crates desk, and how it is told."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from station.kernel.messages import N_, Telling
from station.kernel.tellings import ask, info, ok, refused


class Verdict(StrEnum):
    """What the crates desk answers."""

    SHOWN = "shown"
    LOOKING = "looking"
    WEIGHED = "weighed"
    TOO_HEAVY = "too_heavy"
    TOO_LIGHT = "too_light"
    TOO_HEAVY_BY = "too_heavy_by"
    TOO_LIGHT_BY = "too_light_by"
    COUNT_LIGHT = "count_light"
    COUNT_ALL = "count_all"
    PIECE_COUNTED = "piece_counted"
    SCALE_VOUCHES = "scale_vouches"
    NOT_OF_CRATE = "not_of_crate"
    MISCOUNTED = "miscounted"
    ALLOWED = "allowed"
    TARE_KEPT = "tare_kept"
    REOPENED = "reopened"
    CONFIRM_REPACK = "confirm_repack"
    REPACKED = "repacked"
    LABEL_QUEUED = "label_queued"
    BOX_SHOWN = "box_shown"
    BOX_USED = "box_used"
    BOX_BACK = "box_back"
    BOX_DAMAGED = "box_damaged"
    BOX_LOST = "box_lost"
    BOX_COUNTED = "box_counted"
    CRATE_BACK = "crate_back"

    NOT_NOW = "not_now"
    CRATE_FIRST = "crate_first"
    NO_SCALE = "no_scale"
    JUMPS = "jumps"
    EMPTY_SCALE = "empty_scale"
    OVERLOADED = "overloaded"
    NO_TARE = "no_tare"
    NOT_CLOSED = "not_closed"
    HAS_LEFT = "has_left"
    ON_VAN = "on_van"
    IS_VOID = "is_void"
    NO_WEIGHTS = "no_weights"
    NO_CONTENTS = "no_contents"
    NOTHING_DIFFERS = "nothing_differs"
    IS_OPEN = "is_open"
    OTHER_DESK = "other_desk"
    HAND_FULL = "hand_full"
    WAVE_WAITS = "wave_waits"
    NO_SERIALS = "no_serials"
    OLD_LABEL = "old_label"
    LAST_WEEK = "last_week"
    HOLDS_CANCELLED = "holds_cancelled"
    UNKNOWN = "unknown"
    UNKNOWN_OFFLINE = "unknown_offline"
    OTHER_WAREHOUSE = "other_warehouse"
    NO_CRATE = "no_crate"
    UNREADABLE = "unreadable"
    BOX_BUSY = "box_busy"
    NO_BADGE = "no_badge"
    NOT_RECORDED = "not_recorded"


VERDICTS: dict[Verdict, Telling] = {
    Verdict.SHOWN: info(N_("Crate {number} of {shop}")),
    Verdict.LOOKING: info(N_("Asking the cloud…")),
    Verdict.WEIGHED: ok(N_("{weight} kg: as planned")),
    Verdict.TOO_HEAVY: refused(
        N_("{difference} g too heavy. No single piece explains it: look into the crate")
    ),
    Verdict.TOO_LIGHT: refused(
        N_("{difference} g too light. No single piece explains it: look into the crate")
    ),
    Verdict.TOO_HEAVY_BY: refused(N_("{difference} g too heavy: perhaps one too many of {products}")),
    Verdict.TOO_LIGHT_BY: refused(N_("{difference} g too light: perhaps one lacks of {products}")),
    Verdict.COUNT_LIGHT: ask(
        N_("The weight is as planned. Too light for the scale: scan each piece of these, then Enter")
    ),
    Verdict.COUNT_ALL: ask(N_("The weight is as planned. Scan each piece in the crate, then Enter")),
    Verdict.PIECE_COUNTED: ok(N_("{product}: {pieces}")),
    Verdict.SCALE_VOUCHES: info(N_("{product}: the scale has told that. Scan the products of the list only")),
    Verdict.NOT_OF_CRATE: refused(N_("This does not belong into crate {crate}: take it out")),
    Verdict.MISCOUNTED: refused(N_("Not as many as planned: {products}. Look into the crate, then Enter")),
    Verdict.ALLOWED: ok(N_("{name} lets the weight pass")),
    Verdict.TARE_KEPT: ok(N_("{what} weighs {weight_g} g empty: kept")),
    Verdict.REOPENED: ok(N_("Crate {number} is open again: put it right in the room Picking")),
    Verdict.CONFIRM_REPACK: ask(N_("The goods go into another crate, this label becomes void. Enter: yes")),
    Verdict.REPACKED: ok(N_("The new label is printing: put it on the new crate, destroy the old one")),
    Verdict.LABEL_QUEUED: ok(N_("Copy {copy} of the label is printing")),
    Verdict.BOX_SHOWN: info(N_("Box {box}. Scan the crate label it carries")),
    Verdict.BOX_USED: ok(N_("Box {box} carries crate {number}")),
    Verdict.BOX_BACK: ok(N_("Box {box} is back")),
    Verdict.BOX_DAMAGED: ok(N_("Box {box} is back, damaged: put it aside")),
    Verdict.BOX_LOST: ok(N_("Box {box} is written down as lost")),
    Verdict.BOX_COUNTED: info(N_("Box {box} was counted already")),
    Verdict.CRATE_BACK: ok(N_("Crate {number} of {shop} is back, empty")),
    Verdict.NOT_NOW: ask(N_("That cannot be done now")),
    Verdict.CRATE_FIRST: ask(N_("Scan a crate first")),
    Verdict.NO_SCALE: refused(N_("No scale answers. Check its cable and the room Devices")),
    Verdict.JUMPS: ask(N_("The scale jumps: {weight} kg. Let it come to rest, nothing may touch it; Enter")),
    Verdict.EMPTY_SCALE: ask(N_("Nothing is on the scale. Put the crate on it; Enter")),
    Verdict.OVERLOADED: refused(N_("This is too heavy for the scale")),
    Verdict.NO_TARE: refused(
        N_("Nobody has told what an empty one weighs. Put an empty one on the scale: F10")
    ),
    Verdict.NOT_CLOSED: refused(N_("Crate {number} is not closed yet: close it in the room Picking")),
    Verdict.HAS_LEFT: refused(N_("Crate {number} has left for {shop}")),
    Verdict.ON_VAN: refused(N_("Crate {number} is on a van: take it off in the room Loading")),
    Verdict.IS_VOID: refused(N_("Crate {number} is void: its wave was started anew with other crates")),
    Verdict.NO_WEIGHTS: refused(N_("A product in it has no weight in the catalogue: it cannot be checked")),
    Verdict.NO_CONTENTS: refused(N_("What lies in it only the cloud knows, which cannot be reached now")),
    Verdict.NOTHING_DIFFERS: ask(N_("No weight of this crate differs")),
    Verdict.IS_OPEN: info(N_("Crate {number} is open: go on in the room Picking")),
    Verdict.OTHER_DESK: refused(N_("Crate {number} was picked at {desk}. It is opened again there")),
    Verdict.HAND_FULL: refused(
        N_("In the room Picking something is in the hand. Put it into its crate first")
    ),
    Verdict.WAVE_WAITS: refused(N_("In the room Picking a wave was taken and not begun. Begin it first")),
    Verdict.NO_SERIALS: refused(N_("This station has no crate numbers left. Take a wave, then do it again")),
    Verdict.OLD_LABEL: refused(N_("This label is void: the crate was packed anew, its label ends in {end}")),
    Verdict.LAST_WEEK: ask(
        N_("This label is of an earlier cycle: {cycle}. Take it off before it is used again")
    ),
    Verdict.HOLDS_CANCELLED: refused(
        N_("Crate {number} holds goods of cancelled order {order}: open it again, then take them out")
    ),
    Verdict.UNKNOWN: refused(N_("No crate of ours ever had this label")),
    Verdict.UNKNOWN_OFFLINE: refused(
        N_("This desk does not know the label, and the cloud cannot be reached")
    ),
    Verdict.OTHER_WAREHOUSE: refused(N_("This crate belongs to another warehouse: {detail}")),
    Verdict.NO_CRATE: refused(N_("This is no crate label and no box")),
    Verdict.UNREADABLE: refused(N_("The code was misread. Scan it again")),
    Verdict.BOX_BUSY: refused(N_("Box {box} carries another crate that has not left. Take another box")),
    Verdict.NO_BADGE: ask(N_("A supervisor scans the badge")),
    Verdict.NOT_RECORDED: refused(N_("Not recorded: {what}. {remedy}")),
}


@dataclass(frozen=True)
class Ruling:
    """A verdict with the values its words need."""

    verdict: Verdict
    values: dict[str, Any] = field(default_factory=dict)
