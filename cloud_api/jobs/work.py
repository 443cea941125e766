"""Which functions of the slices do which job; the slices know nothing of workers."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlalchemy import Engine

from cloud_api.deliveries.sending import next_due_at, replay, send_due
from cloud_api.documents.filling import fill_documents
from cloud_api.documents.press import Press
from cloud_api.documents.slips import make_slips
from cloud_api.jobs.sweep import left_to_do
from cloud_api.jobs.worker import Duties, Step
from cloud_api.receiving.sharing import share_out
from cloud_api.settings import Settings
from cloud_api.storage.clock import Clock
from cloud_api.storage.hooks import Hooks, Job
from cloud_api.storage.retention import Prune, prune_all
from cloud_api.wiring import files_of, keep_of, prunings, rule_of


@dataclass(frozen=True)
class ImportDuties:
    """What there is to do for imports; they stand beside jobs, so whoever stands above hands it over."""

    run: Callable[[Engine, Clock, UUID], object]
    """Checks a file that was brought, or takes it in once a person said so."""
    prune: Prune


def duties_of(
    settings: Settings,
    engine: Engine,
    clock: Clock,
    hooks: Hooks,
    stopping: threading.Event,
    imports: ImportDuties,
) -> Duties:
    """All a worker of this release does; `stopping` ends a pass of deliveries after the tries under way."""
    file_of = files_of(clock)

    def send(cycle_id: UUID) -> None:
        send_due(engine, settings, clock, file_of, cycle_id=cycle_id, stop=stopping)

    paper = (clock, hooks, settings.brand, Press())
    rule = rule_of(settings, hooks)
    steps = {
        Job.FILL_DOCUMENTS: [_step("fill", lambda key: fill_documents(engine, key, *paper))],
        Job.MAKE_SLIPS: [_step("make slips", lambda key: make_slips(engine, key, *paper))],
        Job.SHARE_OUT: [_step("share out", lambda key: share_out(engine, key, clock, rule))],
        Job.DELIVER: [_step("send", send)],
        Job.REPLAY: [_step("send again", lambda key: replay(engine, settings, clock, file_of, key))],
        Job.RUN_IMPORT: [_step("check or take in", lambda key: imports.run(engine, clock, key))],
    }
    clearing = (*prunings(), imports.prune)
    return Duties(
        steps,
        left_to_do,
        lambda: prune_all(engine, clock(), keep_of(settings), clearing),
        partial(_next_try, engine),
    )


def _next_try(engine: Engine, job: Job, key: str) -> datetime | None:
    """A delivery that did not come through is tried again at its own moment, not at the next sweep."""
    if job is Job.DELIVER:
        return next_due_at(engine, cycle_id=UUID(key))
    return next_due_at(engine, delivery_id=UUID(key)) if job is Job.REPLAY else None


def _step(name: str, run: Callable[[UUID], object]) -> Step:
    """A step of a job whose key is an id."""
    return Step(name, lambda key: run(UUID(key)))
