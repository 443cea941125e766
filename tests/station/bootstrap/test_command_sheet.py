"""The command sheets hold what the real rooms answer to, and every code on them is read from the page."""

import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from cloud_api.wire.stations import Role
from hardware.codes import make_command_code
from station.bootstrap.command_pages import HEIGHT_MM, ROOM_KEYS, CommandPages
from station.bootstrap.command_sheet import DIGITS, DOOR, SHEETS, commands_for
from station.bootstrap.resources import Resources
from station.bootstrap.roles import rooms_of
from station.bootstrap.window import StationWindow
from station.kernel.clock import SettableClock
from station.kernel.desk_commands import DeskCommand as Do
from station.kernel.messages import LANGUAGES, Texts
from station.kernel.settings import Settings
from station.shell.press_key import PressKey
from station.shell.sounds import NoSounds

KEYS = {f"F{number}": Do(number) for number in range(1, 13)} | {
    "Esc": Do.ESCAPE,
    "Up": Do.UP,
    "Down": Do.DOWN,
    "Left": Do.LEFT,
    "Right": Do.RIGHT,
    "Home": Do.HOME,
}
WALKING = {Do.ENTER, Do.NEXT_FIELD, Do.SPACE, Do.UP, Do.DOWN, Do.ESCAPE, Do.SYNC, Do.DEVICES, Do.SIGN_OUT}
"""What every page of Qt has without a shortcut."""
DPI = 200


@pytest.fixture
def station_window(qapp: QApplication, tmp_path: Path, resources: Path) -> Iterator[StationWindow]:
    settings = Settings(data_folder=tmp_path, token_in_file=True, language="en")
    made = StationWindow(qapp, settings, Resources(resources), SettableClock(), NoSounds())
    made.start()
    made.rooms.open(rooms_of(list(Role)))
    yield made
    made.stop()
    made.window.close()
    made.window.deleteLater()


def shortcuts(page: QWidget) -> dict[Do, QShortcut]:
    """The shortcuts of a page that have a command; those with Ctrl and PgUp have none."""
    found = [each for each in page.findChildren(QShortcut) if each.key().toString() in KEYS]
    by_command = {KEYS[each.key().toString()]: each for each in found}
    assert len(by_command) == len(found), "two shortcuts of one key: Qt lets none of them answer"
    return by_command


def said(button: QAbstractButton) -> str:
    """The words of a button without its key."""
    return re.split(r"  | · ", button.text() or button.accessibleName())[0].lower()


def test_each_key_of_each_room_has_its_row_and_no_row_is_without_a_key(station_window: StationWindow) -> None:
    for room in rooms_of(list(Role)):
        keys = shortcuts(station_window.rooms.screen(room))
        rows = {command: words for words, command in commands_for(room)}
        assert len(rows) == len(commands_for(room)), "one command, one row"
        assert keys.keys() - rows.keys() == set(), room
        assert rows.keys() - keys.keys() <= WALKING, room


def test_the_rows_say_what_the_buttons_say(station_window: StationWindow) -> None:
    told = 0
    for room in rooms_of(list(Role)):
        rows = {command: words for words, command in commands_for(room)}
        for command, shortcut in shortcuts(station_window.rooms.screen(room)).items():
            if isinstance(shortcut, PressKey) and command not in (Do.LEFT, Do.RIGHT):
                row = station_window.texts.say(rows[command]).lower()
                assert any(said(button) in row for button in shortcut.buttons), (room, command, row)
                told += 1
    assert told > 30


def test_the_door_has_the_keys_of_its_pages(station_window: StationWindow) -> None:
    rows = {command for _, command in commands_for(DOOR)}
    keys = shortcuts(station_window.enrol_page).keys() | shortcuts(station_window._sign_in_page).keys()
    assert keys - rows == set()
    assert rows - keys <= WALKING


def test_every_room_has_a_sheet() -> None:
    assert set(SHEETS) == {*rooms_of(list(Role)), DOOR}
    with pytest.raises(KeyError):
        commands_for("attic")


@pytest.mark.parametrize("room", SHEETS)
def test_every_code_is_read_from_its_page(room: str, resources: Path, tmp_path: Path) -> None:
    texts = Texts(resources / "texts", LANGUAGES[SHEETS.index(room) % 2])
    pdf = tmp_path / "sheet.pdf"
    pdf.write_bytes(CommandPages(texts, resources / "fonts", room).pdf())
    first, last = read_pages(pdf)
    assert [code for code, *_ in first] == [make_command_code(command) for _, command in commands_for(room)]
    foot = [*DIGITS, Do.BACKSPACE, Do.ENTER, *(() if room == DOOR else ROOM_KEYS)]
    assert [code for code, *_ in last] == [make_command_code(command) for command in foot]
    for page in (first, last):
        check_apart(page)
    words = subprocess.run(["pdftotext", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    assert all(texts.say(row) in words for row, _ in commands_for(room))


def read_pages(pdf: Path) -> list[list[tuple[str, float, float, float, float]]]:
    """For each page its codes from the top: text, left, right, top and bottom in millimetres."""
    target = pdf.with_suffix("")
    subprocess.run(["pdftoppm", "-r", str(DPI), "-png", str(pdf), str(target)], check=True, timeout=60)
    pages = []
    for file in sorted(pdf.parent.glob(f"{target.name}-*.png")):
        with Image.open(file) as picture:
            mm = HEIGHT_MM / picture.height
            found = zxingcpp.read_barcodes(picture)
        pages.append(sorted((placed(each, mm) for each in found), key=lambda each: each[3]))
    return pages


def placed(code: zxingcpp.Barcode, mm: float) -> tuple[str, float, float, float, float]:
    assert code.symbology_identifier == "]C0"
    at = code.position
    corners = (at.top_left, at.top_right, at.bottom_left, at.bottom_right)
    across, down = [corner.x * mm for corner in corners], [corner.y * mm for corner in corners]
    return code.text, min(across), max(across), min(down), max(down)


def check_apart(page: list[tuple[str, float, float, float, float]]) -> None:
    """One column, and white between: no straight beam crosses two codes from end to end."""
    lefts, rights = {round(left) for _, left, *_ in page}, {round(right) for _, _, right, *_ in page}
    assert max(lefts) - min(lefts) <= 1
    assert max(rights) - min(rights) <= 1
    gaps = [below[3] - above[4] for above, below in pairwise(page)]
    assert min(gaps) >= 4.0


def test_the_verb_writes_the_file_or_says_why_not(project: Path, tmp_path: Path) -> None:
    def verb(*arguments: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "-m", "station", "command-sheet", *arguments]
        return subprocess.run(line, cwd=project, capture_output=True, text=True, timeout=60)

    out = tmp_path / "door.pdf"
    assert verb("--room", "door", "--out", str(out)).returncode == 0
    assert out.read_bytes().startswith(b"%PDF")
    nowhere = verb("--room", "door", "--out", str(tmp_path / "none" / "door.pdf"))
    assert (nowhere.returncode, str(tmp_path) in nowhere.stderr) == (1, True)
    assert verb("--room", "attic", "--out", str(out)).returncode == 2
    assert "--room" in verb("--help").stdout
