"""Every outcome of the dispatcher's acts, and how it is told."""

from enum import StrEnum

from station.kernel.messages import N_, Sound, Telling
from station.kernel.tellings import ask, info, ok, refused


class Verdict(StrEnum):
    """What the dispatch desk answers to a gesture."""

    CYCLE_CHOSEN = "cycle_chosen"
    PLANNED = "planned"
    PLANNED_IN_PART = "planned_in_part"
    PLAN_STOPPED = "plan_stopped"
    MOVED = "moved"
    MOVED_WITH_PROBLEM = "moved_with_problem"
    TAKEN_OFF = "taken_off"
    LOCKED = "locked"
    UNLOCKED = "unlocked"
    ROUTE_LOCKED = "route_locked"
    ROUTE_UNLOCKED = "route_unlocked"
    UNDONE = "undone"
    REDONE = "redone"
    ROUTES_CAME = "routes_came"
    PUBLISHED = "published"
    VAN_SAVED = "van_saved"
    VAN_AWAY = "van_away"
    VAN_BACK = "van_back"
    VANS_IMPORTED = "vans_imported"

    SHEETS_SAVED = "sheets_saved"
    SHEETS_PRINTED = "sheets_printed"

    NOT_NOW = "not_now"
    NOTHING_TO_UNDO = "nothing_to_undo"
    NOTHING_TO_REDO = "nothing_to_redo"
    SAME_PLACE = "same_place"
    PLANNING_NOW = "planning_now"
    NOTHING_NEW = "nothing_new"
    VANS_NOT_SENT = "vans_not_sent"

    WAYS_NOT_KNOWN = "ways_not_known"
    SIGN_IN_FIRST = "sign_in_first"
    CONFIRM_WINDOWS = "confirm_windows"
    VANS_IMPORTED_IN_PART = "vans_imported_in_part"

    STOP_IS_LOCKED = "stop_is_locked"
    ROUTE_IS_LOCKED = "route_is_locked"
    ROUTE_HAS_LEFT = "route_has_left"
    CANNOT_BE_ROUTED = "cannot_be_routed"
    UNKNOWN_STOP = "unknown_stop"
    UNKNOWN_VAN = "unknown_van"
    VAN_IS_AWAY = "van_is_away"
    NO_STOPS = "no_stops"
    NO_VANS = "no_vans"
    NO_WAREHOUSE = "no_warehouse"
    NOTHING_PUBLISHED = "nothing_published"
    BREAKS_RULE = "breaks_rule"
    NOTHING_TO_PUBLISH = "nothing_to_publish"
    VAN_NOT_SENT = "van_not_sent"
    DAY_CHANGED = "day_changed"
    VAN_REFUSED = "van_refused"
    VANS_REFUSED = "vans_refused"
    FILE_UNREADABLE = "file_unreadable"
    NOT_RECORDED = "not_recorded"


VERDICTS: dict[Verdict, Telling] = {
    Verdict.CYCLE_CHOSEN: ok(N_("{cycle}: {stops} stops")),
    Verdict.PLANNED: ok(N_("{stops} stops on {routes} routes, {km} km"), Sound.WAVE_DONE),
    Verdict.PLANNED_IN_PART: ask(
        N_("{stops} stops on {routes} routes, {km} km. {left} stops are left: see why")
    ),
    Verdict.PLAN_STOPPED: ok(N_("Stopped. The best plan so far: {stops} stops on {routes} routes, {km} km")),
    Verdict.MOVED: ok(N_("{stop} is now stop {position} of van {van}: {difference}")),
    Verdict.MOVED_WITH_PROBLEM: ask(N_("{stop} is now stop {position} of van {van}. {problem}")),
    Verdict.TAKEN_OFF: ok(N_("{stop} was taken off: {difference}")),
    Verdict.LOCKED: ok(N_("{stop} stays on van {van}, also when you plan again")),
    Verdict.UNLOCKED: ok(N_("{stop} may be moved again")),
    Verdict.ROUTE_LOCKED: ok(N_("The route of van {van} stays as it is, also when you plan again")),
    Verdict.ROUTE_UNLOCKED: ok(N_("The route of van {van} may change again")),
    Verdict.UNDONE: ok(N_("Undone: {act}")),
    Verdict.REDONE: ok(N_("Done again: {act}")),
    Verdict.ROUTES_CAME: info(N_("Another PC published version {version} of the routes. Undo shows yours")),
    Verdict.PUBLISHED: ok(N_("Version {version} is published: {routes} routes"), Sound.WAVE_DONE),
    Verdict.VAN_SAVED: ok(N_("Van {van} is saved")),
    Verdict.VAN_AWAY: ok(N_("Van {van} does not drive tonight")),
    Verdict.VAN_BACK: ok(N_("Van {van} drives tonight")),
    Verdict.VANS_IMPORTED: ok(N_("{taken} vans taken over")),
    Verdict.SHEETS_SAVED: ok(N_("The route sheets are saved: {file}")),
    Verdict.SHEETS_PRINTED: ok(N_("{routes} route sheets are being printed")),
    Verdict.NOT_NOW: info(N_("This is not possible now")),
    Verdict.NOTHING_TO_UNDO: info(N_("There is nothing to undo")),
    Verdict.NOTHING_TO_REDO: info(N_("There is nothing to do again")),
    Verdict.SAME_PLACE: info(N_("{stop} stands there already")),
    Verdict.PLANNING_NOW: info(N_("The routes are being planned. Stop the planning first")),
    Verdict.NOTHING_NEW: info(N_("Nothing has changed since version {version} was published")),
    Verdict.VANS_NOT_SENT: info(N_("The vans are saved on this PC, but not in the cloud: {what}. {remedy}")),
    Verdict.WAYS_NOT_KNOWN: info(N_("A moment: the ways between the stops are being measured")),
    Verdict.SIGN_IN_FIRST: ask(N_("Scan your badge first")),
    Verdict.CONFIRM_WINDOWS: ask(
        N_("{late} stops are reached after their time. Press Publish again to publish all the same")
    ),
    Verdict.VANS_IMPORTED_IN_PART: ask(N_("{taken} vans taken over, {refused} rows refused: see why")),
    Verdict.STOP_IS_LOCKED: refused(N_("{stop} is locked. Unlock it first")),
    Verdict.ROUTE_IS_LOCKED: refused(N_("The route of van {van} is locked. Unlock it first")),
    Verdict.ROUTE_HAS_LEFT: refused(N_("Van {van} has left: its route cannot change any more")),
    Verdict.CANNOT_BE_ROUTED: refused(N_("{stop} cannot be put on a route: {reason}. {remedy}")),
    Verdict.UNKNOWN_STOP: refused(N_("This stop is not in the plan any more. Plan again")),
    Verdict.UNKNOWN_VAN: refused(N_("There is no van {van}")),
    Verdict.VAN_IS_AWAY: refused(N_("Van {van} does not drive tonight")),
    Verdict.NO_STOPS: refused(N_("No stop can be planned yet. Stops come at the cut-off")),
    Verdict.NO_VANS: refused(N_("No van drives tonight. Add a van, or bring one back")),
    Verdict.NO_WAREHOUSE: refused(
        N_("The position of the warehouse is not known. Enter it in the shop system")
    ),
    Verdict.NOTHING_PUBLISHED: refused(N_("There is no published route to print. Publish first")),
    Verdict.BREAKS_RULE: refused(N_("Not published. {problem}")),
    Verdict.NOTHING_TO_PUBLISH: refused(N_("There are no routes to publish. Plan first")),
    Verdict.VAN_NOT_SENT: refused(
        N_("Not published. Van {van} is not in the cloud yet; it is being sent. Try again in a moment")
    ),
    Verdict.DAY_CHANGED: refused(
        N_("Not published. {stops} stops came after the planning. Plan again, or take them off")
    ),
    Verdict.VAN_REFUSED: refused(N_("Not saved. {why}")),
    Verdict.VANS_REFUSED: refused(N_("The cloud does not take the vans: {what}. {remedy}")),
    Verdict.FILE_UNREADABLE: refused(N_("{what}. {remedy}")),
    Verdict.NOT_RECORDED: refused(N_("Not recorded! {what}. {remedy}")),
}
