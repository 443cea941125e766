"""Assembles the service from its slices; the only module that knows them all."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cache, partial
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version

from fastapi import APIRouter, FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from sqlalchemy import Connection, Engine, text
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

import cloud_api.catalogue.api
import cloud_api.console.api
import cloud_api.crates.api
import cloud_api.cycles.api
import cloud_api.cycles.live
import cloud_api.deliveries.api
import cloud_api.deliveries.pages
import cloud_api.deliveries.recipients_api
import cloud_api.devices.api
import cloud_api.devices.grants_api
import cloud_api.documents.api
import cloud_api.exchange.api
import cloud_api.floor.api
import cloud_api.http.metrics
import cloud_api.imports.api
import cloud_api.orders.api
import cloud_api.pages.api
import cloud_api.people.api
import cloud_api.people.work_api
import cloud_api.pickup.api
import cloud_api.receiving.api
import cloud_api.routes.api
import cloud_api.shortages.api
import cloud_api.stock.api
import cloud_api.waves.api
import cloud_api.waves.board_api
from cloud_api.console.own_words import OwnWords
from cloud_api.cycles.schedule import CutOffSchedule
from cloud_api.documents.press import Press
from cloud_api.exchange.watch import ChangeWatch
from cloud_api.http.bodies import BoundedBodies
from cloud_api.http.callers import find_callers
from cloud_api.http.context import Context, Service
from cloud_api.http.group_reads import GroupReads
from cloud_api.http.limits import Limits
from cloud_api.http.live import LiveStreams
from cloud_api.http.metrics import Depth, measure_depths
from cloud_api.http.problems import answer_problems, problem_responses
from cloud_api.http.watching import Watch
from cloud_api.jobs.tables import tables_there, waiting
from cloud_api.orders.intake import Intake
from cloud_api.orders.plain_requests import PlainOrders
from cloud_api.people.pins import PinKeeper
from cloud_api.settings import Settings
from cloud_api.storage.clock import Clock, system_clock
from cloud_api.storage.hooks import Enqueue, leave_to_sweep
from cloud_api.storage.transaction import reading
from cloud_api.wire.problems import Health
from cloud_api.wiring import fact_handlers, files_of, hooks_of, run_handlers

_DESCRIPTION = """\
The service behind every station and shop system of one company.

* Times are UTC, weights grams, volumes millilitres.
* Every address but `/healthz` and `/v1/enrolment` asks for `Authorization: Bearer <token>`.
* Errors are problem details (RFC 9457); `detail` says what happened and what to do.
"""
_SMALLEST_PACKED_BYTES = 1_000
_ANYWHERE = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
"""What any address may answer: a body that is no JSON, too long, too often, no database."""


def create_app(
    settings: Settings, engine: Engine, clock: Clock = system_clock, enqueue: Enqueue = leave_to_sweep
) -> FastAPI:
    """The service over a database that has the newest form; its threads live as long as it is served."""
    hooks = hooks_of(settings, enqueue)
    app = FastAPI(
        title="Youlin Station cloud 优邻站",
        version=release(),
        description=_DESCRIPTION,
        lifespan=_lifespan,
        docs_url=None,  # FastAPI's own pages take their script from other hosts; console.reference draws ours
        redoc_url=None,
        responses=problem_responses(*_ANYWHERE),
    )
    context = Context(settings, engine, clock, hooks)
    _keep_state(app, context)
    _add_middleware(app, context)
    measure_depths(context.meters, engine, clock, _waiting_jobs)
    answer_problems(app)
    _add_routes(app, context)
    return app


def _keep_state(app: FastAPI, context: Context) -> None:
    """What endpoints reach by their request."""
    settings, engine, clock = context.settings, context.engine, context.clock
    app.state.context = context
    app.state.caller_reads = GroupReads(partial(find_callers, context))
    app.state.intake = Intake(engine, clock, context.meters.intake)
    app.state.pins = PinKeeper()
    app.state.schedule = CutOffSchedule(engine, clock, context.hooks)
    app.state.fact_handlers = fact_handlers(settings, context.hooks.enqueue)
    app.state.run_handlers = run_handlers(settings)
    app.state.live = LiveStreams()
    app.state.press = Press()
    app.state.change_watch = ChangeWatch(engine, app.state.live)


def _add_middleware(app: FastAPI, context: Context) -> None:
    """The last that is added sees a request first."""
    app.add_middleware(GZipMiddleware, minimum_size=_SMALLEST_PACKED_BYTES, compresslevel=5)
    app.add_middleware(PlainOrders)
    app.add_middleware(BoundedBodies)
    app.add_middleware(Limits)
    app.add_middleware(OwnWords, brand=context.settings.brand)
    if context.settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=context.settings.trusted_proxies)
    app.add_middleware(Watch, meters=context.meters)


def _add_routes(app: FastAPI, context: Context) -> None:
    brand = context.settings.brand
    app.get(
        "/healthz",
        tags=["service"],
        summary="Whether the service and its database answer",
        responses=problem_responses(HTTPStatus.SERVICE_UNAVAILABLE),
    )(health)
    for router in _slice_routes():
        app.include_router(router)
    app.include_router(cloud_api.cycles.live.live_routes())
    app.include_router(cloud_api.pages.api.routes(brand))
    app.include_router(cloud_api.deliveries.pages.routes(brand, files_of(context.clock)))
    app.include_router(cloud_api.console.api.routes(brand, context.clock))
    app.include_router(cloud_api.http.metrics.routes(context.meters, context.settings.metrics_token))


@cache
def _slice_routes() -> tuple[APIRouter, ...]:
    """Made once a process: to read the types of so many endpoints is most of what an app takes to build.

    They hold nothing of an app: each request brings its own.
    """
    slices = (
        # The busiest comes first: each request is held against one route after the other.
        cloud_api.orders.api,
        cloud_api.catalogue.api,
        cloud_api.cycles.api,
        cloud_api.waves.api,
        cloud_api.waves.board_api,
        cloud_api.routes.api,
        cloud_api.pickup.api,
        cloud_api.devices.api,
        cloud_api.devices.grants_api,
        cloud_api.imports.api,
        cloud_api.documents.api,
        cloud_api.deliveries.api,
        cloud_api.deliveries.recipients_api,
        cloud_api.people.api,
        cloud_api.people.work_api,
        cloud_api.shortages.api,
        cloud_api.stock.api,
        cloud_api.receiving.api,
        cloud_api.floor.api,
        cloud_api.crates.api,
        cloud_api.exchange.api,
    )
    return tuple(slice_api.routes() for slice_api in slices)


def _waiting_jobs(connection: Connection, now: datetime) -> Iterable[Depth]:
    if not tables_there(connection):
        return
    left = waiting(connection, now)
    yield Depth("youlin_jobs_waiting", "Jobs no worker has begun.", left.jobs)
    yield Depth("youlin_oldest_job_waiting_seconds", "How long the oldest of them has waited.", left.oldest_s)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    intake: Intake = app.state.intake
    schedule: CutOffSchedule = app.state.schedule
    intake.start()
    schedule.start()
    watch: ChangeWatch = app.state.change_watch
    watch.start()
    try:
        yield
    finally:
        watch.stop()
        schedule.stop()
        intake.stop()
        app.state.pins.close()


def health(service: Service) -> Health:
    """Answers after a query, so a database that is gone is noticed."""
    with reading(service.engine) as connection:
        connection.execute(text("SELECT 1"))
    return Health(
        status="ok", database=service.engine.dialect.name, version=release(), now=service.now().isoformat()
    )


def release() -> str:
    """The version of this installation."""
    try:
        return version("youlin-station")
    except PackageNotFoundError:
        return "0.1.0"
