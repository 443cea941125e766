"""What every command of a dock works with, and the one way an act becomes durable."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from station.inbound.model.card import Card
from station.inbound.model.orders import OrderLine, PurchaseOrder
from station.inbound.model.put_away import Waiting
from station.inbound.model.rules import Shelf
from station.inbound.store import bins
from station.inbound.store.bins import Propose
from station.inbound.store.orders import OrderBook
from station.kernel.clock import Clock
from station.kernel.ids import OperatorId, Sku, StationId
from station.people.badges import BadgeHolder
from station.storage.database import Database
from station.sync.outbox import Act, Author, acting


@dataclass
class Desk:
    """A dock: its database, who works there, the purchase order it receives, the goods in hand."""

    database: Database
    clock: Clock
    station_id: StationId
    time_zone: ZoneInfo
    margin_days: int
    propose: Propose = bins.to_pick_face
    operator: BadgeHolder | None = None
    orders: list[PurchaseOrder] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    chosen_id: UUID | None = None
    card: Card | None = None
    _book: OrderBook = field(default_factory=OrderBook)

    @property
    def chosen(self) -> PurchaseOrder | None:
        """The purchase order being received."""
        return self.order(self.chosen_id)

    @property
    def shelf(self) -> Shelf:
        """By what day goods that come in now must still be good."""
        return Shelf(self.today, self.margin_days)

    @property
    def today(self) -> date:
        """The day at the warehouse."""
        return self.clock.now().astimezone(self.time_zone).date()

    def order(self, document_id: UUID | None) -> PurchaseOrder | None:
        """The purchase order with this id."""
        return next((each for each in self.orders if each.id == document_id), None)

    def line(self, sku: Sku) -> OrderLine | None:
        """The line of the order being received for a product."""
        return self.chosen.line(sku) if self.chosen is not None else None

    @contextmanager
    def act(self) -> Iterator[Act]:
        """One durable act on what the rows say now; they are read again behind it."""
        with acting(self.database, self.author()) as act:
            self.read(act.connection)
            yield act
        self.refresh()

    def refresh(self) -> None:
        """Read what the sync, another desk or an act has changed."""
        with self.database.look() as connection:
            self.read(connection)

    def read(self, connection: Connection) -> None:
        """Read orders and goods that wait, in the caller's transaction."""
        self.orders = self._book.load(connection)
        self.waiting = bins.waiting(connection, self.propose)

    def author(self) -> Author:
        """In whose name facts are written now."""
        operator_id: OperatorId | None = self.operator.id if self.operator else None
        return Author(self.station_id, operator_id, self.clock.now())
