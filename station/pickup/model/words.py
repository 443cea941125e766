"""Small sentences said inside others: where to put a crate, when goods come, how long a lock lasts."""

from datetime import datetime, timedelta, tzinfo

from cloud_api.wire.base import Zone
from cloud_api.wire.pickup import DeliveryState
from station.kernel.messages import Message
from station.pickup.model.goods import DeliveryHead, PackedLine
from station.pickup.model.view import Left, Step, UndoReason

PLACES: dict[Zone, Message] = {
    Zone.AMBIENT: Message("Put it on the shelf"),
    Zone.CHILLED: Message("Put it into the fridge"),
    Zone.FROZEN: Message("Put it into the freezer at once"),
}
LEFT_WORDS: dict[Left, Message] = {
    Left.NOT_FOUND: Message("not found"),
    Left.REFUSED: Message("the customer does not want it"),
}
UNDO_WORDS: dict[UndoReason, Message] = {
    UndoReason.WRONG_CUSTOMER: Message("Given to the wrong customer"),
    UndoReason.WRONG_GOODS: Message("Wrong goods were taken"),
    UndoReason.CHANGED_MIND: Message("The customer did not take it"),
    UndoReason.CONFIRMED_TOO_EARLY: Message("Confirmed by mistake"),
}
QUESTIONS: dict[Step, Message] = {
    Step.DAY: Message("Scan a customer's code, or a crate off the van"),
    Step.RECEIVING: Message("Scan each crate off the van"),
    Step.CHOOSE: Message("Which customer is it? Ask for the name"),
    Step.CUSTOMER: Message("Fetch the goods, then confirm"),
    Step.NOT_HERE: Message("Nothing of this customer is here yet"),
    Step.HANDED: Message("Handed over. Next customer, please"),
    Step.ALREADY: Message("This was collected already"),
    Step.EMPTIES: Message("Scan each box the driver takes, each crate that is empty"),
}


class Moments:
    """Tells moments by the shop's clock on the wall."""

    def __init__(self, zone: tzinfo, now: datetime) -> None:
        """`now` decides whether the day has to be said."""
        self._zone = zone
        self._now = now

    def local(self, at: datetime) -> datetime:
        """The moment in the shop's zone."""
        return at.astimezone(self._zone)

    def maybe(self, at: datetime | None) -> datetime | None:
        """As `local`, where there is a moment."""
        return None if at is None else self.local(at)

    def printed(self) -> str:
        """Now, as it stands on paper."""
        return self.local(self._now).strftime("%Y-%m-%d %H:%M")

    def say(self, at: datetime) -> str:
        """ "08:40", with the day in front when it is not today."""
        there = self.local(at)
        same_day = there.date() == self.local(self._now).date()
        return there.strftime("%H:%M" if same_day else "%m-%d %H:%M")


def when(delivery: DeliveryHead, moments: Moments) -> Message:
    """When goods of a delivery that are not here will be."""
    if delivery.state is None:
        return Message("nothing is known of the delivery yet")
    on_its_way = delivery.state is DeliveryState.DEPARTED
    if delivery.arrives_at is not None:
        at = moments.say(delivery.arrives_at)
        if on_its_way:
            return Message("on its way, expected about {at}", at=at)
        return Message("not departed yet, expected about {at}", at=at)
    return Message("on its way") if on_its_way else Message("not departed yet")


def why_absent(delivery: DeliveryHead, line: PackedLine, moments: Moments) -> Message:
    """Why packed goods are not here."""
    if line.left_behind:
        return Message("crate {crate} was left behind by the van", crate=line.crate_number)
    if delivery.completed_at is not None:
        return Message("crate {crate} did not come with the van", crate=line.crate_number)
    return when(delivery, moments)


def span(left: timedelta) -> Message:
    """How long, in seconds below two minutes."""
    seconds = max(1, round(left.total_seconds()))
    if seconds < 120:
        return Message("{count} seconds", count=seconds)
    return Message("{count} minutes", count=-(-seconds // 60))
