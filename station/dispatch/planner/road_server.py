"""Travel times from a road server (OSRM) over HTTP, asked in blocks it accepts, with a limit on patience."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import requests

from station.dispatch.model.problem import UNREACHABLE, Matrix
from station.dispatch.planner.matrix_files import whole
from station.dispatch.planner.places import Place, to_wgs84
from station.dispatch.planner.travel import Matrices, estimate
from station.kernel.messages import Message
from station.kernel.trouble import Trouble

BLOCK = 100
"""Places a request may name: the server's own limit unless it was started with a larger one."""
TIMEOUT_S = 10.0
"""For the whole table."""
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def ask_road_server(
    url: str, points: Sequence[Place | None], *, block: int = BLOCK, timeout_s: float = TIMEOUT_S
) -> Matrices:
    """Metres and seconds between all points by the /table service of an OSRM server at `url`.

    `block` is the server's --max-table-size (2 or more). Raises Trouble if it does not answer in time, or not
    as it should.
    """
    known = [at for at, point in enumerate(points) if point is not None]
    spots = [to_wgs84(point) for point in points if point is not None]
    metres, seconds = _empty(len(points)), _empty(len(points))
    ends_at = time.monotonic() + timeout_s
    with requests.Session() as session:
        session.trust_env = urlsplit(url).hostname not in LOOPBACK
        for rows, columns in _blocks(len(spots), block):
            answer = _table(session, url, [spots[at] for at in (*rows, *columns)], len(rows), ends_at)
            where = np.ix_([known[at] for at in rows], [known[at] for at in columns])
            metres[where], seconds[where] = answer
    np.fill_diagonal(metres, 0)
    np.fill_diagonal(seconds, 0)
    return metres, seconds


def ways_between(
    url: str,
    points: Sequence[Place | None],
    tell: Callable[[Message], None],
    *,
    block: int = BLOCK,
    timeout_s: float = TIMEOUT_S,
) -> Matrices:
    """The road server's answer; the estimate if there is no server, or if it fails, which is then told."""
    if not url:
        return estimate(points)
    try:
        return ask_road_server(url, points, block=block, timeout_s=timeout_s)
    except Trouble as trouble:
        tell(Message("{trouble}. The ways are estimated from straight lines", trouble=trouble.what))
        return estimate(points)


def _blocks(size: int, block: int) -> Iterator[tuple[range, range]]:
    """Rows and columns of each request, together within the limit."""
    half = max(block // 2, 1)
    spans = [range(at, min(at + half, size)) for at in range(0, size, half)]
    yield from product(spans, spans)


def _empty(size: int) -> Matrix:
    return np.full((size, size), UNREACHABLE, dtype=np.int64)


def _table(
    session: requests.Session, url: str, spots: Sequence[Place], rows: int, ends_at: float
) -> Matrices:
    left_s = ends_at - time.monotonic()
    if left_s <= 0:
        raise _silent(url)
    path = ";".join(f"{spot.longitude:.6f},{spot.latitude:.6f}" for spot in spots)
    query = {
        "annotations": "duration,distance",
        "sources": ";".join(map(str, range(rows))),
        "destinations": ";".join(map(str, range(rows, len(spots)))),
    }
    try:
        response = session.get(
            f"{url.rstrip('/')}/table/v1/driving/{path}", params=query, timeout=(min(left_s, 3.05), left_s)
        )
        answer = response.json()
    except (json.JSONDecodeError, requests.JSONDecodeError) as error:
        raise _strange(url, Message("its answer is no table")) from error
    except (requests.RequestException, UnicodeError) as error:
        raise _silent(url) from error
    return _read(url, answer, rows, len(spots) - rows)


def _read(url: str, answer: Any, rows: int, columns: int) -> Matrices:
    if not isinstance(answer, dict) or answer.get("code") != "Ok":
        said = answer.get("message") or answer.get("code") if isinstance(answer, dict) else answer
        raise _strange(url, Message("it said: {said}", said=str(said)[:200]))
    try:
        return _block(answer["distances"], rows, columns), _block(answer["durations"], rows, columns)
    except (KeyError, ValueError, TypeError) as error:
        raise _strange(url, Message("its answer is no table")) from error


def _block(rows: Any, height: int, width: int) -> Matrix:
    """A block of the table; null is no way."""
    raw = np.array(rows, dtype=np.float64)
    if raw.shape != (height, width):
        raise ValueError(f"{raw.shape} instead of {height} x {width}")
    return whole(raw, "the table")


def _silent(url: str) -> Trouble:
    return Trouble(
        Message("The road server {url} does not answer in time", url=url),
        Message("Look whether it runs and whether its address in the settings is right"),
        retry_helps=True,
    )


def _strange(url: str, why: Message) -> Trouble:
    return Trouble(
        Message("The road server {url} cannot be used: {why}", url=url, why=why),
        Message("Look whether it runs and whether its address in the settings is right"),
        retry_helps=False,
    )
