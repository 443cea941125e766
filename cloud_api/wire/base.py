"""What every message on the wire has in common."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)


def _to_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("the moment lies outside the years 1 to 9999 in UTC") from error


Moment = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""A moment with a time zone, kept in UTC."""

Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
"""A business key given by people or by another system (SKU, shop code, order number); blank ends go."""

Text = Annotated[str, Field(max_length=500)]


ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day "08:30" in the zone of the warehouse."""


class Message(BaseModel):
    """A message: immutable, unknown fields are ignored so that old stations understand new clouds."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Exact(Message):
    """A message in which true is not one piece, and 1 is not true: either is a slip of the sender."""

    @model_validator(mode="before")
    @classmethod
    def _keep_kinds_apart(cls, told: Any) -> Any:
        if isinstance(told, dict):
            for name, about in cls.model_fields.items():
                value = told.get(name)
                if isinstance(value, bool) and about.annotation is not bool:
                    raise ValueError(f"{name}: not true or false is wanted")
                if (
                    about.annotation is bool
                    and isinstance(value, int | float)
                    and not isinstance(value, bool)
                ):
                    raise ValueError(f"{name}: true or false is wanted, not a number")
        return told


class Zone(StrEnum):
    """Temperature zone 温层 of a product and of the crate it travels in."""

    AMBIENT = "ambient"
    CHILLED = "chilled"
    FROZEN = "frozen"


class ScanRule(StrEnum):
    """How often a product is scanned while it is picked."""

    EACH = "each"
    """Every single item is scanned."""
    ONCE = "once"
    """One scan, then the quantity shown is put."""
