"""Draws the dock's view from the desk: questions, rows, the card, what lacks."""

from station.inbound.commands.desk import Desk
from station.inbound.model.card import Card, Field
from station.inbound.model.orders import OrderLine, PurchaseOrder
from station.inbound.model.put_away import Waiting
from station.inbound.model.rules import told_day
from station.inbound.model.view import AdviceRow, CardView, Figure, Lack, Notice, Row, Step
from station.inbound.store.receipts import Refusals
from station.kernel.messages import Message, Tone

NO_SUPPLIER = Message("No supplier named")
_QUESTIONS = {
    Step.NO_ORDERS: Message("No purchase orders yet"),
    Step.CHOOSE: Message("Who is at the dock? Scan the code on the paper"),
    Step.GOODS: Message("Scan the next product"),
    Step.REASON: Message("What is wrong with it?"),
    Step.CLOSING: Message("Is this order done?"),
    Step.DONE: Message("This order is done"),
    Step.PUT_AWAY: Message("Scan the goods, then their bin"),
    Step.SUPERVISOR: Message("A supervisor decides"),
}
_FIELDS = {
    Field.QUANTITY: Message("How many? Then scan the bin, or Enter"),
    Field.EXPIRY: Message("Good until? 260731 or 2026-07-31"),
    Field.LOT: Message("Which lot?"),
    Field.WEIGHT: Message("How heavy? Grams, or 2.35 kilograms"),
}


def called(supplier: str) -> Message | str:
    """A supplier's name in a sentence."""
    return supplier or NO_SUPPLIER


def question(step: Step, card: Card | None) -> Message:
    """What do I do now?"""
    if step is Step.CARD and card is not None:
        return _FIELDS[card.field]
    return _QUESTIONS.get(step, Message(""))


def heading(desk: Desk, step: Step) -> Message:
    """Over the list on the left."""
    if step is Step.PUT_AWAY:
        return Message("To be put away: {lots}", lots=len(desk.waiting))
    if desk.chosen is None:
        there = sum(order.closed_at is None for order in desk.orders)
        return Message("Expected: {orders} of {all} suppliers", orders=there, all=len(desk.orders))
    return Message("{came} of {ordered} pieces", came=desk.chosen.came, ordered=desk.chosen.ordered)


def order_rows(orders: list[PurchaseOrder], chosen: str | None) -> tuple[Row, ...]:
    """One row a supplier."""
    return tuple(
        Row(
            str(order.id),
            order.supplier,
            Message("{cycle} · {lines} products", cycle=order.cycle, lines=len(order.lines)),
            f"{order.came}/{order.ordered}",
            order.closed_at is not None,
            str(order.id) == chosen,
        )
        for order in orders
    )


def line_rows(order: PurchaseOrder, in_hand: str | None, chosen: str | None) -> tuple[Row, ...]:
    """One row a product: what lacks first, what is complete behind it."""
    lines = sorted(order.lines, key=lambda line: (not line.lacks, line.goods.called))
    return tuple(_line_row(line, line.goods.sku in (in_hand, chosen)) for line in lines)


def _line_row(line: OrderLine, chosen: bool) -> Row:
    tone = Tone.ASK if line.good > line.ordered else Tone.REFUSED if line.damaged or line.refused else None
    under = Message("{lacks} still to come", lacks=line.lacks) if line.lacks else Message("complete")
    if line.damaged or line.refused:
        under = Message(
            "{lacks} to come · {damaged} damaged · {refused} refused",
            lacks=line.lacks,
            damaged=line.damaged,
            refused=line.refused,
        )
    elif line.good > line.ordered:
        under = Message("{more} more than ordered", more=line.good - line.ordered)
    figure = f"{line.good}/{line.ordered}"
    return Row(line.goods.sku, line.goods.called, under, figure, not line.lacks, chosen, tone)


def waiting_rows(waiting: list[Waiting], chosen: str | None) -> tuple[Row, ...]:
    """One row a lot, with the bin it is to go to."""
    return tuple(
        Row(
            each.key,
            each.goods.called,
            _where(each),
            str(each.quantity),
            chosen=each.key == chosen,
        )
        for each in waiting
    )


def _where(each: Waiting) -> Message:
    if each.proposed is None:
        return Message("stands in {bin}", bin=each.bin)
    if each.part < each.quantity:
        return Message(
            "{bin} → {proposed}, {part} of them", bin=each.bin, proposed=each.proposed, part=each.part
        )
    return Message("{bin} → {proposed}", bin=each.bin, proposed=each.proposed)


def advice_rows(picked: Waiting | None) -> tuple[AdviceRow, ...]:
    """Where the lot that is carried may go; only what was told with its reasons."""
    if picked is None:
        return ()
    return tuple(
        AdviceRow(each.bin, min(each.quantity, picked.quantity), _saved(each.saved_m), each.reasons)
        for each in picked.advice
        if each.reasons
    )


def _saved(saved_m: float | None) -> Message | None:
    """Whole metres; a bin that saves none says nothing."""
    if saved_m is None or round(saved_m) == 0:
        return None
    if saved_m < 0:
        return Message("{metres} m more a night", metres=round(-saved_m))
    return Message("{metres} m less a night", metres=round(saved_m))


def card_view(card: Card, line: OrderLine | None) -> CardView:
    """The goods in hand."""
    return CardView(
        sku=card.goods.sku,
        name=card.goods.name,
        spec=card.goods.spec,
        zone=card.goods.zone,
        ordered=line.ordered if line else 0,
        came=line.good if line else 0,
        lacks=line.lacks if line else 0,
        was_ordered=line is not None,
        quantity=card.quantity,
        by_weight=card.goods.by_weight,
        weight_g=card.weight_g,
        lot=card.lot,
        expiry=told_day(card.expiry),
        bin=card.bin or "",
        condition=card.condition,
        why=card.why,
        has_photo=card.photo is not None,
        field=card.field,
    )


def figure(desk: Desk, step: Step, picked: Waiting | None, part: int) -> Figure | None:
    """The number that matters now."""
    if step is Step.PUT_AWAY:
        if picked is None:
            return Figure(str(len(desk.waiting)), Message("lots wait"), done=not desk.waiting)
        under = Message("into {bin}", bin=picked.proposed) if picked.proposed else Message("scan a bin")
        return Figure(str(part), under, picked.goods.called)
    card, order = desk.card, desk.chosen
    if card is not None:
        return Figure(str(card.quantity), Message("in hand"), card.goods.called)
    if order is None:
        return None
    lacks = sum(line.lacks for line in order.lines)
    return Figure(str(lacks), Message("pieces to come"), f"{order.supplier} · {order.code}", done=not lacks)


def lacking(order: PurchaseOrder) -> tuple[Lack, ...]:
    """What lacks, and of a closed order what became of it."""
    shared = {each.sku: each for each in order.shared}
    found = []
    for line in order.lines:
        told = shared.get(line.goods.sku)
        if told is None and not line.lacks:
            continue
        words = None
        if told is not None and told.note:
            words = Message("{note}", note=told.note)
        elif told is not None:
            words = Message("{missing} fewer for {orders} orders", missing=told.missing, orders=told.orders)
        found.append(Lack(line.goods.called, line.ordered, line.good, words))
    return tuple(found)


def notice(refused: Refusals, *, offline: bool) -> Notice | None:
    """What stands outside the work in hand: reports the cloud refused, a network that is gone."""
    if refused.count:
        words = Message(
            "The cloud refused {count} reports of receiving: {reason}. See Cloud",
            count=refused.count,
            reason=refused.reason,
        )
        return Notice(Tone.REFUSED, words)
    if not offline:
        return None
    words = Message("No network. Receive on: all is kept here. Photos and what lacks are sent later")
    return Notice(Tone.ASK, words)


def rows(desk: Desk, selected: str | None) -> tuple[Row, ...]:
    """The suppliers, or the goods of the one that is here."""
    if desk.chosen is None:
        return order_rows(desk.orders, chosen_row(desk, selected))
    in_hand = desk.card.goods.sku if desk.card else None
    return line_rows(desk.chosen, in_hand, None if in_hand else selected)


def chosen_row(desk: Desk, selected: str | None) -> str:
    """The supplier Enter chooses: the one walked to, else the first."""
    keys = [str(order.id) for order in desk.orders]
    return selected if selected in keys else next(iter(keys), "")
