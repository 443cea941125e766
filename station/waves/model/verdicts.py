"""Every outcome of an act at the board of waves, and how it is told."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from station.kernel.messages import N_, Sound, Telling
from station.kernel.tellings import ask, info, ok, refused


class Verdict(StrEnum):
    """What the board answers to a scan or a key."""

    RELEASED = "released"
    HELD = "held"
    WANTED = "wanted"
    KEPT = "kept"
    ASSIGNED = "assigned"
    PAIRED = "paired"
    DIVIDED = "divided"
    REJOINED = "rejoined"
    PARTED = "parted"
    FOUND = "found"
    PLANNED = "planned"
    PAIRS_FOUND = "pairs_found"
    WORKING = "working"
    STOPPED = "stopped"
    NOTHING_WAITS = "nothing_waits"
    NOTHING_TO_SHARE = "nothing_to_share"
    NO_PAIRS = "no_pairs"
    NOT_NOW = "not_now"
    BADGE_SCANNED = "badge_scanned"
    PARTLY = "partly"
    NO_DESKS = "no_desks"
    OTHER_NIGHT = "other_night"
    UNKNOWN_CODE = "unknown_code"
    NOT_DONE = "not_done"


@dataclass(frozen=True)
class Ruling:
    """A verdict and the values of its words."""

    verdict: Verdict
    values: dict[str, Any] = field(default_factory=dict)


VERDICTS = {
    Verdict.RELEASED: ok(N_("{count} waves released")),
    Verdict.HELD: ok(N_("Wave {wave} held back")),
    Verdict.WANTED: ok(N_("Wave {wave}: its desk hands it over once its hands are empty")),
    Verdict.KEPT: ok(N_("Wave {wave} stays at its desk")),
    Verdict.ASSIGNED: ok(N_("{count} waves are meant for {desks} desks"), Sound.WAVE_DONE),
    Verdict.PAIRED: ok(N_("{count} pairs of waves are picked in one walk each")),
    Verdict.DIVIDED: ok(N_("Wave {wave} is divided: {parts} desks can pick it at once"), Sound.WAVE_DONE),
    Verdict.REJOINED: ok(N_("Wave {wave} is whole again")),
    Verdict.PARTED: ok(N_("In {parts} parts. Enter makes it so")),
    Verdict.FOUND: ok(N_("Crate of wave {wave}")),
    Verdict.PLANNED: ok(N_("Shared out. Enter makes it so")),
    Verdict.PAIRS_FOUND: ok(N_("{count} pairs. Enter makes it so")),
    Verdict.WORKING: info(N_("Asked. Wait a moment")),
    Verdict.STOPPED: info(N_("Stopped; this is the best found so far")),
    Verdict.NOTHING_WAITS: info(N_("No wave waits for release")),
    Verdict.NOTHING_TO_SHARE: info(N_("Every wave is begun or packed")),
    Verdict.NO_PAIRS: info(N_("No two waves fit one put wall together")),
    Verdict.NOT_NOW: info(N_("Not possible now")),
    Verdict.BADGE_SCANNED: info(N_("A badge. Nothing to sign here")),
    Verdict.PARTLY: ask(N_("{done} done, {left} not: {detail}")),
    Verdict.NO_DESKS: ask(N_("No desk is in sight. Sign in at the picking desks first")),
    Verdict.OTHER_NIGHT: ask(N_("Crate of a wave that is not on this board")),
    Verdict.UNKNOWN_CODE: refused(N_("Not a crate label of ours")),
    Verdict.NOT_DONE: Telling(ask("").tone, Sound.WRONG, N_("{what}. {remedy}")),
}
"""Tone, sound and words of each verdict."""


def ruling(verdict: Verdict, **values: Any) -> Ruling:
    """A verdict with the values of its words."""
    return Ruling(verdict, values)
