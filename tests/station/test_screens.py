"""docs/screens.md and the real window name the same widgets, each once."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QTableView, QWidget

from station.bootstrap.resources import Resources
from station.bootstrap.window import StationWindow
from station.kernel.clock import SettableClock
from station.kernel.settings import Settings
from station.shell.sounds import RecordingSounds

USED_BY_PEOPLE = (QAbstractButton, QLineEdit, QComboBox, QTableView)


@pytest.fixture
def station_window(qapp: QApplication, tmp_path: Path, resources: Path) -> Iterator[StationWindow]:
    settings = Settings(data_folder=tmp_path, token_in_file=True)
    made = StationWindow(qapp, settings, Resources(resources), SettableClock(), RecordingSounds())
    made.start()
    yield made
    made.stop()
    made.window.close()


def _names(*pages: QWidget) -> Counter[str]:
    used = {child for page in pages for kind in USED_BY_PEOPLE for child in page.findChildren(kind)}
    # The corner of a table and the cross in a field are Qt's own.
    return Counter(
        child.objectName() for child in used if not isinstance(child.parent(), (QTableView, QLineEdit))
    )


def test_every_widget_people_use_is_named_once_and_listed(
    station_window: StationWindow, project: Path
) -> None:
    names = _names(station_window.window, station_window.enrol_page)
    names = Counter({name: count for name, count in names.items() if not name.startswith("qt_")})
    assert "" not in names
    assert [name for name, count in names.items() if count > 1] == []
    listed = _listed((project / "docs" / "screens.md").read_text(encoding="utf-8"))
    assert set(names) - listed == set()


def _listed(page: str) -> set[str]:
    """The names of the page; `.dismiss` stands for the prefix of the name before it."""
    listed: set[str] = set()
    prefix = ""
    for name in re.findall(r"`([\w.]+)`", page):
        if name.startswith("."):
            listed.add(prefix + name)
        else:
            listed.add(name)
            prefix = name.rpartition(".")[0]
    return listed
