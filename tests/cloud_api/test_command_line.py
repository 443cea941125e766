"""The command line: each verb, its refusals, and the service as a process that is killed or stopped."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import func, select

from cloud_api.__main__ import main
from cloud_api.storage.engine import open_engine
from cloud_api.storage.tables.catalogue import vans
from cloud_api.storage.tables.orders import order_lines, orders
from cloud_api.storage.transaction import reading
from tests.cloud_api.kit import DEADLINE_S, catalogue, order

TONIGHT = (datetime.now(UTC) + timedelta(hours=8)).isoformat()
CSV = """order_no,pickup_point,paid_at,customer,phone,sku,quantity
A,P1,2026-06-18 19:00:00,王女士,13800000000,PEACH,2
B,P2,2026-06-18 19:01:00,李先生,13900000000,RICE,0
A,P1,2026-06-18 19:00:00,王女士,13800000000,MILK,1
"""


@dataclass(frozen=True)
class Done:
    """What a verb left: exit code and both outputs."""

    returncode: int
    stdout: str
    stderr: str


Verb = Callable[..., Done]


@pytest.fixture
def cloud_api(capsys: pytest.CaptureFixture[str]) -> Verb:
    """Runs a verb of the command line within this process."""

    def run(*words: str) -> Done:
        try:
            code = main(words)
        except SystemExit as stop:
            code = int(stop.code or 0)
        return Done(code, *capsys.readouterr())

    return run


def _day(path: Path, *orders_of_day: dict[str, Any]) -> str:
    cycle = {"warehouse": "W1", "name": "端午团", "cut_off_at": TONIGHT}
    day = {"catalogue": catalogue(), "cycle": cycle, "orders": list(orders_of_day)}
    path.write_text(json.dumps(day, ensure_ascii=False), encoding="utf-8")
    return str(path)


def _result(done: Done) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_day_is_imported_once_however_often(cloud_api: Verb, database: str, tmp_path: Path) -> None:
    day = _day(tmp_path / "day.json", order("A"), order("B", PEACH=0), order("C", "P2"))
    first = cloud_api("import", day, "--database", database, "--json")
    report = _result(first)
    assert (report["accepted"], report["repeated"]) == (2, 0)
    assert report["catalogue_changes"]["pickup_points"] == 4
    assert [(row["row"], row["order_no"]) for row in report["refused"]] == [(2, "B")]
    assert "taken 3 of 3" in first.stderr
    again = _result(cloud_api("import", day, "--database", database, "--json"))
    assert (again["accepted"], again["repeated"], again["cycle_ids"]) == (0, 2, report["cycle_ids"])
    frozen = _result(cloud_api("cut-off", report["cycle_ids"][0], "--database", database, "--json"))
    assert [(row["waves"], row["orders"]) for row in frozen] == [(2, 2)]
    assert "No cycle is due" in cloud_api("cut-off", "--database", database).stdout


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_every_encoding_shops_use(cloud_api: Verb, tmp_path: Path, encoding: str) -> None:
    database = str(tmp_path / "cloud.db")
    _result(cloud_api("import", _day(tmp_path / "day.json"), "--database", database, "--json"))
    sheet = tmp_path / "orders.csv"
    sheet.write_bytes(CSV.encode(encoding))
    told = ["--warehouse", "W1", "--cycle-name", "端午团", "--cut-off-at", TONIGHT]
    report = _result(cloud_api("import", str(sheet), *told, "--database", database, "--json"))
    assert (report["accepted"], [row["order_no"] for row in report["refused"]]) == (1, ["B"])
    engine = open_engine(database)
    with reading(engine) as connection:
        row = connection.execute(select(orders)).one()
        lines = connection.scalar(select(func.count()).select_from(order_lines))
    engine.dispose()
    assert (row.customer, row.paid_at, lines) == ("王女士", datetime(2026, 6, 18, 11, tzinfo=UTC), 2)


def test_files_that_cannot_be_imported_say_why(cloud_api: Verb, tmp_path: Path) -> None:
    database = ["--database", str(tmp_path / "cloud.db")]
    bad = {
        "lines.jsonl": ('{"order_no": "A"}\n{broken\n', "line 2"),
        "short.csv": ("order_no,sku\nA,PEACH\n", "lacks the columns pickup_point"),
        "torn.csv": (CSV.replace("王女士,13800000000,MILK", "张女士,13800000000,MILK"), "another customer"),
        "odd.json": ('{"orders": 7}', "must be a list"),
        "cat.json": ('{"catalogue": {"products": [{}]}}', "catalogue does not fit"),
        "cyc.json": (
            json.dumps({"cycle": {"warehouse": "W9", "name": "x", "cut_off_at": TONIGHT}}),
            "no warehouse",
        ),
    }
    for name, (text, told) in bad.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        done = cloud_api("import", str(tmp_path / name), *database)
        assert (done.returncode, done.stdout) == (1, ""), name
        assert told in done.stderr
    missing = cloud_api("import", str(tmp_path / "none.json"), *database)
    assert (missing.returncode, "cannot be read" in missing.stderr) == (1, True)


def test_an_import_killed_half_way_is_finished_by_the_next(cloud_api: Verb, tmp_path: Path) -> None:
    database = str(tmp_path / "cloud.db")
    day = _day(
        tmp_path / "day.json", *(order(f"A{n}", f"P{n % 3 + 1}", PEACH=1, RICE=2) for n in range(6_000))
    )
    words = [sys.executable, "-m", "cloud_api", "import", day, "--database", database, "--json"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        told = b""
        while b"2000 of" not in told:
            told += process.stderr.read(1)
            assert len(told) < 10_000
        process.kill()
    engine = open_engine(database)
    with reading(engine) as connection:
        kept = connection.scalar(select(func.count()).select_from(orders)) or 0
        lines = connection.scalar(select(func.count()).select_from(order_lines))
    engine.dispose()
    assert 0 < kept < 6_000
    assert lines == 2 * kept
    report = _result(cloud_api("import", day, "--database", database, "--json"))
    assert (report["accepted"], report["repeated"], report["refused"]) == (6_000 - kept, kept, [])


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_serve_tells_where_it_listens_and_stops_when_told(tmp_path: Path, stop: signal.Signals) -> None:
    database, ready = str(tmp_path / "cloud.db"), tmp_path / "url.txt"
    words = [sys.executable, "-m", "cloud_api", "serve", "--database", database, "--port", "0"]
    with subprocess.Popen([*words, "--ready-file", str(ready)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["listening_on"]
        health = requests.get(f"{url}/healthz", timeout=DEADLINE_S).json()
        assert (health["status"], health["database"]) == ("ok", "sqlite")
        while not ready.exists():
            assert process.poll() is None
        assert ready.read_text(encoding="utf-8") == f"{url}\n"
        process.send_signal(stop)
        assert process.wait(DEADLINE_S) == 0


def test_verbs_refuse_in_plain_words(cloud_api: Verb, tmp_path: Path) -> None:
    here = ["--database", str(tmp_path / "c.db")]
    torn = tmp_path / "torn.db"
    torn.write_bytes(b"no database at all" * 100)
    refusals: list[tuple[list[str], int, str]] = [
        (["migrate", "--database", str(torn)], 1, "cannot be used"),
        (["migrate", "--database", "nosuch://x"], 1, "--database cannot be understood"),
        (["enrol-code", *here, "--warehouse", "W9"], 1, "no warehouse W9"),
        (
            ["cut-off", "01976b1e-5f00-7000-8000-000000000001", *here],
            1,
            "no cycle",
        ),
        (["serve", "--port", "99999", *here], 1, "port"),
        (
            ["serve", "--host", "203.0.113.1", "--port", "0", *here],
            1,
            "Cannot listen",
        ),
        (
            ["serve", "--host", "a..b", "--port", "0", *here],
            1,
            "Correct --host",
        ),
        (
            ["serve", "--ready-file", str(tmp_path / "none" / "x"), *here],
            1,
            "Make its folder first",
        ),
        (
            ["serve", "--ready-file", str(tmp_path), *here],
            1,
            "cannot be written",
        ),
        (["serve", "--ready-file", "/", *here], 1, "cannot be written"),
        (["migrate", "--database", "postgresql+psycopg://h:word/x"], 1, "port in the URL is not a number"),
        (["migrate", "--database", "postgresql+psycopg://a..b/x"], 1, "host in the URL"),
        (["enrol-code", "--hours", "x"], 2, "a whole number of hours from 1 to 336 is wanted, not x"),
        (["enrol-code", "--role", "pickup", *here], 1, "--pickup-point"),
        (["import", "x.csv", "--warehouse", "W1"], 2, "go together"),
        (["dance"], 2, "invalid choice"),
    ]
    for words, code, told in refusals:
        done = cloud_api(*words)
        assert (done.returncode, done.stdout) == (code, ""), done.stderr
        assert told in done.stderr
        assert "Traceback" not in done.stderr


def test_whoever_has_read_enough_of_the_output_hears_no_complaint() -> None:
    words = [sys.executable, "-m", "cloud_api", "openapi"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(DEADLINE_S) == 0


def test_a_stale_ready_file_is_gone_before_anything_is_served(cloud_api: Verb, tmp_path: Path) -> None:
    ready = tmp_path / "url.txt"
    ready.write_text("http://127.0.0.1:1\n", encoding="utf-8")
    words = ["--host", "203.0.113.1", "--port", "0", "--database", str(tmp_path / "c.db")]
    assert cloud_api("serve", "--ready-file", str(ready), *words).returncode == 1
    assert list(tmp_path.glob("url*")) == []


def test_a_sheet_of_vans_is_imported(cloud_api: Verb, tmp_path: Path) -> None:
    database = ["--database", str(tmp_path / "cloud.db"), "--json"]
    _result(cloud_api("import", _day(tmp_path / "day.json"), *database))
    sheet = tmp_path / "vans.csv"
    head = "code,plate,warehouse,weight_g,volume_ml,shift_from,active,colour\n"
    rows = "V1,京A12345,W1,1500000,8000000,03:30,,白\nV2,京A1,W1,9,9,,0,\n"
    sheet.write_bytes((head + rows).encode("gb18030"))
    assert _result(cloud_api("import", str(sheet), *database))["catalogue_changes"]["vans"] == 2
    assert _result(cloud_api("import", str(sheet), *database))["catalogue_changes"]["vans"] == 0
    engine = open_engine(database[1])
    with reading(engine) as connection:
        kept = connection.execute(select(vans).order_by(vans.c.code)).all()
    engine.dispose()
    assert [(van.plate, van.shift_from, van.shift_until, van.active) for van in kept] == [
        ("京A12345", "03:30", "11:00", True),
        ("京A1", "04:00", "11:00", False),
    ]
    for text, told in (
        ("code,plate,warehouse\nV9,x,W1\n", "weight_g: Field required; volume_ml: Field required"),
        (head + "V1,x,W1,heavy,1,,,\n", "weight_g: "),
        (head + "V1,x,W9,1,1,,,\n", "there is no warehouse W9"),
    ):
        sheet.write_text(text, encoding="utf-8")
        done = cloud_api("import", str(sheet), *database)
        assert (done.returncode, told in done.stderr) == (1, True), done.stderr


def test_help_shows_examples_and_openapi_is_whole(cloud_api: Verb) -> None:
    for verb in ("serve", "migrate", "import", "cut-off", "enrol-code", "openapi"):
        done = cloud_api(verb, "--help")
        assert done.returncode == 0
        assert f"python -m cloud_api {verb}" in done.stdout
    document = _result(cloud_api("openapi"))
    operations = [o for path in document["paths"].values() for o in path.values()]
    assert {"/v1/orders", "/v1/cycles/{cycle_id}/cut-off", "/v1/facts", "/v1/imports"} <= set(
        document["paths"]
    )
    assert all(operation["summary"] and operation["description"] for operation in operations)


def test_a_code_for_several_roles_and_one_for_a_shop(cloud_api: Verb, tmp_path: Path) -> None:
    database = ["--database", str(tmp_path / "cloud.db"), "--json"]
    _result(cloud_api("import", _day(tmp_path / "day.json"), *database))
    both = ["--role", "dispatch", "--role", "warehouse", "--warehouse", "W1"]
    code = _result(cloud_api("enrol-code", *both, *database))
    assert (code["roles"], code["pickup_point"]) == (["warehouse", "dispatch"], None)
    code = _result(cloud_api("enrol-code", "--role", "pickup", "--pickup-point", "Q1", *database))
    assert (code["roles"], code["warehouse"], code["pickup_point"]) == (["pickup"], "W2", "Q1")


def test_an_enrolment_code_from_the_command_line(cloud_api: Verb, tmp_path: Path) -> None:
    words = ["enrol-code", "--role", "integrator", "--database", str(tmp_path / "c.db")]
    code = _result(cloud_api(*words, "--json"))
    assert len(code["code"]) == 8
    assert (code["roles"], code["warehouse"], code["pickup_point"]) == (["integrator"], None, None)


def test_a_folder_written_wrong_begins_no_empty_cloud(cloud_api: Verb, tmp_path: Path) -> None:
    database = tmp_path / "nonexistent" / "z.db"
    for verb in (("serve", "--port", "0"), ("cut-off",)):
        refused = cloud_api(*verb, "--database", str(database))
        assert refused.returncode == 1
        assert "There is no folder" in refused.stderr
    assert not database.parent.exists()
