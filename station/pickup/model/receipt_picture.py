"""Draws a delivery into cards: the count-down of its crates, and how it stands in the day."""

from collections.abc import Mapping, Sequence

from station.pickup.model.records import StoredCrate, StoredDelivery, StoredSurplus
from station.pickup.model.view import CrateTile, DeliveryCard, ReceivingCard, SurplusRow, TileState
from station.pickup.model.words import Moments


def delivery_card(delivery: StoredDelivery, orders: int, collected: int, moments: Moments) -> DeliveryCard:
    """How far the receipt of a delivery is; of its `orders` known here, `collected` are done."""
    head = delivery.head
    assert head.state is not None
    return DeliveryCard(
        wave_id=head.wave_id,
        cycle=head.cycle,
        state=head.state,
        van=head.van,
        arrives_at=moments.maybe(head.arrives_at),
        departed_at=moments.maybe(head.departed_at),
        received=len(delivery.received()),
        expected=len(delivery.due()),
        left_behind=len(delivery.crates) - len(delivery.due()),
        completed_at=moments.maybe(head.completed_at),
        orders=delivery.orders,
        orders_waiting=orders - collected,
        orders_collected=collected,
    )


def receiving_card(
    card: DeliveryCard | None,
    delivery: StoredDelivery | None,
    surplus: Sequence[StoredSurplus],
    shops: Mapping[str, str],
    ours: set[str],
    last: StoredCrate | None,
    moments: Moments,
    *,
    complete_asked: bool,
) -> ReceivingCard:
    """The count-down; `shops` names shops by code, `ours` are numbers that turned out to belong here."""
    crates = delivery.crates if delivery is not None else ()
    missing = delivery.missing() if delivery is not None else []
    tiles = tuple(_tile(delivery, crate, moments) for crate in crates if delivery is not None)
    return ReceivingCard(
        delivery=card,
        tiles=tiles,
        surplus=tuple(_surplus(each, shops, ours, moments) for each in surplus),
        missing=tuple(crate.number for crate in missing),
        left_behind=tuple(tile.number for tile in tiles if tile.state is TileState.LEFT_BEHIND),
        last=next((tile for tile in tiles if last is not None and tile.crate_id == last.id), None),
        can_undo=last is not None or bool(surplus),
        can_complete=card is not None and card.completed_at is None,
        complete_asked=complete_asked,
    )


def _tile(delivery: StoredDelivery, crate: StoredCrate, moments: Moments) -> CrateTile:
    return CrateTile(
        crate_id=crate.id,
        number=crate.number,
        zone=crate.zone,
        pieces=delivery.pieces.get(crate.id, 0),
        state=_state(crate),
        received_at=moments.maybe(crate.received_at),
        received_by=crate.received_by,
    )


def _state(crate: StoredCrate) -> TileState:
    if crate.received_at is not None:
        return TileState.RECEIVED
    if crate.left_behind:
        return TileState.LEFT_BEHIND
    return TileState.EXPECTED if crate.declared_missing_at is None else TileState.MISSING


def _surplus(each: StoredSurplus, shops: Mapping[str, str], ours: set[str], moments: Moments) -> SurplusRow:
    shop = shops.get(each.pickup_point or "", each.pickup_point or "")
    return SurplusRow(each.sscc, shop, moments.local(each.at), each.sscc in ours)
