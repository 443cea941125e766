"""Two products alike in the real program: both pictures stand side by side, the wrong one is refused."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from hardware.printers.simulated import SimulatedPrinter
from tests.journeys.kit import FedCloud, badge, count, fed_cloud, rows, small_day, until
from tests.journeys.picking_hand import PickingHand
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window

pytestmark = pytest.mark.journey

WANTED, ALIKE = "S1", "S2"
COLOURS = {WANTED: (250, 0, 250), ALIKE: (0, 200, 250)}
"""Nothing else on the screen has them."""
CLOSE = 24
"""JPEG keeps a plain colour within this."""
LEAST_PIXELS = 2_000


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[FedCloud]:
    day = small_day(points=1, orders_a_point=1)
    names = {WANTED: ("金龙鱼东北大米", "5kg"), ALIKE: ("金龙鱼东北大米", "10kg")}
    products = tuple(
        each.model_copy(update=dict(zip(("name", "spec"), names[each.sku], strict=True)))
        if each.sku in names
        else each
        for each in day.catalogue.products
    )
    goods = day.catalogue.model_copy(update={"products": products})
    with fed_cloud(tmp_path / "cloud", replace(day, catalogue=goods)) as cloud:
        assert cloud.service.send_pictures(packed()) == []
        yield cloud


def packed() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for sku, colour in COLOURS.items():
            picture = io.BytesIO()
            Image.new("RGB", (600, 600), colour).save(picture, "PNG")
            archive.writestr(f"{sku}.png", picture.getvalue())
    return made.getvalue()


def seen(window: StationWindow) -> set[str]:
    """Whose pictures are on the display."""
    look = window.look().convert("RGB")
    found = look.getcolors(look.width * look.height) or []
    return {
        sku
        for sku, colour in COLOURS.items()
        if sum(
            pixels
            for pixels, shown in found
            if isinstance(shown, tuple)
            and all(abs(a - b) < CLOSE for a, b in zip(shown, colour, strict=True))
        )
        > LEAST_PIXELS
    }


def test_a_look_alike_is_seen_beside_what_is_wanted(tmp_path: Path, cloud: FedCloud, display: str) -> None:
    with SimulatedPrinter() as printer:
        env = station_env(tmp_path / "station", label_printer=printer.address)
        code = cloud.desk_code()
        enrolled = station_verb("enrol", "--cloud", cloud.url, "--code", code, "--name", "A-01", env=env)
        assert enrolled.returncode == 0, enrolled.stderr
        with station_window(display, env) as window:
            _take_wave(window, cloud)
            until("both pictures", lambda: seen(window) == {WANTED, ALIKE})
            gtins = cloud.day.gtins
            assert window.scan(gtins[ALIKE]) == "look_alike"
            until("both pictures beside the refusal", lambda: seen(window) == {WANTED, ALIKE})
            window.picture("look-alike-refused")
            assert window.scan(gtins[WANTED]) == "product_ok"
            until("the wanted one alone", lambda: seen(window) == {WANTED})
            hand = PickingHand(window, {})
            assert hand.needs(WANTED)
    cached = sorted(file.suffix for file in (tmp_path / "station").rglob("pictures/*"))
    assert cached == [".jpg", ".jpg"]


def _take_wave(window: StationWindow, cloud: FedCloud) -> None:
    until("the operators", lambda: count(window.file, "SELECT count(*) FROM operator"))
    until("the pictures", lambda: _told(window) == set(COLOURS))
    window.beam(cloud.day.badges[0])
    window.wait_for_rooms()
    window.beam(badge(1))
    until("the crates", lambda: count(window.file, "SELECT count(*) FROM crate"))


def _told(window: StationWindow) -> set[str]:
    return {row["sku"] for row in rows(window.file, "SELECT sku FROM product WHERE picture IS NOT NULL")}
