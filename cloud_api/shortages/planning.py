"""Works out who goes without, so that a person sees it before anything is changed."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, select

from cloud_api.shortages.demand import Demand, WaveDemand, demand_for, room_for, wave_demand
from cloud_api.shortages.rules import Claim, Shares, replace_missing, share
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.shortages import shortages
from cloud_api.wire.shortages import (
    PointShare,
    ShortagePreview,
    ShortageQuestion,
    ShortageRule,
)


class Why(StrEnum):
    """Why a shortage is not shared out, or not taken back."""

    CYCLE_OPEN = "cycle-open"
    DOES_NOT_FIT = "shortage-refused"
    CHANGED_MEANWHILE = "shortage-changed-meanwhile"
    UNKNOWN = "shortage-unknown"
    NOT_WITHDRAWN = "shortage-not-withdrawn"


@dataclass(frozen=True)
class ShortageRefusal:
    """Why nothing is changed, and what to do."""

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
class Grounds:
    """What a plan rests on besides orders, lines and waves; `amended` stands for orders and lines."""

    frozen: bool
    amended: int
    withdrawn: int
    """Shortages of the cycle that were taken back: what is applied after one of them is another one."""
    products: Mapping[str, tuple[int, bool]]
    """Cost in fen, and whether it is in use, by SKU."""


@dataclass(frozen=True)
class Plan:
    """Who gets what."""

    question: ShortageQuestion
    grounds: Grounds
    demand: Demand
    losses: Sequence[Loss]
    """All orders that lose something, by their numbers."""
    preview: ShortagePreview
    """Without orders: they are told in pages."""


def plan_shortage(
    connection: Connection, cycle_id: UUID, question: ShortageQuestion
) -> Plan | ShortageRefusal:
    """Share out what came of a product among the orders of a frozen cycle, which must be there."""
    grounds = read_grounds(connection, cycle_id, question)
    refusal = _cycle_fault(grounds) or _question_fault(question) or _product_fault(question, grounds.products)
    if refusal is not None:
        return refusal
    small_first = question.rule is ShortageRule.SMALL_ORDERS_FIRST
    demand = demand_for(connection, cycle_id, question.sku, with_sizes=small_first)
    if not demand.waves:
        return _unfit(f"Nobody ordered product {question.sku} in this cycle. Look whether the SKU is right.")
    return _plan(connection, cycle_id, question, demand, grounds)


def plan_holds(connection: Connection, plan: Plan) -> bool:
    """Whether the same plan would be made now; told without looking at orders and lines again."""
    cycle_id, question = plan.preview.cycle_id, plan.question
    if read_grounds(connection, cycle_id, question) != plan.grounds:
        return False
    return wave_demand(connection, cycle_id, question.sku, plan.demand.ordered) == plan.demand.waves


def read_grounds(connection: Connection, cycle_id: UUID, question: ShortageQuestion) -> Grounds:
    """What plans for this question rest on now; the cycle must be there."""
    of_cycle = select(cycles.c.frozen_at, cycles.c.amended).where(cycles.c.id == cycle_id)
    cycle = connection.execute(of_cycle).one()
    withdrawn = select(func.count()).where(
        shortages.c.cycle_id == cycle_id, shortages.c.withdrawn_at.is_not(None)
    )
    wanted = {question.sku, question.substitute_sku} - {None}
    of_products = select(products.c.sku, products.c.cost_fen, products.c.active).where(
        products.c.sku.in_(wanted)
    )
    return Grounds(
        frozen=cycle.frozen_at is not None,
        amended=cycle.amended,
        withdrawn=connection.scalar(withdrawn) or 0,
        products={row.sku: (row.cost_fen, row.active) for row in connection.execute(of_products)},
    )


def _plan(
    connection: Connection, cycle_id: UUID, question: ShortageQuestion, demand: Demand, grounds: Grounds
) -> Plan:
    cost_fen, _ = grounds.products[question.sku]
    substitute_cost_fen, _ = grounds.products.get(question.substitute_sku or "", (0, True))
    being_picked = sum(wave.takes for wave in demand.waves if wave.being_picked)
    left = max(0, question.available - being_picked)
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
        available=question.available,
        being_picked=being_picked,
        shared=left,
        desks_lack=max(0, being_picked - question.available),
        missing=missing,
        substituted=substituted,
        missing_cost_fen=(missing + substituted) * cost_fen,
        substitute_cost_fen=substituted * substitute_cost_fen,
        points=points,
        orders=[],
    )
    asked = _hash(question, grounds, preview, losses, shares)
    named = preview.model_copy(update={"preview_hash": asked})
    return Plan(question, grounds, demand, losses, named)


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
    question: ShortageQuestion,
    grounds: Grounds,
    preview: ShortagePreview,
    losses: Sequence[Loss],
    shares: Shares,
) -> str:
    """Of all that is decided: another order, price or wave begun meanwhile makes it another one."""
    asked = {name: getattr(question, name) for name in ShortageQuestion.model_fields}
    told = preview.model_dump(mode="json", exclude={"preview_hash", "orders", "next"})
    decided = [asked, grounds.withdrawn, told, losses, sorted(shares.items())]
    text = json.dumps(decided, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _cycle_fault(grounds: Grounds) -> ShortageRefusal | None:
    if grounds.frozen:
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


def _product_fault(
    question: ShortageQuestion, known: Mapping[str, tuple[int, bool]]
) -> ShortageRefusal | None:
    for sku in (question.sku, question.substitute_sku):
        if sku is not None and sku not in known:
            return _unfit(f"Product {sku} is not known. Look whether the SKU is right.")
    if question.substitute_sku is not None and not known[question.substitute_sku][1]:
        return _unfit(f"Product {question.substitute_sku} is out of use. Name another one.")
    return None


def _unfit(reason: str) -> ShortageRefusal:
    return ShortageRefusal(Why.DOES_NOT_FIT, reason)
