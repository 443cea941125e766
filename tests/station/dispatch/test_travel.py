"""Ways between places: estimated, from files, from a road server; holes are told, nothing is guessed."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud_api.wire.catalogue import Datum
from station.dispatch.model.problem import UNREACHABLE
from station.dispatch.planner.matrix_files import holes, read_matrices
from station.dispatch.planner.places import Place, straight_metres, to_gcj02, to_wgs84
from station.dispatch.planner.road_server import ask_road_server, ways_between
from station.dispatch.planner.travel import estimate
from station.kernel.messages import Message
from station.kernel.trouble import Trouble

TIANANMEN = Place(39.9042, 116.4074)
NEAR = [Place(39.90 + at / 100, 116.40) for at in range(7)]


def test_gcj02_is_the_published_shift_and_is_found_back() -> None:
    shifted = to_gcj02(TIANANMEN)
    assert (round(shifted.latitude, 6), round(shifted.longitude, 6)) == (39.905603, 116.413642)
    assert straight_metres([TIANANMEN, shifted])[0, 1] < 0.05


@given(st.floats(18, 53), st.floats(75, 134))
def test_any_place_in_china_comes_back_to_the_centimetre(latitude: float, longitude: float) -> None:
    back = to_wgs84(to_gcj02(Place(latitude, longitude)))
    assert straight_metres([back, Place(latitude, longitude)])[0, 1] < 0.05


def test_outside_china_nothing_is_shifted() -> None:
    vaduz = Place(47.1410, 9.5209, Datum.GCJ_02)
    assert to_wgs84(vaduz) == Place(47.1410, 9.5209)


def test_an_estimate_is_a_detour_at_a_speed_and_knows_no_unknown_place() -> None:
    metres, seconds = estimate([TIANANMEN, None, Place(39.9942, 116.4074)])
    straight = straight_metres([TIANANMEN, Place(39.9942, 116.4074)])[0, 1]
    assert metres[0, 2] == round(straight * 1.35)
    assert 30 < 3.6 * metres[0, 2] / seconds[0, 2] < 44
    assert (metres[0, 1], seconds[1, 2], metres[1, 1]) == (UNREACHABLE, UNREACHABLE, 0)
    slower = estimate([TIANANMEN, None, Place(39.9942, 116.4074)], slower_percent=50)[1]
    assert abs(slower[0, 2] - 1.5 * seconds[0, 2]) <= 2


def test_an_estimate_of_roads_is_near_the_roads(resources: Path) -> None:
    with np.load(resources / "bench" / "road_matrix_201.npz") as roads:
        places = [Place(latitude, longitude) for longitude, latitude in roads["pts"]]
        metres, seconds = estimate(places)
        assert 0.8 < np.median(metres[roads["dist"] > 0] / roads["dist"][roads["dist"] > 0]) < 1.2
        assert 0.8 < np.median(seconds[roads["dur"] > 0] / roads["dur"][roads["dur"] > 0]) < 1.2


def test_a_matrix_is_read_from_each_kind_of_file(tmp_path: Path) -> None:
    keys, metres, seconds = ("w", "a", "b"), [[0, 10, 20], [11, 0, 30], [21, None, 0]], [[0, 1, 2]] * 3
    as_json = tmp_path / "ways.json"
    as_json.write_text(
        json.dumps({"keys": ["b", "a", "w"], "metres": metres, "seconds": seconds}), encoding="utf-8"
    )
    found, _ = read_matrices(as_json, keys)
    assert found.tolist() == [[0, UNREACHABLE, 21], [30, 0, 11], [20, 10, 0]]
    as_npz = tmp_path / "ways.npz"
    np.savez(as_npz, dist=np.array(metres, dtype=float), dur=np.array(seconds, dtype=float))
    found, _ = read_matrices(as_npz, keys)
    assert found.tolist() == [[0, 10, 20], [11, 0, 30], [21, UNREACHABLE, 0]]
    as_csv = tmp_path / "ways.csv"
    as_csv.write_text("from,to,metres,seconds\nw,a,10,1.6\na,w,11,\nw,elsewhere,1,1\n", encoding="utf-8-sig")
    found, lasts = read_matrices(as_csv, keys)
    assert found.tolist()[0] == [0, 10, UNREACHABLE]
    assert (lasts[0, 1], lasts[1, 0]) == (2, UNREACHABLE)
    assert holes((found, lasts), keys) == ("b", "w", "a")


def test_a_place_the_file_does_not_know_has_no_ways(tmp_path: Path) -> None:
    file = tmp_path / "ways.json"
    file.write_text(json.dumps({"keys": ["w"], "metres": [[0]], "seconds": [[0]]}), encoding="utf-8")
    found, _ = read_matrices(file, ("w", "new"))
    assert found.tolist() == [[0, UNREACHABLE], [UNREACHABLE, 0]]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("ways.txt", "", "only .npz, .json and .csv"),
        ("ways.json", "[", "Expecting value"),
        ("ways.json", "[]", "no object with metres"),
        ("ways.json", '{"metres": [[0]]}', "metres is 1 x 1, but 3 places need 3 x 3"),
        ("ways.json", '{"metres": [["x"]]}', "metres holds something that is no number"),
        ("ways.json", '{"metres": [[0,1,1],[1,0,1e300],[1,1,0]]}', "above"),
        ("ways.csv", "a,b\n", "must name from, to, metres and seconds"),
        ("ways.csv", "from,to,metres,seconds\nw,a,far,1\n", "line 2: 'far' is no number"),
        ("ways.npz", "no archive", ""),
    ],
)
def test_a_bad_file_is_trouble_that_says_where(tmp_path: Path, name: str, content: str, says: str) -> None:
    file = tmp_path / name
    file.write_text(content, encoding="utf-8")
    with pytest.raises(Trouble) as trouble:
        read_matrices(file, ("w", "a", "b"))
    assert says in _said(trouble.value.what)


def test_a_missing_file_is_trouble(tmp_path: Path) -> None:
    with pytest.raises(Trouble):
        read_matrices(tmp_path / "none.csv", ("w",))


def test_a_road_server_is_asked_in_blocks_it_accepts() -> None:
    with _server(_road_answer) as (url, asked):
        metres, seconds = ask_road_server(url, [*NEAR[:3], None, *NEAR[3:]], block=4)
    assert len(asked) == 16
    assert max(len(path.split(";")) for path in asked) <= 4
    known = [0, 1, 2, 4, 5, 6, 7]
    numbers = np.array([round(place.latitude * 100) for place in NEAR])
    assert (metres[np.ix_(known, known)] == abs(numbers[:, None] - numbers) * 1000).all()
    assert (seconds[np.ix_(known, known)] == abs(numbers[:, None] - numbers) * 100).all()
    assert (metres[3, known] == UNREACHABLE).all()


def test_what_the_road_server_cannot_reach_is_a_hole() -> None:
    def island(_path: str, query: dict[str, list[str]]) -> tuple[int, Any]:
        rows, columns = (len(query[side][0].split(";")) for side in ("sources", "destinations"))
        table = [[None] * columns] * rows
        return 200, {"code": "Ok", "distances": table, "durations": table}

    with _server(island) as (url, _):
        metres, _ = ask_road_server(url, NEAR[:2])
    assert metres.tolist() == [[0, UNREACHABLE], [UNREACHABLE, 0]]


@pytest.mark.parametrize(
    "answer",
    [
        (400, {"code": "TooBig", "message": "Too many table coordinates"}),
        (200, {"code": "Ok", "distances": [[1]], "durations": [[1]]}),
        (200, {"code": "Ok"}),
        (200, [1]),
        (200, None),
    ],
)
def test_a_strange_answer_is_trouble_and_the_estimate_stands_in(answer: tuple[int, Any]) -> None:
    told: list[Message] = []
    with _server(lambda _path, _query: answer) as (url, _):
        with pytest.raises(Trouble):
            ask_road_server(url, NEAR)
        metres, _ = ways_between(url, NEAR, told.append)
    assert (metres == estimate(NEAR)[0]).all()
    assert "estimated" in told[0].text


def test_a_road_server_that_hangs_is_left_in_time() -> None:
    free = threading.Event()

    def hang(_path: str, _query: dict[str, list[str]]) -> tuple[int, Any]:
        free.wait(30)
        return 200, None

    with _server(hang) as (url, _):
        with pytest.raises(Trouble, match="does not answer in time"):
            ask_road_server(url, NEAR, timeout_s=0.2)
        free.set()


def test_no_road_server_means_the_estimate() -> None:
    told: list[Message] = []
    assert (ways_between("", NEAR, told.append)[1] == estimate(NEAR)[1]).all()
    assert not told


def _said(message: Message) -> str:
    values = {
        name: _said(value) if isinstance(value, Message) else value for name, value in message.values.items()
    }
    return message.text.format(**values)


def _road_answer(path: str, query: dict[str, list[str]]) -> tuple[int, Any]:
    """A straight north-south road: a hundredth of a degree is a kilometre and a hundred seconds."""
    latitudes = [round(float(pair.split(",")[1]) * 100) for pair in path.rpartition("/")[2].split(";")]
    rows, columns = (
        [latitudes[int(at)] for at in query[s][0].split(";")] for s in ("sources", "destinations")
    )
    apart = [[abs(row - column) for column in columns] for row in rows]
    distances = [[one * 1000 for one in row] for row in apart]
    return 200, {"code": "Ok", "distances": distances, "durations": [[one * 100 for one in r] for r in apart]}


Answer = Callable[[str, dict[str, list[str]]], tuple[int, Any]]


@contextmanager
def _server(answer: Answer) -> Iterator[tuple[str, list[str]]]:
    """A real HTTP server on this PC that answers like OSRM, and what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked.append(parts.path)
            status, body = answer(parts.path, parse_qs(parts.query))
            content = b"<html>" if body is None else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that left is the test's doing
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
