"""How a station becomes known, and what it is told about itself."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import NO_NUL, Code, Exact, Message, Moment, Text, ToldWhole
from cloud_api.wire.problems import Problem

DEVICE_CODE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
USER_CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
"""RFC 8628, 6.1: no vowels, so that no code is a word; nothing that looks like something else."""
USER_CODE_LENGTH = 8


class Role(StrEnum):
    """What the bearer of a token may do."""

    WAREHOUSE = "warehouse"
    """A warehouse desk: takes waves, packs crates, loads vans."""
    DISPATCH = "dispatch"
    """The dispatcher's PC: plans routes, watches loading."""
    PICKUP = "pickup"
    """A shop's till: receives crates, hands orders over."""
    INTEGRATOR = "integrator"
    """A shop system or IT: catalogue, cycles, orders."""
    MANAGER = "manager"
    """A person signed in who runs one warehouse; never a station."""


Proof = Annotated[str, Field(pattern=r"^[0-9A-Za-z_-]{43}$")]
"""256 random bits a station makes and keeps until it has the answer: with it a lost answer is given again."""

StationName = Annotated[str, Field(min_length=1, max_length=60, pattern=NO_NUL)]
"""How people call a PC: 工位 1."""


class Enrolment(Message):
    """A one-time short code turned into a token."""

    code: Annotated[str, Field(pattern=r"^[0-9]{8}$")]
    name: StationName
    proof: Proof | None = None


class Enrolled(Message):
    """The token is shown once; the cloud keeps its SHA-256 only."""

    station_id: UUID
    token: str
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    pickup_point: str | None = None
    """The shop it stands in, for the role pickup."""
    pickup_point_name: Text = ""
    warehouse: str
    warehouse_name: Text
    time_zone: str
    brand: Text
    token_expires_at: Moment | None = None


class DeviceRequest(Message):
    """What a PC says of itself when it asks to become a station (RFC 8628, 3.1)."""

    name: StationName
    roles: Annotated[tuple[Role, ...], Field(max_length=4)] = ()
    """What it would be for; the person who allows it decides."""
    release: Annotated[str, Field(max_length=32, pattern=NO_NUL)] = ""
    station_id: UUID | None = None
    """The station this PC was before: with a person's word it can be the same again."""
    unsent: Annotated[int, Field(ge=0, le=10**9), ToldWhole] = 0
    """Records of that station that were not sent: they can only be sent as the same station."""


class DeviceAuthorization(Message):
    """The codes of a request (RFC 8628, 3.2): one for the PC, one for the person."""

    device_code: str
    user_code: str
    """XXXX-XXXX"""
    verification_uri: str
    verification_uri_complete: str
    """The same with the code in it, for a QR."""
    expires_in: int
    """Seconds."""
    interval: int
    """Seconds to wait between two questions."""


class TokenQuestion(Message):
    """Whether the person has decided (RFC 8628, 3.4)."""

    grant_type: str
    device_code: Annotated[str, Field(min_length=1, max_length=200)]


class GrantError(StrEnum):
    """Why there is no token yet, or none at all (RFC 8628, 3.5; RFC 6749, 5.2)."""

    AUTHORIZATION_PENDING = "authorization_pending"
    SLOW_DOWN = "slow_down"
    ACCESS_DENIED = "access_denied"
    EXPIRED_TOKEN = "expired_token"  # noqa: S105 - a word of the RFC
    INVALID_GRANT = "invalid_grant"
    INVALID_REQUEST = "invalid_request"
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type"


class GrantProblem(Problem):
    """An error as OAuth has it and as problem details have it, in one."""

    error: GrantError
    error_description: str


class Granted(Enrolled):
    """The token of a request that was allowed, with all the station learns about itself."""

    access_token: str
    """The same as `token`, by its name in OAuth."""
    token_type: str = "Bearer"  # noqa: S105 - a word of the RFC
    expires_in: int
    """Seconds."""


class Decision(Exact):
    """A person's word on a request, and what the new station is for."""

    allow: bool
    roles: Annotated[tuple[Role, ...], Field(max_length=4)] = ()
    warehouse: Code | None = None
    pickup_point: Code | None = None
    station_id: UUID | None = None
    """Let it be this station again, with its place, its roles and its unsent records."""


class WaitingDevice(Message):
    """A PC that shows a code at this moment; the code itself is known to nobody but its screen."""

    name: str
    roles: tuple[Role, ...]
    release: str
    address: str
    asked_at: Moment
    expires_at: Moment
    station_id: UUID | None
    station_name: str | None
    """The station it says it was before, where there is one."""
    unsent: int


class TokenState(Message):
    """How long the caller's token is good; from `rotate_from` on it should ask for a new one."""

    created_at: Moment
    expires_at: Moment | None
    rotate_from: Moment | None


class Rotation(Message):
    """A station asks for a new token."""

    proof: Proof


class NewToken(Message):
    """The new token; the old one is good until `old_until`."""

    token: str
    expires_at: Moment
    old_until: Moment


class StationState(StrEnum):
    """Whether a station may come in."""

    ACTIVE = "active"
    REVOKED = "revoked"
    EXPIRED = "expired"
    """Its token ran out while it was away."""


class KnownStation(Message):
    """A station as those who run things see it."""

    id: UUID
    name: str
    roles: tuple[Role, ...]
    warehouse: str | None
    pickup_point: str | None
    enrolled_at: Moment
    last_seen_at: Moment | None
    release: str | None
    state: StationState
    token_expires_at: Moment | None


class StationPage(Message):
    """Stations by id; `next` goes into `after` for the rest."""

    items: tuple[KnownStation, ...]
    next: str | None


class StationRename(Message):
    """A new name for a station."""

    name: StationName
