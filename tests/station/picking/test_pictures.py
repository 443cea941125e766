"""The card shows the product; a look-alike stands beside it, told apart by words, shapes and the pictures."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station.kernel.clock import SettableClock
from station.kernel.ids import Sku
from station.kernel.messages import Texts
from station.picking.model.look_alikes import Named, alike, differing
from station.picking.model.verdicts import Verdict
from station.picking.model.view import PickingView
from station.picking.screen.pair_panel import PairPanel
from station.picking.screen.screen import PickingScreen
from station.shell.bridge import Bridge
from station.shell.look import Look
from station.shell.picture_store import PictureStore
from station.shell.product_picture import ProductPicture
from tests.station.picking import sample_views as sample
from tests.station.picking.screen_kit import ROOM_OF_1366, RecordedGestures, named

WANTED = Named(Sku("S1"), "五得利特精高筋小麦粉500g", "500g/袋", "06901234567892")
SIZE = Named(Sku("S2"), "五得利特精高筋小麦粉1kg", "1kg/袋")
KIND = Named(Sku("S3"), "五得利特精低筋小麦粉500g", "500g/袋")
SAME = Named(Sku("S4"), WANTED.name, WANTED.spec, "06901234560008")


def test_what_tells_products_apart_is_said_once() -> None:
    assert differing(WANTED, SIZE) == ("500g", "1kg")
    assert differing(WANTED, KIND) == ("高", "低")
    assert differing(WANTED, SAME) == ("…7892", "…0008")
    assert differing(Named(Sku("A"), "可乐"), Named(Sku("B"), "可乐 无糖")) == ("", "无糖")


@pytest.fixture
def pictures(tmp_path: Path, qtbot: QtBot) -> Iterator[PictureStore]:
    for sku, colour in (("S1", "#cc2222"), ("S2", "#2222cc"), ("S3", "#22aa22")):
        image = QImage(300, 300, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        assert image.save(str(tmp_path / f"{sku}.jpg"))

    def find(sku: str) -> Path | None:
        path = tmp_path / f"{sku}.jpg"
        return path if path.exists() else None

    bridge = Bridge()
    store = PictureStore(find, lambda _: None, bridge.post)
    yield store
    store.stop()
    bridge.close()


@pytest.fixture
def shown(
    texts: Texts,
    look: Look,
    gestures: RecordedGestures,
    clock: SettableClock,
    pictures: PictureStore,
    qtbot: QtBot,
) -> PickingScreen:
    made = PickingScreen(texts, look, gestures, clock, pictures=pictures)
    qtbot.addWidget(made)
    made.resize(*ROOM_OF_1366)
    made.show()
    qtbot.waitExposed(made)
    return made


def view(*others: Named, in_hand: int = 0, scanned: Named | None = None) -> PickingView:
    quiet = sample.scan_product()
    assert quiet.product is not None
    product = replace(
        quiet.product,
        sku=str(WANTED.sku),
        name=WANTED.name,
        spec=WANTED.spec,
        in_hand=in_hand,
        look_alikes=tuple(other.words for other in others),
        alikes=tuple(alike(WANTED, other) for other in others),
    )
    told = None
    if scanned is not None:
        told = sample.answer(Verdict.LOOK_ALIKE, scanned=scanned.words, wanted=WANTED.words)
    return replace(quiet, product=product, answer=told)


def test_the_product_is_shown_beside_its_name(shown: PickingScreen, qtbot: QtBot) -> None:
    shown.show_view(view())
    picture = named(shown, ProductPicture, "picking.product.picture")
    qtbot.waitUntil(picture.isVisible)
    name = named(shown, QWidget, "picking.product.name")
    assert not picture.geometry().intersects(name.geometry())
    assert not named(shown, PairPanel, "picking.product.pair").isVisible()


def test_a_look_alike_stands_beside_the_wanted_one(shown: PickingScreen, qtbot: QtBot) -> None:
    shown.show_view(view(SIZE, KIND))
    pair = named(shown, PairPanel, "picking.product.pair")
    qtbot.waitUntil(lambda: pair.this.isVisible() and pair.other.isVisible())
    assert pair.words() == ("500g", "1kg")
    for part, wanted in ((pair.this, "#cc2222"), (pair.other, "#2222cc")):
        seen = pair.grab().toImage().pixelColor(part.geometry().center())
        assert abs(seen.hue() - QColor(wanted).hue()) < 12
    for words in ("look_alike", "name", "spec", "wanted"):
        other = named(shown, QWidget, f"picking.product.{words}")
        assert other.isHidden() or not other.geometry().intersects(pair.geometry()), words
    shown.show_view(view(SIZE, KIND, in_hand=1))
    assert not pair.isVisible()
    assert named(shown, QWidget, "picking.product.look_alike").isVisible()


def test_the_one_that_was_scanned_is_the_one_compared(shown: PickingScreen, qtbot: QtBot) -> None:
    pair = named(shown, PairPanel, "picking.product.pair")
    shown.show_view(view(SIZE, KIND, in_hand=1, scanned=KIND))
    qtbot.waitUntil(lambda: pair.other.isVisible() and pair.other.sku == "S3")
    assert pair.words() == ("高", "低")


def test_without_pictures_the_warning_is_in_words(screen: PickingScreen) -> None:
    screen.show_view(view(SIZE))
    assert not named(screen, PairPanel, "picking.product.pair").isVisible()
    assert not named(screen, ProductPicture, "picking.product.picture").isVisible()
    assert named(screen, QWidget, "picking.product.look_alike").isVisible()


def test_what_nobody_drew_leaves_no_frame(shown: PickingScreen, qtbot: QtBot) -> None:
    plain = view(SAME)
    assert plain.product is not None
    shown.show_view(replace(plain, product=replace(plain.product, sku="NONE")))
    pair = named(shown, PairPanel, "picking.product.pair")
    qtbot.waitUntil(lambda: not pair.isVisible())
    assert named(shown, QWidget, "picking.product.look_alike").isVisible()
