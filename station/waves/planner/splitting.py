"""Waves too big for the time until their van leaves, in shares that several desks can pick at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cloud_api.wire.base import Zone
from station.waves.model.work import OrderPart, Rates, WaveLoad


@dataclass(frozen=True)
class Job:
    """A wave, or a share of one, that one desk picks in one go."""

    wave: WaveLoad
    parts: tuple[OrderPart, ...]
    seconds: int


def jobs_of(wave: WaveLoad, rates: Rates, soonest_s: int, desks: int) -> list[Job]:
    """The wave whole if a desk that begins at `soonest_s` is done in time; else in as few shares as needed.

    Divided by zone first, then by orders, an order's goods of a zone always whole; into no more shares than
    desks. Shares that are too long all the same stay so: the wave will be late.
    """
    whole = Job(wave, wave.parts, rates.seconds(wave.parts))
    time_s = whole.seconds if wave.departs_s is None else wave.departs_s - soonest_s
    if whole.seconds <= time_s or desks < 2 or len(wave.parts) < 2:
        return [whole]
    shares = _merged(
        [share for zone in _by_zone(wave.parts) for share in _cut(zone, rates, time_s)], rates, time_s
    )
    if len(shares) > desks:
        shares = _dealt(wave.parts, rates, desks)
    return [Job(wave, tuple(share), rates.seconds(share)) for share in shares]


def _by_zone(parts: Iterable[OrderPart]) -> list[list[OrderPart]]:
    zones: dict[Zone | None, list[OrderPart]] = {}
    for part in parts:
        zones.setdefault(part.zone, []).append(part)
    return list(zones.values())


def _cut(parts: Sequence[OrderPart], rates: Rates, time_s: int) -> list[list[OrderPart]]:
    """In as few even shares as fit the time; every part alone where even that is too long."""
    for count in range(1, len(parts)):
        shares = _dealt(parts, rates, count)
        if all(rates.seconds(share) <= time_s for share in shares):
            return shares
    return [[part] for part in parts]


def _dealt(parts: Sequence[OrderPart], rates: Rates, count: int) -> list[list[OrderPart]]:
    """Longest first, each to the share that is shortest so far."""
    shares: list[list[OrderPart]] = [[] for _ in range(min(count, len(parts)))]
    lengths = [0.0] * len(shares)
    for part in sorted(parts, key=lambda part: -_own_s(part, rates)):
        shortest = lengths.index(min(lengths))
        shares[shortest].append(part)
        lengths[shortest] += _own_s(part, rates)
    return shares


def _own_s(part: OrderPart, rates: Rates) -> float:
    return part.lines * rates.line_s + part.pieces * rates.piece_s


def _merged(shares: Sequence[list[OrderPart]], rates: Rates, time_s: int) -> list[list[OrderPart]]:
    """Short shares of several zones at one desk, where they fit the time together: fewer desks, one start."""
    kept: list[list[OrderPart]] = []
    for share in sorted(shares, key=rates.seconds, reverse=True):
        home = next((other for other in kept if rates.seconds([*other, *share]) <= time_s), None)
        if home is None:
            kept.append(list(share))
        else:
            home += share
    return kept
