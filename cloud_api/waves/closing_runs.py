"""Closes crates, those that are closed one after the other with a few statements for all."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, update

from cloud_api.storage.changes import write_changes
from cloud_api.storage.reports import Report
from cloud_api.storage.stops import stop_news
from cloud_api.storage.tables.waves import crates, waves
from cloud_api.waves.crates import (
    Holdings,
    closed_already,
    crates_by_id,
    held_waves,
    holdings_by_crate,
    unusable_crate,
)
from cloud_api.wire.facts import CrateClosed

_MAX_WEIGHT_G = 10_000_000


def apply_crate_closed(report: Report[CrateClosed], lease: timedelta) -> str | None:
    """As apply_crates_closed, for one."""
    return apply_crates_closed([report], lease)[0]


def apply_crates_closed(reports: Sequence[Report[CrateClosed]], lease: timedelta) -> list[str | None]:
    """Close the crates whose slips agree with their facts; why the others are refused.

    The dock hears of it: a stop is told once, however many of its crates the run closes.
    Nobody else changes these waves meanwhile (Lock.WAVES).
    """
    run = _Run(reports, lease)
    faults = [run.take(report) for report in reports]
    run.write()
    run.tell()
    return faults


class _Run:
    """What closing slips are checked against, and which crates are closed by them."""

    def __init__(self, reports: Sequence[Report[CrateClosed]], lease: timedelta) -> None:
        self._connection, self._now = reports[0].connection, reports[0].now
        self._waves = held_waves(reports, lease)
        self._crates = crates_by_id(self._connection, {report.body.crate_id for report in reports})
        self._holdings = holdings_by_crate(self._connection, list(self._crates))
        self._closed: dict[UUID, dict[str, Any]] = {}

    def take(self, report: Report[CrateClosed]) -> str | None:
        """Why a crate cannot be closed; one that can is closed from now on."""
        body = report.body
        wave, crate = self._waves[body.wave_id], self._crates.get(body.crate_id)
        if isinstance(wave, str):
            return wave
        reason = unusable_crate(wave, crate, body.crate_id)
        if reason is not None:
            return reason
        assert crate is not None
        if crate.id in self._closed:
            return closed_already(crate)
        reason = _slip_fault(body, crate, self._holdings[crate.id])
        if reason is None:
            self._closed[crate.id] = {"crate": crate.id, "at": report.happened_at, "weight": body.weight_g}
        return reason

    def write(self) -> None:
        """Store which crates are closed."""
        if not self._closed:
            return
        self._connection.execute(
            update(crates)
            .where(crates.c.id == bindparam("crate"))
            .values(closed_at=bindparam("at"), weight_g=bindparam("weight")),
            list(self._closed.values()),
        )

    def tell(self) -> None:
        """Tell the stops whose crates were closed, those of a divided wave with the whole."""
        whole_ids = {self._crates[crate_id].wave_id for crate_id in self._closed}
        if whole_ids:
            news = stop_news(self._connection, waves.c.id.in_(whole_ids))
            write_changes(self._connection, news, self._now)


def _slip_fault(body: CrateClosed, crate: Row[Any], holdings: Holdings) -> str | None:
    if holdings.open:
        return (
            f"Crate {crate.sscc} closed although {holdings.open} pieces are neither put nor declared short."
        )
    if body.pieces != holdings.put:
        return f"The closing slip of crate {crate.sscc} says {body.pieces} pieces, its facts {holdings.put}."
    if body.weight_g > _MAX_WEIGHT_G:
        return f"The closing slip of crate {crate.sscc} says {body.weight_g} g, which no crate weighs."
    return None
