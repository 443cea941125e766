"""Works out who goes without, so that a person sees it before anything is changed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from cloud_api.shortages.demand import Demand, WaveDemand, demand_for, room_for
from cloud_api.shortages.rules import Claim, Shares, replace_missing, share
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.orders import cycles
from cloud_api.wire.shortages import (
    PointShare,
    ShortagePreview,
    ShortageQuestion,
    ShortageRule,
)


class Why(StrEnum):
    """Why a shortage is not shared out."""

    CYCLE_OPEN = "cycle-open"
    DOES_NOT_FIT = "shortage-refused"
    CHANGED_MEANWHILE = "shortage-changed-meanwhile"


@dataclass(frozen=True)
class ShortageRefusal:
    """Why nothing is shared out, and what to do."""

    why: Why
    reason: str


class Loss(NamedTuple):
    """An order that loses pieces: wire.shortages.OrderShare as a tuple, for a day may have 50,000 of them."""

    order_no: str
    pickup_point: str
    ordered: int
    gets: int
    missing: int
    substituted: int


@dataclass(frozen=True)
class Plan:
    """Who gets what."""

    demand: Demand
    losses: Sequence[Loss]
    """All orders that lose something, by their numbers."""
    preview: ShortagePreview
    """Without orders: they are told in pages."""


@dataclass(frozen=True)
class _Goods:
    """What there is, and what a piece of it costs."""

    available: int
    cost_fen: int
    substitute_cost_fen: int


def plan_shortage(
    connection: Connection, cycle_id: UUID, question: ShortageQuestion
) -> Plan | ShortageRefusal:
    """Share out what came of a product among the orders of a frozen cycle, which must be there."""
    refusal = _cycle_fault(connection, cycle_id) or _question_fault(question)
    if refusal is not None:
        return refusal
    known = _products(connection, question)
    fault = _product_fault(question, known)
    if fault is not None:
        return fault
    small_first = question.rule is ShortageRule.SMALL_ORDERS_FIRST
    demand = demand_for(connection, cycle_id, question.sku, with_sizes=small_first)
    if not demand.waves:
        return _unfit(f"Nobody ordered product {question.sku} in this cycle. Look whether the SKU is right.")
    substitute = known.get(question.substitute_sku or "")
    goods = _Goods(
        question.available,
        known[question.sku].cost_fen,
        0 if substitute is None else substitute.cost_fen,
    )
    return _plan(connection, cycle_id, question, demand, goods)


def _plan(
    connection: Connection, cycle_id: UUID, question: ShortageQuestion, demand: Demand, goods: _Goods
) -> Plan:
    being_picked = sum(wave.takes for wave in demand.waves if wave.being_picked)
    left = max(0, goods.available - being_picked)
    claims = [claim for point in sorted(demand.open_points) for claim in demand.claims[point]]
    shares = share(question.rule, claims, left)
    substitutes = _substitutes(connection, question, demand, claims, shares)
    points = [
        _point(wave, demand.claims.get(wave.pickup_point, ()), shares, substitutes) for wave in demand.waves
    ]
    losses = sorted(
        _loss(claim, point, shares, substitutes)
        for point in demand.open_points
        for claim in demand.claims[point]
        if shares[claim.order_no] < claim.wanted
    )
    missing = sum(loss.missing for loss in losses)
    substituted = sum(loss.substituted for loss in losses)
    preview = ShortagePreview(
        cycle_id=cycle_id,
        preview_hash="",
        ordered=sum(point.ordered for point in points),
        available=goods.available,
        being_picked=being_picked,
        shared=left,
        desks_lack=max(0, being_picked - goods.available),
        missing=missing,
        substituted=substituted,
        missing_cost_fen=(missing + substituted) * goods.cost_fen,
        substitute_cost_fen=substituted * goods.substitute_cost_fen,
        points=points,
        orders=[],
    )
    named = preview.model_copy(update={"preview_hash": _hash(question, preview, losses, shares)})
    return Plan(demand, losses, named)


def _substitutes(
    connection: Connection,
    question: ShortageQuestion,
    demand: Demand,
    claims: list[Claim],
    shares: Shares,
) -> Shares:
    if question.rule is not ShortageRule.SUBSTITUTE:
        return {claim.order_no: 0 for claim in claims}
    assert question.substitute_sku is not None
    assert question.substitute_available is not None
    room = room_for(connection, demand.order_ids, question.substitute_sku)
    return replace_missing(claims, shares, room, question.substitute_available)


def _point(
    wave: WaveDemand, claims: Any, shares: Mapping[str, int], substitutes: Mapping[str, int]
) -> PointShare:
    """A desk that has begun takes what it planned; what it lacks it declares itself."""
    ordered = sum(claim.wanted for claim in claims)
    replaced = sum(substitutes.get(claim.order_no, 0) for claim in claims)
    gets = wave.takes if wave.being_picked else sum(shares[claim.order_no] for claim in claims)
    return PointShare(
        pickup_point=wave.pickup_point,
        name=wave.name,
        wave=wave.number,
        being_picked=wave.being_picked,
        orders=len(claims),
        ordered=ordered,
        gets=gets,
        missing=0 if wave.being_picked else ordered - gets - replaced,
        substituted=replaced,
    )


def _loss(claim: Claim, point: str, shares: Mapping[str, int], substitutes: Mapping[str, int]) -> Loss:
    gets, replaced = shares[claim.order_no], substitutes[claim.order_no]
    return Loss(claim.order_no, point, claim.wanted, gets, claim.wanted - gets - replaced, replaced)


def _hash(
    question: ShortageQuestion, preview: ShortagePreview, losses: Sequence[Loss], shares: Shares
) -> str:
    """Of all that is decided: another order, price or wave begun meanwhile makes it another one."""
    asked = {name: getattr(question, name) for name in ShortageQuestion.model_fields}
    told = preview.model_dump(mode="json", exclude={"preview_hash", "orders", "next"})
    text = json.dumps([asked, told, losses, sorted(shares.items())], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _cycle_fault(connection: Connection, cycle_id: UUID) -> ShortageRefusal | None:
    if connection.scalar(select(cycles.c.frozen_at).where(cycles.c.id == cycle_id)) is not None:
        return None
    return ShortageRefusal(
        Why.CYCLE_OPEN, "This cycle still takes orders. Cut it off first, then share out what came."
    )


def _question_fault(question: ShortageQuestion) -> ShortageRefusal | None:
    told = (question.substitute_sku, question.substitute_available)
    if question.rule is not ShortageRule.SUBSTITUTE:
        if told == (None, None):
            return None
        return _unfit(
            "Only the rule substitute takes substitute_sku and substitute_available. Leave them out."
        )
    if None in told:
        return _unfit(
            "The rule substitute needs substitute_sku and substitute_available: the product that stands in, "
            "and how many pieces of it nobody ordered."
        )
    if question.substitute_sku == question.sku:
        return _unfit(f"Product {question.sku} cannot stand in for itself. Name another one.")
    return None


def _products(connection: Connection, question: ShortageQuestion) -> dict[str, Any]:
    wanted = {question.sku, question.substitute_sku} - {None}
    query = select(products.c.sku, products.c.cost_fen, products.c.active).where(products.c.sku.in_(wanted))
    return {row.sku: row for row in connection.execute(query)}


def _product_fault(question: ShortageQuestion, known: Mapping[str, Any]) -> ShortageRefusal | None:
    for sku in (question.sku, question.substitute_sku):
        if sku is not None and sku not in known:
            return _unfit(f"Product {sku} is not known. Look whether the SKU is right.")
    if question.substitute_sku is not None and not known[question.substitute_sku].active:
        return _unfit(f"Product {question.substitute_sku} is out of use. Name another one.")
    return None


def _unfit(reason: str) -> ShortageRefusal:
    return ShortageRefusal(Why.DOES_NOT_FIT, reason)
