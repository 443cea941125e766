"""Managers who sign in, and what the trail of acts tells."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, SecretStr, WithJsonSchema

from cloud_api.wire.base import Code, Exact, Message, Moment, Text
from cloud_api.wire.catalogue import BadgeCode

MIN_PIN_DIGITS = 4
MAX_PIN_DIGITS = 8


def _digits_only(pin: SecretStr) -> SecretStr:
    told = pin.get_secret_value()
    if not (MIN_PIN_DIGITS <= len(told) <= MAX_PIN_DIGITS and told.isascii() and told.isdecimal()):
        raise ValueError(f"a PIN has {MIN_PIN_DIGITS} to {MAX_PIN_DIGITS} digits")
    return pin


Pin = Annotated[
    SecretStr,
    AfterValidator(_digits_only),
    WithJsonSchema(
        {"type": "string", "format": "password", "pattern": f"^[0-9]{{{MIN_PIN_DIGITS},{MAX_PIN_DIGITS}}}$"}
    ),
]
"""Never written to a log: it shows as stars."""


class SignIn(Exact):
    """A badge and the PIN that goes with it."""

    badge: BadgeCode
    pin: Pin
    bearer: bool = False
    """True: the token comes in the answer, for a program. False: it comes as a cookie, for a browser."""


class Session(Message):
    """Who is signed in, for what, and until when."""

    operator_id: UUID
    name: Text
    warehouse: Code
    expires_at: Moment
    """At the latest; an hour without a request ends it sooner."""
    token: str | None = None
    """Only where the sign-in asked for it; shown this once."""


class PinChange(Message):
    """The new PIN of an operator."""

    pin: Pin


class Act(Message):
    """One row of the audit trail: who did what to what, when."""

    number: Annotated[int, Field(ge=1)]
    at: Moment
    actor_kind: str
    """person, station or service"""
    actor_id: UUID | None
    actor_name: str
    action: str
    about: str
    detail: dict[str, Any]
    previous_hash: str
    hash: str


class ActPage(Message):
    """Acts, the latest first; `next` goes into `after` for the rest."""

    items: tuple[Act, ...]
    next: str | None
