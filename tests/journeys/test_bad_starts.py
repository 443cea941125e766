"""Starts that go wrong: each is told in plain words, harms nothing, and the work goes on where it can."""

import hashlib
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image

from station.kernel.clock import SystemClock
from station.kernel.messages import Message, Texts
from station.picking.model.view import Step
from station.storage.database import Database
from tests.journeys.kit import FedCloud, count, fed_cloud, rows, small_day, until
from tests.journeys.picking_hand import PickingHand
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window
from tests.station.recovery.desk import RESOURCES, HeadlessDesk, headless_settings
from tests.station.recovery.proxy import BadNetwork
from tests.station.recovery.truth import check_all_accepted, check_cloud, check_day_is_done, check_station

REFUSED = 1
VIVID, NOTICE_HEIGHT_PX = 128, 30
TOLERANCE = timedelta(seconds=30)


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    with fed_cloud(tmp_path / "cloud", small_day(points=1, orders_a_point=2)) as cloud:
        yield cloud


@pytest.fixture(scope="module")
def headless_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FedCloud]:
    """A cloud with a wave for each test without a window."""
    with fed_cloud(tmp_path_factory.mktemp("cloud"), small_day(points=3, orders_a_point=2)) as cloud:
        yield cloud


def chinese(words: str) -> str:
    """A sentence of the catalogue as the command line says it, up to its first field."""
    return Texts(RESOURCES / "texts").say(Message(words)).split("{")[0]


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def newer_database(folder: Path) -> Path:
    """A station's database of a version to come."""
    file = folder / "station.db"
    Database(file).close()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    return file


def assert_plain(errors: str, words: str) -> None:
    """The reason and what to do, and no traceback."""
    assert words in errors
    assert "Traceback" not in errors


class Wifi(BaseHTTPRequestHandler):
    """A network's log-in page: answers everything with HTML."""

    PAGE = b"<!doctype html><title>WiFi</title><p>Please log in"
    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(self.PAGE)))
        self.end_headers()
        self.wfile.write(self.PAGE)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def wifi_page() -> Iterator[str]:
    """The address of a log-in page."""
    Wifi.asked = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Wifi) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


# At the command line


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("label_printer = tcp://1.2.3.4", "Invalid value"),
        ('wedge_gap = "fast"', "wedge_gap"),
        ("crate_weight_g = 1", "crate_weight_g"),
    ],
)
def test_enrolling_with_broken_settings_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    file = tmp_path / "station.toml"
    file.write_text(content, encoding="utf-8")
    env = station_env(tmp_path / "station")
    done = station_verb(
        "enrol",
        "--settings",
        str(file),
        "--cloud",
        "http://127.0.0.1:9",
        "--code",
        "1",
        "--name",
        "A",
        env=env,
    )
    assert done.returncode == REFUSED
    assert_plain(done.stderr, reason)
    assert str(file) in done.stderr


def test_a_wrong_environment_is_told(tmp_path: Path) -> None:
    done = station_verb("run", env=station_env(tmp_path / "station", wedge_gap_ms="soon"))
    assert done.returncode == REFUSED
    assert_plain(done.stderr, "wedge_gap_ms")


def test_enrolling_on_a_newer_database_leaves_it_alone(tmp_path: Path) -> None:
    file = newer_database(tmp_path)
    before = digest(file)
    done = station_verb(
        "enrol",
        "--cloud",
        "http://127.0.0.1:9",
        "--code",
        "12345678",
        "--name",
        "A",
        env=station_env(tmp_path),
    )
    assert done.returncode == REFUSED
    assert_plain(done.stderr, chinese("The data was written by a newer version of the station ({version})"))
    assert "9999" in done.stderr
    assert digest(file) == before


# In the window


@pytest.mark.journey
def test_a_newer_database_is_told_in_a_box_and_left_alone(tmp_path: Path, display: str) -> None:
    file = newer_database(tmp_path)
    before = digest(file)
    window = StationWindow(display, station_env(tmp_path))
    try:
        window.wait_until_visible()
        window.picture("newer-database")
        window.press("Escape")
        code, errors = window.ended_by_itself()
    finally:
        window.close()
    assert code == REFUSED
    assert_plain(errors, chinese("The data was written by a newer version of the station ({version})"))
    assert digest(file) == before


@pytest.mark.journey
def test_a_second_instance_waits_for_the_first_to_go(tmp_path: Path, display: str) -> None:
    env = station_env(tmp_path / "station")
    with station_window(display, env):
        second = StationWindow(display, env)
        try:
            second.wait_until_visible()
            second.picture("second-instance")
            second.press("Escape")
            code, errors = second.ended_by_itself()
        finally:
            second.close()
        assert code == REFUSED
        assert_plain(errors, chinese("The station is running already on this PC"))
    with station_window(display, env) as third:
        assert third.file.exists()


@pytest.mark.journey
def test_broken_settings_open_the_window_and_are_told(tmp_path: Path, display: str) -> None:
    file = tmp_path / "station.toml"
    env = station_env(tmp_path / "station")
    file.write_text('look = "light"', encoding="utf-8")
    with station_window(display, env, "--settings", str(file)) as window:
        assert not has_notice(Image.open(window.picture("sound-settings")))
    file.write_text('look = "light', encoding="utf-8")
    with station_window(display, env, "--settings", str(file)) as window:
        until("the notice", lambda: has_notice(window.look()))
        window.picture("broken-settings")
    assert file.read_text(encoding="utf-8") == 'look = "light'


def has_notice(picture: Image.Image) -> bool:
    """Whether a coloured bar stands at the left edge, as each notice has one there."""
    edge = picture.convert("HSV").crop((2, 0, 3, picture.height))
    saturations = edge.getchannel("S").tobytes()
    return sum(saturation > VIVID for saturation in saturations) > NOTICE_HEIGHT_PX


@pytest.mark.journey
def test_work_goes_on_without_a_cloud_and_with_a_senseless_one(
    tmp_path: Path, cloud: FedCloud, display: str
) -> None:
    folder = tmp_path / "station"
    with BadNetwork(cloud.url) as network, wifi_page() as page:
        prepare(folder, cloud, network)
        network.is_cut = True
        with station_window(display, station_env(folder)) as window:
            window.beam(cloud.day.badges[0])
            window.wait_for_rooms()
            hand = PickingHand(window, {sscc: sscc for sscc in crates_of(window)})
            product = hand.product_to_pick()
            assert product is not None
            hand.pick(product)
            assert operators_of_scans(window) == {cloud.day.catalogue.operators[0].id.hex}
            window.picture("without-cloud")
            waiting = waiting_facts(window)
            assert waiting > 0

            network.lead_to(page)
            network.is_cut = False
            until("the senseless cloud to be asked", lambda: Wifi.asked)
            hand.pick_all()
            window.picture("senseless-cloud")
            assert waiting_facts(window) > waiting

            network.lead_to(cloud.url)
            hand.close_all()
            until("the cloud to know it", cloud.all_waves_completed, patience_s=90)
            until("all facts to be answered", lambda: not waiting_facts(window))
        check_station(window.file)
        check_all_accepted(window.file)
        check_cloud(cloud, [window.file])
        check_day_is_done(cloud)


def prepare(folder: Path, cloud: FedCloud, network: BadNetwork) -> None:
    """A station that was here yesterday: it knows its operators and has a wave begun."""
    desk = HeadlessDesk(headless_settings(folder))
    desk.core.start()
    desk.enrol(network.url, cloud.desk_code(), "A-01")
    desk.sign_in(cloud.day.badges[0])
    assert desk.take_wave().step is Step.SCAN_PRODUCT
    until("the start to be told", lambda: not desk.sync_now().waiting)
    desk.core.stop()


def crates_of(window: StationWindow) -> set[str]:
    return {row["sscc"] for row in rows(window.file, "SELECT sscc FROM crate")}


def waiting_facts(window: StationWindow) -> int:
    return count(window.file, "SELECT count(*) FROM fact WHERE state = 'waiting'")


def operators_of_scans(window: StationWindow) -> set[str]:
    return {row["operator_id"] for row in rows(window.file, "SELECT operator_id FROM scan")}


# Without a window


def test_a_senseless_cloud_is_told_as_no_connection(tmp_path: Path, headless_cloud: FedCloud) -> None:
    with BadNetwork(headless_cloud.url) as network, wifi_page() as page:
        desk = HeadlessDesk(headless_settings(tmp_path / "station"))
        desk.core.start()
        desk.enrol(network.url, headless_cloud.desk_code(), "A-01")
        desk.sign_in(headless_cloud.day.badges[0])
        network.lead_to(page)
        state = desk.sync_now()
        assert not state.connected
        assert state.known
        assert "makes no sense" in state.detail.text
        view = desk.take_wave()
        assert view.step is Step.NO_WAVE
        assert view.notice is not None
        network.lead_to(headless_cloud.url)
        assert desk.sync_now().connected
        assert desk.take_wave().step is Step.SCAN_PRODUCT
        desk.core.stop()
        assert desk.seen.bugs == []


class WrongClock(SystemClock):
    """A PC whose clock is off by so much."""

    def __init__(self, error: timedelta) -> None:
        self._error = error

    def now(self) -> datetime:
        return super().now() + self._error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (timedelta(hours=-1), "This PC's clock is {span} slow. Set it right"),
        (timedelta(days=3), "This PC's clock is {span} fast. Set it right"),
    ],
)
def test_a_wrong_clock_is_told_and_true_times_are_written(
    tmp_path: Path, headless_cloud: FedCloud, error: timedelta, words: str
) -> None:
    desk = HeadlessDesk(headless_settings(tmp_path / "station"), WrongClock(error))
    desk.core.start()
    desk.enrol(headless_cloud.url, headless_cloud.desk_code(), "A-01")
    desk.sign_in(headless_cloud.day.badges[0])
    state = desk.sync_now()
    assert state.clock_is_wrong
    assert abs(state.clock_offset + error) < TOLERANCE
    room = desk.wait("the warning", lambda seen: seen.sync_room.clock_warning if seen.sync_room else None)
    assert room.text == words
    view = desk.take_wave()
    assert view.wave is not None
    assert not view.wave.lease_over
    desk.core.stop()
    happened = rows(tmp_path / "station" / "station.db", "SELECT happened_at FROM fact")[0]["happened_at"]
    assert abs(datetime.fromisoformat(happened) - datetime.now(UTC)) < TOLERANCE
