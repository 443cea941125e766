"""What every message on the wire has in common."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
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


def _no_number(told: Any) -> Any:
    """1781870400 is a moment for a computer, not for whoever wrote down what this interface takes."""
    if isinstance(told, datetime) or (isinstance(told, str) and ":" in told):
        return told
    raise ValueError("a moment such as 2036-06-18T23:00:00+08:00 is wanted")


Moment = Annotated[AwareDatetime, BeforeValidator(_no_number), AfterValidator(_to_utc)]
"""A moment with a time zone, kept in UTC."""

NO_NUL = r"^[^\x00]*$"
"""No database of ours keeps a NUL in a text."""
NOT_BLANK = r"^[^\x00]*[^\s\x00][^\x00]*$"

Code = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64, pattern=NOT_BLANK)
]
"""A business key given by people or by another system (SKU, shop code, order number); blank ends go."""

Text = Annotated[str, Field(max_length=500, pattern=NO_NUL)]


def _whole(told: Any) -> Any:
    """53.0 is a whole number in JSON; "53" is a text, and true is a slip of the sender."""
    if type(told) is int or (isinstance(told, float) and told.is_integer()):
        return told
    if isinstance(told, float):
        raise ValueError("a whole number is wanted, not a part of one")
    if isinstance(told, str):
        raise ValueError("a whole number is wanted, not a text")
    raise ValueError("a whole number is wanted")


ToldWhole = BeforeValidator(_whole)
"""Stands behind the bounds of an `int`, so that JSON Schema tells both."""


ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day "08:30" in the zone of the warehouse."""


class Message(BaseModel):
    """A message: immutable, unknown fields are ignored so that old stations understand new clouds."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Exact(Message):
    """A message that takes a value only as the kind it is described: "12", 12 and true are three things."""

    @model_validator(mode="before")
    @classmethod
    def _keep_kinds_apart(cls, told: Any) -> Any:
        if isinstance(told, dict):
            for name, about in cls.model_fields.items():
                if name in told:
                    _check_kind(name, about.annotation, told[name])
        return told


_NUMBERS = (int, float, int | None, float | None)


def _check_kind(name: str, wanted: Any, value: Any) -> None:
    """Raises ValueError where pydantic would turn a value of another kind into the one that is wanted."""
    if wanted is bool and not isinstance(value, bool):
        raise ValueError(f"{name}: true or false is wanted, not a number or text")
    if isinstance(value, bool) and wanted is not bool:
        raise ValueError(f"{name}: not true or false is wanted")
    if isinstance(value, str) and wanted in _NUMBERS:
        raise ValueError(f"{name}: a number is wanted, not a text")


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
