"""Shares out at once what somebody else knows to lack, without a person who looks at a preview."""

from uuid import UUID

from sqlalchemy import Connection, Engine

from cloud_api.shortages.applying import apply_shortage
from cloud_api.shortages.listing import standing_shortages
from cloud_api.shortages.planning import ShortageRefusal, Why, plan_shortage
from cloud_api.shortages.rewriting import Told
from cloud_api.shortages.withdrawing import withdraw_shortage
from cloud_api.storage.hooks import Hooks
from cloud_api.storage.transaction import reading
from cloud_api.wire.shortages import Shortage, ShortageOrder, ShortageQuestion

_TRIES = 5


def share_now(
    engine: Engine, cycle_id: UUID, question: ShortageQuestion, told: Told, hooks: Hooks
) -> Shortage | str:
    """Share out by the question's rule, whoever orders or begins a wave meanwhile; in words why not.

    A standing shortage with the same question and reason is the answer: whoever was cut off in between asks
    again. The cycle must be there.
    """
    answer: Shortage | ShortageRefusal | None = None
    for _ in range(_TRIES):
        with reading(engine) as connection:
            done = _done_before(connection, cycle_id, question, told)
            plan = plan_shortage(connection, cycle_id, question)
        if done is not None:
            return done
        if isinstance(plan, ShortageRefusal):
            return plan.reason
        asked = question.model_dump()
        order = ShortageOrder(**asked, preview_hash=plan.preview.preview_hash, reason=told.reason)
        answer = apply_shortage(engine, cycle_id, order, told, hooks)
        if isinstance(answer, Shortage):
            return answer
        if answer.why is not Why.CHANGED_MEANWHILE:
            break
    assert answer is not None
    return answer.reason


def take_back_now(engine: Engine, cycle_id: UUID, shortage_id: UUID, told: Told, hooks: Hooks) -> str | None:
    """Take a shortage back; in words why it stays, None when it is withdrawn."""
    answer = withdraw_shortage(engine, cycle_id, shortage_id, told, hooks)
    return answer.reason if isinstance(answer, ShortageRefusal) else None


def _done_before(
    connection: Connection, cycle_id: UUID, question: ShortageQuestion, told: Told
) -> Shortage | None:
    for standing in standing_shortages(connection, cycle_id):
        same = (standing.sku, standing.available, standing.rule, standing.reason)
        if same == (question.sku, question.available, question.rule, told.reason):
            return standing
    return None
