"""Assembles the service from its slices; the only module that knows them all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from sqlalchemy import Engine, text

import cloud_api.catalogue.api
import cloud_api.cycles.api
import cloud_api.devices.api
import cloud_api.exchange.api
import cloud_api.orders.api
import cloud_api.pages.api
import cloud_api.pickup.api
import cloud_api.routes.api
import cloud_api.waves.api
from cloud_api.cycles.schedule import CutOffSchedule
from cloud_api.http.bodies import BoundedBodies
from cloud_api.http.context import Context, Service
from cloud_api.http.problems import answer_problems, problem_responses
from cloud_api.orders.intake import Intake
from cloud_api.settings import Settings
from cloud_api.storage.clock import Clock, system_clock
from cloud_api.storage.hooks import Enqueue, leave_to_sweep
from cloud_api.storage.transaction import reading
from cloud_api.wire.problems import Health
from cloud_api.wiring import fact_handlers, hooks_of

_DESCRIPTION = """\
The service behind every station and shop system of one company.

* Times are UTC, weights grams, volumes millilitres.
* Every address but `/healthz` and `/v1/enrolment` asks for `Authorization: Bearer <token>`.
* Errors are problem details (RFC 9457); `detail` says what happened and what to do.
"""
_SMALLEST_PACKED_BYTES = 1_000


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
    )
    app.state.context = Context(settings, engine, clock, hooks)
    app.state.intake = Intake(engine, clock)
    app.state.schedule = CutOffSchedule(engine, clock, hooks)
    app.state.fact_handlers = fact_handlers(settings)
    app.add_middleware(GZipMiddleware, minimum_size=_SMALLEST_PACKED_BYTES, compresslevel=5)
    app.add_middleware(BoundedBodies)
    answer_problems(app)
    app.get(
        "/healthz",
        tags=["service"],
        summary="Whether the service and its database answer",
        responses=problem_responses(HTTPStatus.SERVICE_UNAVAILABLE),
    )(health)
    for slice_api in (
        cloud_api.catalogue.api,
        cloud_api.cycles.api,
        cloud_api.orders.api,
        cloud_api.waves.api,
        cloud_api.routes.api,
        cloud_api.pickup.api,
        cloud_api.devices.api,
        cloud_api.exchange.api,
    ):
        app.include_router(slice_api.routes())
    app.include_router(cloud_api.pages.api.routes(settings.brand))
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    intake: Intake = app.state.intake
    schedule: CutOffSchedule = app.state.schedule
    intake.start()
    schedule.start()
    try:
        yield
    finally:
        schedule.stop()
        intake.stop()


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
