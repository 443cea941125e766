"""What the service counts, for Prometheus; each application has its own registry."""

import secrets
from collections import Counter as Tally
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector
from pydantic import SecretStr
from sqlalchemy import ColumnElement, Connection, Engine, FromClause, func, select

from cloud_api.http.problems import ProblemError
from cloud_api.storage.clock import Clock
from cloud_api.storage.tables.deliveries import deliveries
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.tables.orders import amendments, cycles
from cloud_api.storage.transaction import reading

PATH = "/metrics"
_MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_ROWS = (1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_000)


class Meters:
    """Counters of one application, told by those who see things happen."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._answered: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._begun: dict[str, Gauge] = {}
        ProcessCollector(registry=self.registry)
        self._requests = Counter(
            "youlin_requests",
            "Requests answered.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self._under_way = Gauge(
            "youlin_requests_under_way", "Requests not answered yet.", ["method"], registry=self.registry
        )
        self._seconds = Histogram(
            "youlin_request_seconds",
            "Time from the first byte of a request to the last of its answer.",
            ["route"],
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._orders = Counter("youlin_orders", "Order rows by verdict.", ["verdict"], registry=self.registry)
        self._facts = Counter(
            "youlin_facts", "Facts of stations by verdict.", ["verdict"], registry=self.registry
        )
        self._group = Histogram(
            "youlin_intake_group_rows",
            "Order rows committed together.",
            buckets=_ROWS,
            registry=self.registry,
        )

    def begin(self, method: str) -> None:
        """A request came."""
        self._gauge(method).inc()

    def end(self, method: str) -> None:
        """It was answered, or given up."""
        self._gauge(method).dec()

    def request(self, method: str, route: str, status: int, took_s: float) -> None:
        """A request was answered."""
        told = (method, route, status)
        if told not in self._answered:
            counted = self._requests.labels(method, route, str(status))
            self._answered[told] = (counted, self._seconds.labels(route))
        requests, seconds = self._answered[told]
        requests.inc()
        seconds.observe(took_s)

    def _gauge(self, method: str) -> Gauge:
        """Found once: to look a label up takes longer than to count."""
        if method not in self._begun:
            self._begun[method] = self._under_way.labels(method)
        return self._begun[method]

    def intake(self, verdicts: Iterable[str]) -> None:
        """A group of order rows was committed."""
        rows = _count(self._orders, verdicts)
        if rows:
            self._group.observe(rows)

    def facts(self, verdicts: Iterable[str]) -> None:
        """Facts were answered."""
        _count(self._facts, verdicts)


def _count(counter: Counter, verdicts: Iterable[str]) -> int:
    told = Tally(map(str, verdicts))
    for verdict, rows in told.items():
        counter.labels(verdict).inc(rows)
    return told.total()


@dataclass(frozen=True)
class Depth:
    """How much waits somewhere."""

    name: str
    help: str
    value: float


MoreDepths = Callable[[Connection, datetime], Iterable[Depth]]
"""What those above this floor know to wait."""


class _Depths(Collector):
    """Asks the database when Prometheus asks, so that any process tells the same."""

    def __init__(self, engine: Engine, clock: Clock, more: MoreDepths) -> None:
        self._engine = engine
        self._clock = clock
        self._more = more

    def describe(self) -> Iterator[Metric]:
        """Nothing beforehand: a registry would ask a database that may not be there yet."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        """Gauges of the moment."""
        now = self._clock()
        with reading(self._engine) as connection:
            depths = [*_depths(connection, now), *self._more(connection, now)]
        for depth in depths:
            yield GaugeMetricFamily(depth.name, depth.help, depth.value)


def _depths(connection: Connection, now: datetime) -> Iterator[Depth]:
    counted: tuple[tuple[str, str, FromClause, ColumnElement[bool]], ...] = (
        (
            "youlin_deliveries_under_way",
            "Deliveries that will be tried.",
            deliveries,
            deliveries.c.next_try_at.is_not(None),
        ),
        (
            "youlin_amendments_without_slip",
            "Changes of frozen orders nobody was told of.",
            amendments,
            amendments.c.slipped_at.is_(None),
        ),
    )
    for name, words, table, where in counted:
        query = select(func.count()).select_from(table).where(where)
        yield Depth(name, words, connection.scalar(query) or 0)
    newest = select(cycles.c.id, cycles.c.frozen_at).order_by(cycles.c.frozen_at.desc().nulls_last()).limit(1)
    last = connection.execute(newest).first()
    frozen_at = None if last is None else last.frozen_at
    if last is not None and frozen_at is not None:
        unwritten = select(func.count()).where(documents.c.cycle_id == last.id, documents.c.content.is_(None))
        words = "Documents of the last cut-off that are not written."
        yield Depth("youlin_documents_without_content", words, connection.scalar(unwritten) or 0)
        age_s = (now - frozen_at).total_seconds()
        yield Depth("youlin_last_cut_off_age_seconds", "Time since a cycle was cut off.", age_s)


def measure_depths(meters: Meters, engine: Engine, clock: Clock, more: MoreDepths) -> None:
    """Let the registry of this application tell how much waits."""
    meters.registry.register(_Depths(engine, clock, more))


def routes(meters: Meters, token: SecretStr | None) -> APIRouter:
    """The address Prometheus reads; no part of the API, so not in its document."""

    def tell_metrics(request: Request) -> PlainTextResponse:
        """All numbers of this process and the depths of its database."""
        _refuse_strangers(request, token)
        return PlainTextResponse(generate_latest(meters.registry), media_type=_MEDIA_TYPE)

    router = APIRouter(tags=["service"])
    router.get(PATH, include_in_schema=False)(tell_metrics)
    return router


def _refuse_strangers(request: Request, token: SecretStr | None) -> None:
    """A reverse proxy on this machine comes from loopback too, but says whom it speaks for."""
    shown = request.headers.get("authorization", "")
    if token is not None and token.get_secret_value():
        wanted = f"Bearer {token.get_secret_value()}"
        if secrets.compare_digest(shown.encode(), wanted.encode()):
            return
    forwarded = any(name in request.headers for name in _FORWARDED)
    if not forwarded and request.client is not None and request.client.host in _LOOPBACK:
        return
    raise ProblemError(
        HTTPStatus.FORBIDDEN,
        "metrics-not-for-you",
        "Metrics are told to this machine only. Ask from there, or set YOULIN_CLOUD_METRICS_TOKEN and send "
        "it as `Authorization: Bearer`.",
    )
