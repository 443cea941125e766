"""The dispatcher's evening in the real program: plan, drag, undo, publish, print and save the sheets."""

import json
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from cloud_api.wire.maps import map_link
from cloud_api.wire.routes import RoutePlan
from tests.journeys.dispatch_day import SHOPS, VANS, DispatchCloud, dispatch_cloud
from tests.journeys.dispatch_hand import DispatchHand, VanRow
from tests.journeys.kit import count, rows, until
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window

pytestmark = pytest.mark.journey

SECONDS = "1"
DPI = "150"
BESIDE_PRINT_PX = 215
"""From the middle of "print" to the middle of "save", which stands beside it in the same width."""

Routes = Mapping[str, list[str]]


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[DispatchCloud]:
    with dispatch_cloud(tmp_path / "cloud") as cloud:
        yield cloud


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with a short name: it is typed by hand."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def test_from_the_plan_to_the_sheets(
    tmp_path: Path, cloud: DispatchCloud, display: str, short_folder: Path
) -> None:
    paper = tmp_path / "paper"
    paper.mkdir()
    env = station_env(tmp_path / "station", document_printer=f"folder:{paper}", route_seconds=SECONDS)
    enrolled = station_verb(
        "enrol", "--cloud", cloud.cloud.url, "--code", cloud.desk_code(), "--name", "调度 1", env=env
    )
    assert enrolled.returncode == 0, enrolled.stderr
    with station_window(display, env) as window:
        hand = DispatchHand(window, display)
        sign_in(window, hand, cloud)
        plan(window, hand)
        first = drawn_routes(window)
        moved = drag_a_stop(window, hand, first)
        window.press("ctrl+z")
        until("the bars as they were", lambda: bars(hand) == lengths(first))
        assert last_act(window) == "undo"
        window.press("ctrl+y")
        until("the bars as they were moved", lambda: bars(hand) == lengths(moved))
        assert last_act(window) == "redo"

        hand.press_next("publish")
        until("the routes in the cloud", cloud.routes)
        published = cloud.routes()
        assert published is not None
        assert served(published) == named(moved, published)
        until("all facts to be answered", lambda: nothing_waits(window))
        window.picture("dispatch-4-published")
        at = hand.press_next("print the sheets")
        (printed,) = until("the printed sheets", lambda: list(paper.glob("*.pdf")))
        save_sheets(window, hand, at, short_folder)
        (saved,) = until("the saved sheets", lambda: list(short_folder.glob("*.pdf")))
        assert printed.name.endswith(saved.name)
    for file in (printed, saved):
        check_sheets(file, published, cloud, tmp_path)


def sign_in(window: StationWindow, hand: DispatchHand, cloud: DispatchCloud) -> None:
    """Badge in once the night is here."""
    until("the operators", lambda: count(window.file, "SELECT count(*) FROM operator"))
    until("the stops", lambda: count(window.file, "SELECT count(*) FROM stop") == SHOPS)
    window.beam(cloud.cloud.day.badges[0])
    until("the rows of the vans", lambda: bars(hand) == [0] * VANS)


def plan(window: StationWindow, hand: DispatchHand) -> None:
    """Plan until the routes are drawn."""
    hand.press_next("plan")
    until("the plan", lambda: last_act(window) == "planned")
    until("the bars of both vans", lambda: bars(hand) == lengths(drawn_routes(window)))
    window.picture("dispatch-1-planned")


def drag_a_stop(window: StationWindow, hand: DispatchHand, before: Routes) -> Routes:
    """Draw the first bar of the fuller van on to the name of the other; the routes it makes."""
    giver, taker = sorted(before, key=lambda van: -len(before[van]))
    numbers = {van: number for number, van in enumerate(sorted(before))}
    begin, end = row_of(hand, numbers[giver]), row_of(hand, numbers[taker])
    hand.drag(begin.bars[0], end.name)
    window.picture("dispatch-2-dragging")
    hand.let_go()
    until("the stop on its new van", lambda: last_act(window) == "edited")
    after = drawn_routes(window)
    stop = before[giver][0]
    assert after == {giver: before[giver][1:], taker: [*before[taker], stop]}
    until("the bars as they were moved", lambda: bars(hand) == lengths(after))
    window.picture("dispatch-3-moved")
    return after


def row_of(hand: DispatchHand, number: int) -> VanRow:
    row = hand.van_row(number)
    assert row is not None
    return row


def bars(hand: DispatchHand) -> list[int]:
    """How many bars each van shows."""
    found = (hand.van_row(number) for number in range(VANS))
    return [len(row.bars) if row is not None else -1 for row in found]


def lengths(routes: Routes) -> list[int]:
    """How many bars each van should show."""
    return [len(routes[van]) for van in sorted(routes)]


def save_sheets(window: StationWindow, hand: DispatchHand, at: tuple[int, int], folder: Path) -> None:
    """Press the button beside `at`, then name a folder in the window that asks for it."""
    windows = hand.windows()
    hand.click((at[0] + BESIDE_PRINT_PX, at[1]))
    until("the question for a folder", lambda: hand.windows() > windows)
    window.type(str(folder))
    window.press("Return")


def drafts(window: StationWindow, act: str) -> list[Routes]:
    """Routes of the steps of a kind, the newest first; by van, the waves in their order."""
    found = rows(window.file, "SELECT body FROM route_draft WHERE act = ? ORDER BY ordinal DESC", act)
    return [json.loads(row["body"])["routes"] for row in found]


def drawn_routes(window: StationWindow) -> Routes:
    return (drafts(window, "edited") or drafts(window, "planned"))[0]


def last_act(window: StationWindow) -> str:
    found = rows(window.file, "SELECT act FROM route_draft ORDER BY ordinal DESC LIMIT 1")
    return str(found[0]["act"]) if found else ""


def nothing_waits(window: StationWindow) -> bool:
    return not count(window.file, "SELECT count(*) FROM fact WHERE state = 'waiting'")


def served(published: RoutePlan) -> Routes:
    return {route.van: [str(stop.wave_id) for stop in route.stops] for route in published.routes}


def named(moved: Routes, published: RoutePlan) -> Routes:
    """The routes as they were moved, those of vans that drive."""
    driving = {route.van for route in published.routes}
    assert not published.unserved
    return {van: stops for van, stops in moved.items() if van in driving}


def check_sheets(file: Path, published: RoutePlan, cloud: DispatchCloud, folder: Path) -> None:
    """Whoever reads the paper finds each shop on its van's sheet, and each code leads where it should."""
    text = run("pdftotext", "-raw", "-enc", "UTF-8", str(file), "-")
    said = re.sub(r"\s+", " ", text)
    shops = {shop.code: shop for shop in cloud.cloud.day.catalogue.pickup_points}
    vans = {van.code: van for van in cloud.cloud.day.catalogue.vans}
    expected = []
    for route in published.routes:
        assert vans[route.van].plate in said
        assert vans[route.van].driver in said
        places = [said.find(shops[stop.pickup_point].name) for stop in route.stops]
        assert -1 not in places
        assert places == sorted(places)
        links = [map_link(shops[stop.pickup_point]) for stop in route.stops]
        expected += [route.code, *links, route.code]
    assert codes(file, folder / file.stem) == expected


def codes(file: Path, folder: Path) -> list[str]:
    """What a phone reads off each page, from top to bottom."""
    folder.mkdir(exist_ok=True)
    run("pdftoppm", "-r", DPI, "-gray", "-png", str(file), str(folder / "page"))
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = []
    for page in sorted(folder.glob("page*.png")):
        read = zxingcpp.read_barcodes(Image.open(page), formats=formats)
        found += [code.text for code in sorted(read, key=lambda code: code.position.top_left.y)]
    return found


def run(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True).stdout.decode()
