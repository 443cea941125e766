"""Verbs about people and stations: the first manager, a station shut out, the trail proved."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from cloud_api.__main__ import main
from cloud_api.people.pins import PinKeeper
from cloud_api.storage.engine import open_engine
from cloud_api.storage.tables.catalogue import operators
from cloud_api.storage.tables.people import audit
from cloud_api.storage.transaction import reading, writing
from tests.cloud_api.kit import SQLITE_ONLY, SetClock, catalogue, operator, running

BADGE = str(operator()["badge"])
PIN = "704916"
_MANAGER = ("manager", "--name", "王经理", "--badge", BADGE, "--warehouse", "W1", "--pin-stdin")


class Terminal:
    """Runs verbs over one database, with what a pipe feeds them."""

    def __init__(
        self, database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.database = database
        self._monkeypatch = monkeypatch
        self._capsys = capsys

    def run(self, *words: str, stdin: str = "") -> tuple[int, str, str]:
        self._monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = main([*words, "--database", self.database])
        return (code, *self._capsys.readouterr())

    def told(self, *words: str, stdin: str = "") -> Any:
        code, out, err = self.run(*words, "--json", stdin=stdin)
        assert code == 0, err
        return json.loads(out)


@pytest.fixture
def terminal(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    """Over a database with a catalogue."""
    day = tmp_path / "day.json"
    day.write_text(json.dumps({"catalogue": catalogue()}), encoding="utf-8")
    terminal = Terminal(database, monkeypatch, capsys)
    terminal.told("import", str(day))
    return terminal


@SQLITE_ONLY
def test_the_first_manager_gets_a_pin_that_is_told_nowhere(terminal: Terminal) -> None:
    code, out, err = terminal.run(*_MANAGER, stdin=f"{PIN}\n")
    assert (code, err, BADGE in out, PIN in out) == (0, "", True, False)
    again = terminal.told(*_MANAGER, stdin="480593\n")
    engine = open_engine(terminal.database)
    try:
        with reading(engine) as connection:
            row = connection.execute(select(operators).where(operators.c.badge == BADGE)).one()
            acts = connection.scalars(select(audit.c.action)).all()
    finally:
        engine.dispose()
    assert (again["id"], row.manager, row.active, row.warehouse) == (str(row.id), True, True, "W1")
    assert PinKeeper()._hasher.verify(row.pin_hash, "480593")
    assert acts.count("PIN set") == 2


@SQLITE_ONLY
@pytest.mark.parametrize(
    ("words", "pin", "told"),
    [
        (_MANAGER, "1234", "too easy"),
        (_MANAGER, "12", "does not fit"),
        (_MANAGER, "", "does not fit"),
        ((*_MANAGER[:6], "W9", "--pin-stdin"), PIN, "W9"),
    ],
)
def test_a_manager_nobody_could_be_is_refused(
    terminal: Terminal, words: tuple[str, ...], pin: str, told: str
) -> None:
    code, out, err = terminal.run(*words, stdin=f"{pin}\n")
    assert (code, out) == (1, "")
    assert told in err
    assert not pin or pin not in err


@SQLITE_ONLY
def test_stations_are_listed_and_one_is_shut_out(terminal: Terminal, clock: SetClock) -> None:
    assert "No station yet" in terminal.run("stations")[1]
    engine = open_engine(terminal.database)
    try:
        with running(engine, clock) as cloud:
            desk = cloud.desk("工位 7")
            assert cloud.call("GET", "/v1/changes", desk.token).status_code == 200
            shown = terminal.told("stations")
            assert [(each["id"], each["name"]) for each in shown] == [(str(desk.station_id), "工位 7")]
            assert terminal.told("revoke-station", str(desk.station_id)) == {"revoked": str(desk.station_id)}
            assert cloud.call("GET", "/v1/changes", desk.token).status_code == 401
    finally:
        engine.dispose()
    assert [each["state"] for each in terminal.told("stations")] == ["revoked"]
    code, _, err = terminal.run("revoke-station", "01976b1e-5f00-7000-8000-0000000000ff")
    assert (code, "There is no station" in err) == (1, True)


@SQLITE_ONLY
def test_a_trail_is_proved_against_a_head_noted_elsewhere(terminal: Terminal) -> None:
    noted = terminal.told("audit", "verify")
    terminal.told(*_MANAGER, stdin=f"{PIN}\n")
    later = terminal.told("audit", "verify", "--head", noted["head"])
    assert later["acts"] > noted["acts"]
    engine = open_engine(terminal.database)
    try:
        with writing(engine) as connection:
            connection.execute(update(audit).where(audit.c.number == 1).values(actor_name="nobody"))
    finally:
        engine.dispose()
    code, out, err = terminal.run("audit", "verify", "--head", noted["head"])
    assert (code, out, "act 1 does not follow" in err) == (1, "", True)
    code, _, err = terminal.run("audit", "verify", "--head", f"1:{'f' * 64}")
    assert (code, "head you noted" in err) == (1, True)
