"""Steps on the disk: only ever added, walked back and forth, killed at any moment; cycles listed."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from station.dispatch.model.edit import Draft
from station.dispatch.model.plan import Reason
from station.dispatch.model.verdicts import Verdict
from station.dispatch.store import day as days
from station.dispatch.store import drafts
from station.dispatch.store.drafts import Act
from station.kernel.ids import CycleId
from station.storage.database import Database
from station.sync import shipments
from tests.station.dispatch.night_kit import CUT_OFF, CYCLE, NightDesk, blank_database, body, stop, wave

OTHER = CycleId(UUID("01900000-0000-7000-8000-00000000c002"))
ROOT = Path(__file__).parents[3]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(blank_database(tmp_path))
    yield made
    made.close()


def step(database: Database, number: int, act: Act = Act.EDITED, cycle: CycleId = CYCLE) -> None:
    draft = Draft(
        {"V1": (wave(number),)}, {wave(99): Reason.NO_ROOM}, frozenset({wave(number)}), frozenset({"V1"})
    )
    at = CUT_OFF + timedelta(minutes=number)
    with database.act() as connection:
        drafts.append_step(connection, cycle, at, act, Verdict.MOVED, {"stop": f"店{number}"}, draft)


def walk(database: Database, act: Act) -> None:
    with database.act() as connection:
        drafts.append_walk(connection, CYCLE, CUT_OFF, act)


def here(database: Database) -> str:
    """Words of the step where the dispatcher stands."""
    with database.look() as connection:
        trail = drafts.trail(connection, CYCLE)
        return str(drafts.load_step(connection, trail.steps[trail.here - 1][0]).values["stop"])


def test_a_step_comes_back_as_it_was_kept(database: Database) -> None:
    step(database, 1)
    with database.look() as connection:
        trail = drafts.trail(connection, CYCLE)
        found = drafts.load_step(connection, trail.steps[0][0])
    assert (found.act, found.verdict, found.values) == (Act.EDITED, Verdict.MOVED, {"stop": "店1"})
    assert found.draft == Draft(
        {"V1": (wave(1),)}, {wave(99): Reason.NO_ROOM}, frozenset({wave(1)}), frozenset({"V1"})
    )
    assert trail.last_at == CUT_OFF + timedelta(minutes=1)


def test_a_new_step_ends_what_was_undone(database: Database) -> None:
    for number in (1, 2, 3):
        step(database, number)
    walk(database, Act.UNDO)
    walk(database, Act.UNDO)
    assert here(database) == "店1"
    walk(database, Act.REDO)
    assert here(database) == "店2"
    step(database, 4)
    with database.look() as connection:
        trail = drafts.trail(connection, CYCLE)
    assert (here(database), trail.here, trail.can_redo, len(trail.steps)) == ("店4", 3, False, 3)


def test_numbers_are_compared_with_what_lay_here_before_the_planning(database: Database) -> None:
    step(database, 1, Act.BASE)
    step(database, 2, Act.PLANNED)
    with database.look() as connection:
        trail = drafts.trail(connection, CYCLE)
        assert trail.compared() == trail.steps[0][0]
    step(database, 3)
    with database.look() as connection:
        trail = drafts.trail(connection, CYCLE)
        assert trail.compared() == trail.steps[1][0]


def test_steps_of_cycles_of_long_ago_go(database: Database) -> None:
    step(database, 1, cycle=OTHER)
    step(database, 2)
    with database.act() as connection:
        drafts.forget_before(connection, CUT_OFF + timedelta(days=1), CYCLE)
        assert drafts.trail(connection, OTHER).steps == ()
        assert len(drafts.trail(connection, CYCLE).steps) == 1


def test_cycles_stand_with_the_newest_first(database: Database) -> None:
    with database.act() as connection:
        shipments.keep_stop(connection, body(stop(1)), CUT_OFF)
        shipments.keep_stop(connection, body(stop(2)), CUT_OFF)
        later = stop(3).model_copy(update={"cycle_id": OTHER, "cycle_name": "6月19日 晚"})
        shipments.keep_stop(connection, body(later), CUT_OFF + timedelta(days=1))
        found = days.cycles(connection)
    assert [(row.cycle_id, row.name, row.stops, row.version) for row in found] == [
        (OTHER, "6月19日 晚", 1, 0),
        (CYCLE, "6月18日 晚", 2, 0),
    ]


KILLED = """
import sys
from pathlib import Path
from tests.station.dispatch.night_kit import NightDesk, stop, van, wave
night = NightDesk(Path(sys.argv[1]), stops=[stop(n) for n in range(1, 5)], vans=[van(1), van(2)])
night.flow.plan()
while True:
    print(night.desk.trail.here, flush=True)
    night.flow.move(wave(4), "V1", 1 if night.desk.trail.here % 2 == 0 else 3)
"""


def test_a_killed_desk_comes_back_with_the_last_step_it_showed(tmp_path: Path) -> None:
    folder = tmp_path / "night"
    folder.mkdir()
    worker = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert worker.stdout is not None
    shown = [worker.stdout.readline() for _ in range(6)]
    worker.send_signal(signal.SIGKILL)
    shown += [line for line in worker.stdout if line.endswith("\n")]
    worker.wait(10)
    worker.stdout.close()
    night = NightDesk(folder)
    here, route = night.desk.trail.here, night.desk.draft().routes["V1"]
    night.close()
    # The kill may fall between the commit and its word: then the disk is one step ahead.
    assert here - int(shown[-1]) in (0, 1)
    assert route == ((wave(4), wave(1), wave(3)) if here % 2 else (wave(1), wave(4), wave(3)))
