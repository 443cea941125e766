"""Verbs about who may come in and who did what: enrol-code, manager, stations, revoke-station, audit."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from pydantic import SecretStr, ValidationError

from cloud_api.catalogue.checks import CatalogueRefusedError
from cloud_api.catalogue.service import put_catalogue
from cloud_api.devices.placing import CodeRefusedError
from cloud_api.devices.service import issue_code
from cloud_api.devices.stations import StationVerdict, list_stations, revoke
from cloud_api.http.callers import Caller
from cloud_api.http.problems import explain
from cloud_api.people.pins import PinKeeper
from cloud_api.people.service import WeakPinError, check_pin, keep_pin, operator_with_badge
from cloud_api.settings import Settings
from cloud_api.storage.audit import SERVICE, START, Head, Proof, trail_head, verify_trail
from cloud_api.storage.clock import system_clock
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.roles import role_names
from cloud_api.storage.transaction import reading, writing
from cloud_api.verbs.outcomes import Outcome, RefusedError, database
from cloud_api.wire.catalogue import Catalogue, Operator
from cloud_api.wire.people import PinChange
from cloud_api.wire.stations import KnownStation, Role
from cloud_api.wiring import hooks_of

_STATIONS_A_PAGE = 500


def give_code(
    settings: Settings,
    roles: Collection[Role],
    warehouse: str | None,
    pickup_point: str | None,
    valid_for: timedelta,
) -> Outcome:
    """A one-time code to enrol one station with."""
    with database(settings) as engine:
        try:
            with writing(engine) as connection:
                code = issue_code(
                    connection,
                    roles,
                    warehouse,
                    system_clock(),
                    pickup_point=pickup_point,
                    valid_for=valid_for,
                    key=settings.code_key,
                )
        except CodeRefusedError as refusal:
            raise RefusedError(str(refusal)) from refusal
    until = code.expires_at.isoformat(timespec="minutes")
    values = {
        "code": code.code,
        "roles": code.roles,
        "warehouse": code.warehouse,
        "pickup_point": code.pickup_point,
        "expires_at": code.expires_at.isoformat(),
    }
    words = (
        f"{code.code[:4]} {code.code[4:]}\n"
        f"Good for one station with the role {role_names(code.roles)}, until {until}."
    )
    return Outcome(values, words)


def make_manager(settings: Settings, name: str, badge: str, warehouse: str, pin: SecretStr) -> Outcome:
    """A manager with a PIN: the first one has nobody who could make him; or one who forgot his PIN."""
    try:
        told = PinChange(pin=pin).pin
        check_pin(told, badge)
        with database(settings) as engine, writing(engine) as connection:
            known = operator_with_badge(connection, badge)
            operator = Operator(
                id=new_uuid() if known is None else known.id,
                name=name,
                badge=badge,
                warehouse=warehouse,
                pickup_point=None if known is None else known.pickup_point,
                supervisor=known is not None and known.supervisor,
                manager=True,
            )
            put_catalogue(connection, Catalogue(operators=(operator,)), system_clock())
            keep_pin(connection, operator.id, PinKeeper().hashed(told), SERVICE, system_clock())
    except ValidationError as error:
        raise RefusedError(f"Name, badge or PIN does not fit: {explain(error)}. Put it right.") from None
    except (WeakPinError, CatalogueRefusedError) as refusal:
        raise RefusedError(str(refusal)) from refusal
    values = {"id": str(operator.id), "badge": badge, "warehouse": warehouse}
    return Outcome(values, f"{name} may sign in at the console with badge {badge} and the PIN.")


def verify_audit(settings: Settings, noted: str | None) -> Outcome:
    """Whether the trail of acts is whole; answers its head, to be noted elsewhere."""
    number, _, hashed = (noted or "").partition(":")
    head = Head(int(number), hashed) if number.isdecimal() else START
    with database(settings) as engine, reading(engine) as connection:
        proof, last = verify_trail(connection, head), trail_head(connection)
    if not proof.holds:
        raise RefusedError(
            f"The audit trail was tampered with: {_tampered(proof)}. Keep this database as it is, compare it "
            "with the last backup, and call whoever answers for your data."
        )
    values = {"acts": proof.acts, "head": f"{last.number}:{last.hash}"}
    return Outcome(
        values, f"{proof.acts} acts, each follows from the one before. Note: --head {values['head']}"
    )


def _tampered(proof: Proof) -> str:
    told = [f"act {number} does not follow from the one before" for number in proof.broken[:5]]
    if proof.end_is_missing:
        told.append("its end is not the one that was written last")
    if not proof.head_is_known:
        told.append("the head you noted is not in it")
    return "; ".join(told)


def list_all_stations(settings: Settings) -> Outcome:
    """Every station with its state."""
    found: list[KnownStation] = []
    with database(settings) as engine, reading(engine) as connection:
        page = list_stations(connection, None, None, _STATIONS_A_PAGE, system_clock())
        found += page.items
        while page.next is not None:
            page = list_stations(connection, None, UUID(page.next), _STATIONS_A_PAGE, system_clock())
            found += page.items
    words = [
        f"{each.id}  {each.state:8}  {role_names(each.roles)}  {each.pickup_point or each.warehouse or '-'}  "
        f"{each.name}  {'never seen' if each.last_seen_at is None else f'{each.last_seen_at:%Y-%m-%d %H:%M}'}"
        for each in found
    ]
    return Outcome([each.model_dump(mode="json") for each in found], "\n".join(words) or "No station yet.")


def revoke_one(settings: Settings, station_id: UUID) -> Outcome:
    """Shut a station out at once."""
    administrator = Caller(new_uuid(), "command line", frozenset({Role.INTEGRATOR}), None)
    with database(settings) as engine, writing(engine) as connection:
        verdict = revoke(connection, administrator, station_id, system_clock(), hooks_of(settings))
    if verdict is StationVerdict.UNKNOWN:
        raise RefusedError(f"There is no station {station_id}. `python -m cloud_api stations` lists them.")
    return Outcome({"revoked": str(station_id)}, f"Station {station_id} is shut out. Its records stay.")
