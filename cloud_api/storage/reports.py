"""What a slice is told when a fact concerns its rows; lets the exchange call slices it does not know."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from cloud_api.wire.base import Message

Body = TypeVar("Body", bound=Message)


class Report(NamedTuple, Generic[Body]):
    """A fact with its checked body, within the transaction that keeps it."""

    connection: Connection
    station_id: UUID
    station_name: str
    warehouse: str
    pickup_point: str | None
    """The shop the station stands in, for the role pickup."""
    operator_id: UUID | None
    fact_id: UUID
    happened_at: datetime
    now: datetime
    body: Body


Handler = Callable[[Report[Any]], str | None]
"""Writes what a fact says into the slice's rows; or writes nothing and answers why it is refused."""

RunHandler = Callable[[Sequence[Report[Any]]], list[str | None]]
"""As a Handler for reports of one station that followed each other, with the same end as one by one."""
