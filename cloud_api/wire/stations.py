"""How a station becomes known, and what it is told about itself."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field

from cloud_api.wire.base import Message, Text


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


class Enrolment(Message):
    """A one-time short code turned into a token."""

    code: Annotated[str, Field(pattern=r"^[0-9]{8}$")]
    name: Annotated[str, Field(min_length=1, max_length=60)]
    """How people call this PC: 工位 1."""


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
