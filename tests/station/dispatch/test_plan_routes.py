"""`python -m station plan-routes`: a day or a benchmark in, routes out; bad input is told by its place."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import vrplib

from station.__main__ import main
from station.dispatch.model.problem import OPEN_END_S, UNREACHABLE
from station.dispatch.planner.day_files import read_day
from station.kernel.messages import Message
from station.kernel.trouble import Trouble

QUICK = ("--seconds", "30", "--iterations", "60")


@pytest.fixture
def example(project: Path, tmp_path: Path) -> Path:
    """The day that docs/plan-routes.md shows."""
    page = (project / "docs" / "plan-routes.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- example: day -->\n```json\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    return _file(tmp_path, shown[1])


def _file(folder: Path, content: str) -> Path:
    file = folder / "day.json"
    file.write_text(content, encoding="utf-8")
    return file


def _day(**more: Any) -> dict[str, Any]:
    day = {
        "depot": {"key": "w", "latitude": 39.9, "longitude": 116.4},
        "stops": [{"key": "a", "latitude": 39.91, "longitude": 116.41, "weight_g": 5}],
        "vans": [{"key": "v", "weight_g": 10}],
    }
    return {**day, **more}


def test_the_documented_day_is_planned(example: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan-routes", str(example), *QUICK, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    served = {stop["key"]: route["van"] for route in told["routes"] for stop in route["stops"]}
    assert served.keys() == {"P001", "P002", "P003"}
    assert served["P003"] == "V2"
    assert [(one["key"], one["reason"]) for one in told["unserved"]] == [("P004", "no_position")]
    assert (told["feasible"], told["violations"]) == (True, [])
    assert len(told["notes"]) == 1


def test_the_page_shows_what_the_program_answers(
    project: Path, example: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (project / "docs" / "plan-routes.md").read_text(encoding="utf-8")
    shown = re.search(r"<!-- example: routes -->\n```json\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    assert main(["plan-routes", str(example), *QUICK, "--json"]) == 0
    told, expected = json.loads(capsys.readouterr().out), json.loads(shown[1])
    # Sentences are in the language of the PC.
    for one in (told, expected):
        del one["notes"]
        for stop in one["unserved"]:
            del stop["why"]
    assert told == expected


def test_people_get_a_table_and_a_file_is_written_whole(
    example: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan-routes", str(example), *QUICK]) == 0
    table = capsys.readouterr().out
    assert "双井店" in table
    assert "✗ P004" in table
    out = tmp_path / "routes.json"
    assert main(["plan-routes", str(example), *QUICK, "--out", str(out)]) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["routes"]
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []


@pytest.mark.parametrize("name", ["X-n101-k25.vrp", "R104.txt", "X148-HVRP.vrp"])
def test_a_benchmark_becomes_a_solution_file(resources: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "found.sol"
    instance = resources / "bench" / "vrp" / name
    assert main(["plan-routes", "--vrplib", str(instance), *QUICK, "--out", str(out)]) == 0
    found, best = vrplib.read_solution(out), vrplib.read_solution(instance.with_suffix(".sol"))
    served = sorted(stop for route in found["routes"] for stop in route)
    assert served == sorted(stop for route in best["routes"] for stop in route)
    assert best["cost"] <= found["cost"] < best["cost"] * 1.2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"depot": {"key": 1}', "line 1, column 21"),
        ("[]", "should be a valid dictionary"),
        (_day(stops=[{"key": "a", "weight_g": 1.5}]), "stops[0].weight_g: "),
        (_day(stops=[{"key": "a", "wieght_g": 1}]), "stops[0].wieght_g: "),
        (_day(stops=[{"key": "w"}]), "stops: the key 'w' is used twice"),
        (_day(stops=[{"key": "a", "van": "x"}]), "stop 'a': there is no van 'x'"),
        (_day(vans=[{"key": "v", "weight_g": 1, "shift_from": "4 am"}]), "vans[0].shift_from: "),
        (_day(depot={"key": "w"}), "depot: it has no position"),
        (_day(ways={"metres": [[0]]}), "ways: metres and seconds belong together"),
        (_day(ways={"file": "a.csv", "osrm": "http://localhost"}), "exclude each other"),
        (_day(ways={"metres": [[0]], "seconds": [[0]]}), "metres is 1 x 1, but 2 places need 2 x 2"),
        (_day(ways={"file": "none.csv"}), "none.csv"),
    ],
)
def test_bad_input_is_refused_by_its_place(tmp_path: Path, content: Any, says: str) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    with pytest.raises(Trouble) as trouble:
        read_day(_file(tmp_path, text), lambda _note: None)
    assert says in _said(trouble.value.what)


def test_hours_of_the_night_after_and_open_windows(tmp_path: Path) -> None:
    stops = [
        {"key": "a", "latitude": 39.9, "longitude": 116.4, "receive_from": "23:30", "receive_until": "26:30"},
        {"key": "b", "latitude": 39.9, "longitude": 116.4},
    ]
    problem = read_day(_file(tmp_path, json.dumps(_day(stops=stops))), lambda _note: None).problem
    assert (problem.stops[0].early_s, problem.stops[0].late_s) == (84_600, 95_400)
    assert (problem.stops[1].early_s, problem.stops[1].late_s) == (0, OPEN_END_S)


def test_holes_of_a_matrix_are_told_by_name(tmp_path: Path) -> None:
    notes: list[Message] = []
    (tmp_path / "ways.csv").write_text("from,to,metres,seconds\nw,a,10,5\n", encoding="utf-8")
    day = _day(depot={"key": "w"}, ways={"file": "ways.csv"})
    problem = read_day(_file(tmp_path, json.dumps(day)), notes.append).problem
    assert problem.metres.tolist() == [[0, 10], [UNREACHABLE, 0]]
    assert _said(notes[0]) == "Ways are missing for 2 places: w, a"


def test_the_program_ends_with_a_reason_not_with_a_traceback(tmp_path: Path, project: Path) -> None:
    bad = _file(tmp_path, "{")
    refused = _run(project, "plan-routes", str(bad))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "day.json" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert _run(project, "plan-routes").returncode == 2
    assert _run(project, "plan-routes", str(bad), "--seconds", "-1").returncode == 2


def test_a_file_that_cannot_be_written_is_refused(example: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "none" / "routes.json"
    assert main(["plan-routes", str(example), *QUICK, "--out", str(nowhere)]) == 1


def test_customers_nobody_can_serve_leave_no_solution_file(tmp_path: Path) -> None:
    file = tmp_path / "heavy.vrp"
    file.write_text(
        "NAME : heavy\nTYPE : CVRP\nDIMENSION : 2\nCAPACITY : 3\nEDGE_WEIGHT_TYPE : EUC_2D\n"
        "NODE_COORD_SECTION\n1 0 0\n2 1 1\nDEMAND_SECTION\n1 0\n2 9\nDEPOT_SECTION\n1\n-1\nEOF\n",
        encoding="utf-8",
    )
    out = tmp_path / "heavy.sol"
    assert main(["plan-routes", "--vrplib", str(file), *QUICK, "--out", str(out)]) == 1
    assert not out.exists()


def _run(project: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "station", *words],
        cwd=project,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _said(message: Message) -> str:
    values = {
        name: _said(value) if isinstance(value, Message) else value for name, value in message.values.items()
    }
    return message.text.format(**values)
