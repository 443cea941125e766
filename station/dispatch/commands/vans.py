"""What the dispatcher does with vans: add, change, keep at home, take over a table, send to the cloud."""

from collections.abc import Sequence

from cloud_api.wire.catalogue import Van
from station.dispatch.commands.desk import DispatchDesk
from station.dispatch.commands.van_files import VanFile
from station.dispatch.model.edit_rules import Ruling
from station.dispatch.model.edit_van import VanForm, checked_van
from station.dispatch.model.verdicts import Verdict
from station.dispatch.store import vans as rows
from station.kernel.messages import Message


def save_van(desk: DispatchDesk, form: VanForm) -> Ruling:
    """A new van, or other values of one that is known."""
    checked = checked_van(form, desk.warehouse)
    if isinstance(checked, Message):
        return Ruling(Verdict.VAN_REFUSED, {"why": checked})
    with desk.act() as (connection, _):
        rows.save_van(connection, checked)
    return Ruling(Verdict.VAN_SAVED, {"van": checked.code})


def set_away(desk: DispatchDesk, code: str, *, away: bool) -> Ruling:
    """A van stays at home tonight, or drives after all; the cloud does not hear of it."""
    if desk.published is not None and code in desk.published.left:
        return Ruling(Verdict.ROUTE_HAS_LEFT, {"van": code})
    with desk.act() as (connection, _):
        known = rows.set_away(connection, code, away=away)
    if not known:
        return Ruling(Verdict.UNKNOWN_VAN, {"van": code})
    return Ruling(Verdict.VAN_AWAY if away else Verdict.VAN_BACK, {"van": code})


def import_vans(desk: DispatchDesk, file: VanFile) -> Ruling:
    """Take over the good rows of a table; the others are shown with why."""
    with desk.act() as (connection, _):
        for van in file.vans:
            rows.save_van(connection, van)
    values = {"taken": len(file.vans), "refused": len(file.refused)}
    return Ruling(Verdict.VANS_IMPORTED_IN_PART if file.refused else Verdict.VANS_IMPORTED, values)


def unsent(desk: DispatchDesk) -> list[Van]:
    """Vans the cloud does not have as they are here."""
    with desk.database.look() as connection:
        return rows.unsent_vans(connection)


def sent(desk: DispatchDesk, vans: Sequence[Van]) -> None:
    """The cloud has taken these."""
    with desk.act() as (connection, _):
        rows.vans_sent(connection, vans)
