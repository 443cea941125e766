"""Who this station is: its enrolment in the database, its token in the system's key store."""

import contextlib
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from cloud_api.wire.stations import DeviceRequest, Enrolled, Role
from station.kernel.ids import StationId
from station.kernel.messages import Message
from station.kernel.trouble import Trouble
from station.storage.database import Records
from station.storage.tables import fact, inbox, metadata, station, van
from station.sync import outbox
from station.sync.client import RELEASE, CloudClient

SERVICE = "YoulinStation"
TOKEN = "token"  # noqa: S105 - the kind of secret, not one
SHOP_KEY = "shop-key"
PIN_SECRET = "pin-secret"  # noqa: S105 - the kind of secret, not one
SECRET_FILE = "{kind}-{station_id}"  # noqa: S105 - a file's name


@dataclass(frozen=True)
class Identity:
    """This station as the cloud knows it."""

    id: StationId
    name: str
    roles: frozenset[Role]
    """What this PC is for: which rooms it shows, which changes it gets."""
    pickup_point: str | None
    """The shop it stands in, for the role pickup."""
    pickup_point_name: str
    warehouse: str
    """Code of its warehouse."""
    warehouse_name: str
    time_zone: ZoneInfo
    brand: str
    cloud_url: str


@dataclass(frozen=True)
class NewEnrolment:
    """What the PC itself says of its enrolment."""

    cloud_url: str
    name: str
    at: datetime
    proof: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    """Of whoever types a code: with it a lost answer is given again."""


def load_identity(connection: Connection) -> Identity | None:
    """The enrolment, or None on a fresh PC."""
    row = connection.execute(select(station)).first()
    if row is None:
        return None
    return Identity(
        id=StationId(row.id),
        name=row.name,
        roles=frozenset(Role(role) for role in row.roles.split(",")),
        pickup_point=row.pickup_point,
        pickup_point_name=row.pickup_point_name,
        warehouse=row.warehouse,
        warehouse_name=row.warehouse_name,
        time_zone=ZoneInfo(row.time_zone),
        brand=row.brand,
        cloud_url=row.cloud_url,
    )


def become_station(
    records: Records, tokens: "TokenStore", client: CloudClient, code: str, enrolment: NewEnrolment
) -> None:
    """Turn a one-time code into this PC's identity; never on the store thread.

    What can be refused is refused before the code is used up, and the token is kept before the identity
    that needs it. Raises Trouble with what to do.
    """
    records.act(refuse_while_unsettled)
    keep_enrolment(records, tokens, client.enrol(code, enrolment.name, enrolment.proof), enrolment)


def keep_enrolment(
    records: Records, tokens: "TokenStore", enrolled: Enrolled, enrolment: NewEnrolment
) -> None:
    """Keep what an enrolment answered; never on the store thread. The token first, then who needs it."""
    before = records.act(load_identity)
    tokens.save(StationId(enrolled.station_id), enrolled.token)
    records.act(save_identity, enrolled, enrolment)
    if before is not None and before.id != enrolled.station_id:
        tokens.forget(before.id)


def device_request(connection: Connection, name: str) -> DeviceRequest:
    """What this PC says of itself when it asks to become a station, or the same station again."""
    before = load_identity(connection)
    waiting, refused = outbox.count(connection)
    return DeviceRequest(
        name=name,
        roles=() if before is None else tuple(role for role in Role if role in before.roles),
        release=RELEASE,
        station_id=None if before is None else before.id,
        unsent=waiting + refused,
    )


def refuse_while_unsettled(connection: Connection) -> None:
    """Raises Trouble while records of this PC would be lost by enrolling it anew."""
    waiting, refused = outbox.count(connection)
    if waiting:
        raise _would_lose(Message("{count} records of this PC were not sent to the cloud yet", count=waiting))
    if refused:
        raise _would_lose(
            Message("{count} records of this PC were refused by the cloud and are not settled", count=refused)
        )


def save_identity(connection: Connection, enrolled: Enrolled, enrolment: NewEnrolment) -> None:
    """Keep the enrolment; there is one.

    As the same station in the same place it goes on where it was.

    A PC that is enrolled anew begins a new chain of facts; the old ones are in the cloud. Where it goes to
    another place (or has other tasks there) nothing of the old one stays: a former shop's PC knows no
    customers. Raises Trouble while something of it is not in the cloud.
    """
    before = load_identity(connection)
    if before is not None and before.id == enrolled.station_id and not _moves(before, enrolled):
        # The same station again: its records and their chain go on.
        connection.execute(update(station).values(_row(enrolled, enrolment)))
        return
    refuse_while_unsettled(connection)
    if _moves(before, enrolled):
        _refuse_while_vans_unsent(connection)
        # Overwritten, not only unlinked: rows that were deleted can be read from the file for long.
        connection.exec_driver_sql("PRAGMA secure_delete=ON")
        gone: Iterable[Table] = reversed(metadata.sorted_tables)
    else:
        gone = (fact, inbox, station)
    for table in gone:
        connection.execute(delete(table))
    connection.execute(insert(station).values(_row(enrolled, enrolment)))


def _row(enrolled: Enrolled, enrolment: NewEnrolment) -> dict[str, Any]:
    return {
        "id": enrolled.station_id,
        "name": enrolment.name,
        "role": enrolled.roles[0].value,
        "roles": ",".join(role.value for role in enrolled.roles),
        "pickup_point": enrolled.pickup_point,
        "pickup_point_name": enrolled.pickup_point_name,
        "warehouse": enrolled.warehouse,
        "warehouse_name": enrolled.warehouse_name,
        "time_zone": enrolled.time_zone,
        "brand": enrolled.brand,
        "cloud_url": enrolment.cloud_url,
        "enrolled_at": enrolment.at,
    }


def _moves(before: Identity | None, enrolled: Enrolled) -> bool:
    if before is None:
        return False
    place = (enrolled.warehouse, enrolled.pickup_point, frozenset(enrolled.roles))
    return (before.warehouse, before.pickup_point, before.roles) != place


def _refuse_while_vans_unsent(connection: Connection) -> None:
    unsent = connection.execute(select(func.count()).where(van.c.unsent)).scalar_one()
    if unsent:
        raise _would_lose(
            Message("{count} changes of vans on this PC were not sent to the cloud yet", count=unsent)
        )


class TokenStore:
    """Keeps secrets in the system's key store, or where there is none in a file only this user reads."""

    def __init__(self, folder: Path, *, in_file: bool) -> None:
        self._folder = folder
        self._in_file = in_file

    def save(self, station_id: StationId, secret: str, kind: str = TOKEN) -> None:
        """Keep the token of this station, or another kind of secret."""
        if not self._in_file and _to_key_store(station_id, secret, kind):
            # An older one in a file must not outlive it, nor the other way round.
            self._file(station_id, kind).unlink(missing_ok=True)
            return
        self._write_file(self._file(station_id, kind), secret)
        if not self._in_file:
            _out_of_key_store(station_id, kind)

    def load(self, station_id: StationId, kind: str = TOKEN) -> str:
        """The secret, or an empty text when it is gone."""
        if not self._in_file:
            found = _from_key_store(station_id, kind)
            if found:
                return found
        with contextlib.suppress(FileNotFoundError):
            return self._file(station_id, kind).read_text(encoding="ascii").strip()
        return ""

    def forget(self, station_id: StationId) -> None:
        """Keep no secret of a station that this PC is no more."""
        for kind in (TOKEN, SHOP_KEY, PIN_SECRET):
            self._file(station_id, kind).unlink(missing_ok=True)
            if not self._in_file:
                _out_of_key_store(station_id, kind)

    def _write_file(self, file: Path, secret: str) -> None:
        """Whole or not at all: a power cut must not leave a station without its token."""
        fresh = file.with_name(f"{file.name}.new")
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o600)
        with fresh.open("w", encoding="ascii") as stream:
            stream.write(secret)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(file)

    def _file(self, station_id: StationId, kind: str) -> Path:
        return self._folder / SECRET_FILE.format(kind=kind, station_id=station_id)


def _would_lose(what: Message) -> Trouble:
    return Trouble(
        what,
        Message("Ask for a code on the screen instead: then they are kept, and sent afterwards"),
        retry_helps=False,
    )


def _to_key_store(station_id: StationId, secret: str, kind: str) -> bool:
    import keyring  # 25 ms, and only needed once a start
    from keyring.errors import KeyringError

    try:
        keyring.set_password(SERVICE, _account(station_id, kind), secret)
    except KeyringError:
        return False
    return True


def _from_key_store(station_id: StationId, kind: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, _account(station_id, kind))
    except KeyringError:
        return None


def _out_of_key_store(station_id: StationId, kind: str) -> None:
    import keyring
    from keyring.errors import KeyringError

    with contextlib.suppress(KeyringError):
        keyring.delete_password(SERVICE, _account(station_id, kind))


def _account(station_id: StationId, kind: str) -> str:
    return str(station_id) if kind == TOKEN else f"{station_id} {kind}"


def token_gone() -> Trouble:
    """The PC was enrolled, and cannot prove it any more."""
    return Trouble(
        Message("The station's key is gone from this PC"),
        Message("Enrol it again with a fresh code; the data here is kept"),
        retry_helps=False,
    )


def other_station() -> Trouble:
    """The PC was enrolled as another station while it worked."""
    return Trouble(
        Message("This PC is another station now"),
        Message("Close the program and open it again"),
        retry_helps=False,
    )
