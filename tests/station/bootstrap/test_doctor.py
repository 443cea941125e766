"""The doctor tells each trouble and what to do, beside a running station and on broken data; names nobody."""

import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from filelock import FileLock
from sqlalchemy import Boolean, Integer, LargeBinary, String, Uuid, create_engine, event, insert

from hardware.documents import AskableDocumentPrinter
from hardware.errors import BadAddress, Reason
from hardware.printers.documents import SystemDocumentPrinter
from hardware.protocols import DeviceState, ReceiptPrinter
from hardware.scanners.simulated import SimulatedScanner
from station.__main__ import main
from station.bootstrap.doctor import Ward, examine
from station.bootstrap.finding import Area, Finding
from station.bootstrap.opened import Openers
from station.bootstrap.resources import Resources
from station.bootstrap.state_file import StateFile
from station.bootstrap.support_bundle import plain_report, write_bundle
from station.devices.model.device import DeviceHealth, DeviceKind, DeviceSpec
from station.kernel.clock import SettableClock
from station.kernel.messages import Texts
from station.kernel.settings import Settings
from station.storage.database import Database
from station.storage.tables import Moment, metadata

SECRETS = (
    "王小芳",
    "WangXiaofang",
    "13812345678",
    "北京市朝阳区望京西园四区410号楼",
    "26061800000001",
    "wang.xiaofang@example.cn",
)
PLANTED = " ".join(SECRETS)


def no_receipts(address: str) -> ReceiptPrinter:
    """No receipt printer is asked in these tests."""
    raise BadAddress(address, "none")


def no_queues(address: str) -> AskableDocumentPrinter:
    """This PC prints no documents."""
    return SystemDocumentPrinter(None, ask=lambda _: (DeviceState.LOST, Reason.NO_PRINT_SYSTEM))


def ward(folder: Path, resources: Path, **settings: Any) -> Ward:
    made = Settings(data_folder=folder, token_in_file=True, language="en", **settings)
    openers = Openers(scanner=SimulatedScanner, receipt_printer=no_receipts, document_printer=no_queues)
    return Ward(made, Resources(resources), SettableClock(), openers)


def found(findings: list[Finding], area: Area) -> Finding:
    return next(each for each in findings if each.area is area)


def say(finding: Finding, resources: Path) -> str:
    texts = Texts(resources / "texts", "en")
    return f"{texts.say(finding.words)} | {texts.say(finding.remedy)}"


def new_database(folder: Path) -> Path:
    file = folder / "station.db"
    Database(file).close()
    return file


def write(file: Path, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(statement, values)
        connection.commit()


def fact_row(file: Path, state: str, at: datetime) -> None:
    write(
        file,
        "INSERT INTO fact (id, happened_at, kind, version, body, previous_hash, hash, state)"
        " VALUES (?, ?, 'crate_closed', 1, '{}', '', '', ?)",
        uuid4().hex,
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        state,
    )


def test_a_fresh_pc_is_well_and_says_that_it_was_not_enrolled(tmp_path: Path, resources: Path) -> None:
    findings = list(examine(ward(tmp_path / "none", resources)))
    assert [each.area for each in findings if not each.is_well] == []
    assert "not enrolled" in say(found(findings, Area.DATABASE), resources)


def test_a_broken_database_is_told_and_the_rest_is_looked_at(tmp_path: Path, resources: Path) -> None:
    (tmp_path / "station.db").write_bytes(b"this is no database" * 100)
    findings = list(examine(ward(tmp_path, resources, scanners=("simulated:",))))
    broken = found(findings, Area.DATABASE)
    assert not broken.is_well
    assert "holds what was not sent yet" in say(broken, resources)
    assert found(findings, Area.DEVICE).is_well


def test_pages_torn_out_of_the_middle_are_found(tmp_path: Path, resources: Path) -> None:
    file = new_database(tmp_path)
    whole = bytearray(file.read_bytes())
    whole[4096 * 4 : 4096 * 12] = b"\xff" * 4096 * 8
    file.write_bytes(whole)
    broken = found(list(examine(ward(tmp_path, resources))), Area.DATABASE)
    assert not broken.is_well
    assert broken.facts["sound"] is False


def test_fonts_and_label_templates_that_are_gone_are_told(tmp_path: Path, resources: Path) -> None:
    copied = tmp_path / "resources"
    for part in ("fonts", "labels", "texts"):
        shutil.copytree(resources / part, copied / part)
    (copied / "labels" / "badge_60x40.toml").write_text("size = 'large'")
    broken = found(list(examine(ward(tmp_path / "data", copied))), Area.FONTS)
    assert "templates cannot be used" in say(broken, resources)
    (copied / "fonts" / "NotoSansSC-Bold.ttf").unlink()
    missing = found(list(examine(ward(tmp_path / "data", copied))), Area.FONTS)
    assert "fonts for labels are missing" in say(missing, resources)
    assert not broken.is_well
    assert not missing.is_well


@pytest.mark.parametrize(
    ("state", "age", "is_well"),
    [
        ("waiting", timedelta(minutes=5), True),
        ("waiting", timedelta(hours=2), False),
        ("refused", timedelta(minutes=5), False),
        ("accepted", timedelta(days=9), True),
    ],
)
def test_unsent_and_refused_records_are_told(
    tmp_path: Path, resources: Path, state: str, age: timedelta, is_well: bool
) -> None:
    looked_at = ward(tmp_path, resources)
    fact_row(new_database(tmp_path), state, looked_at.clock.now() - age)
    outbox = found(list(examine(looked_at)), Area.OUTBOX)
    assert outbox.is_well is is_well
    assert (outbox.remedy.text != "") is not is_well
    if state == "waiting":
        assert outbox.facts["oldest_waiting_s"] == age.total_seconds()


def test_a_wrong_clock_is_told(tmp_path: Path, resources: Path) -> None:
    file = new_database(tmp_path)
    write(file, "INSERT INTO inbox (name, cursor) VALUES ('clock_offset_ms', 600000)")
    clock = found(list(examine(ward(tmp_path, resources))), Area.CLOCK)
    assert not clock.is_well
    assert clock.facts["offset_ms"] == 600_000


def test_labels_nobody_is_sure_of_are_told(tmp_path: Path, resources: Path) -> None:
    file = new_database(tmp_path)
    write(
        file,
        "INSERT INTO print_job (id, document, title, copy_number, label, state, reason, attempts, created_at,"
        " changed_at) VALUES (?, 'crate_label', '', 1, '{}', 'unknown', '', 1, '', '')",
        uuid4().hex,
    )
    printing = found(list(examine(ward(tmp_path, resources))), Area.PRINTING)
    assert not printing.is_well
    assert printing.facts == {"unknown": 1}


class _Cloud(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/healthz" else 404)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Silence."""


def enrolled(file: Path, url: str) -> None:
    write(
        file,
        "INSERT INTO station (id, name, role, warehouse, warehouse_name, time_zone, brand, cloud_url,"
        " enrolled_at) VALUES (?, 'x', 'warehouse', 'W1', 'x', 'Asia/Shanghai', 'x', ?, '')",
        uuid4().hex,
        url,
    )


def test_the_cloud_is_asked_and_its_clock_compared(tmp_path: Path, resources: Path) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Cloud)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        enrolled(new_database(tmp_path), f"http://127.0.0.1:{server.server_port}")
        answered = found(list(examine(ward(tmp_path, resources))), Area.CLOUD)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert answered.facts["reached"] is True
    # The clock of the test stands in June 2026; the server's Date is of now.
    assert not answered.is_well
    silent = found(list(examine(ward(tmp_path, resources))), Area.CLOUD)
    assert silent.facts["reached"] is False
    assert "Work goes on without the cloud" in say(silent, resources)


def test_beside_a_running_station_no_device_is_touched(tmp_path: Path, resources: Path) -> None:
    touched: list[str] = []

    def scanner(address: str) -> SimulatedScanner:
        touched.append(address)
        return SimulatedScanner(address)

    file = new_database(tmp_path)
    looked_at = ward(tmp_path, resources, scanners=("simulated:",))
    looked_at = Ward(looked_at.settings, looked_at.resources, looked_at.clock, Openers(scanner=scanner))
    gun = DeviceSpec(None, DeviceKind.SCANNER, "", "simulated:")
    clock = SettableClock()
    seen_at, told_at = clock.now() - timedelta(hours=1), clock.now() - timedelta(minutes=7)
    StateFile(tmp_path).keep((DeviceHealth(gun, DeviceState.LOST, Reason.PORT_GONE, seen_at),), told_at)
    with FileLock(f"{file}.lock"):
        findings = list(examine(looked_at))
    assert touched == []
    running = found(findings, Area.DEVICE)
    assert not running.is_well
    assert Reason.PORT_GONE in say(running, resources)
    assert running.facts["seen_at"] == seen_at.isoformat(timespec="minutes")
    told = found(findings, Area.STATION)
    assert "none was asked" in say(told, resources)
    assert "7 minutes ago" in say(told, resources)
    assert told.facts == {"running": True, "told_at": told_at.isoformat(timespec="seconds")}
    assert findings.index(told) < findings.index(running), "said before what it is about"
    findings = list(examine(looked_at))
    assert touched == ["simulated:"]
    assert found(findings, Area.DEVICE).is_well
    assert "each device was asked now" in say(found(findings, Area.STATION), resources)


def test_a_running_station_that_told_nothing_yet_is_not_spoken_for(tmp_path: Path, resources: Path) -> None:
    file = new_database(tmp_path)
    with FileLock(f"{file}.lock"):
        findings = list(examine(ward(tmp_path, resources, scanners=("simulated:",))))
    assert "it told nothing yet" in say(found(findings, Area.STATION), resources)
    assert found(findings, Area.DEVICE).facts["state"] is None


def test_the_verb_answers_in_words_and_json_with_its_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("YOULIN_STATION_DATA_FOLDER", str(tmp_path / "data"))
    settings = ["--settings", str(tmp_path / "none.toml")]
    assert main(["doctor", "--json", *settings]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is True
    assert {row["area"] for row in told["findings"]} >= {"versions", "disk", "fonts", "database"}
    monkeypatch.setenv("YOULIN_STATION_SCANNERS", '["/dev/ttyNOBODY0"]')
    assert main(["doctor", *settings]) == 1
    assert "✕" in capsys.readouterr().out
    assert main(["doctor", "--bundle", str(tmp_path / "no" / "such" / "b.zip"), *settings]) == 1
    assert "b.zip" not in capsys.readouterr().out


# The support bundle names nobody


def plant_everywhere(file: Path) -> None:
    """A row in every table with the secrets in every text."""
    engine = create_engine(f"sqlite:///{file}")
    event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA foreign_keys=OFF"))
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            connection.execute(
                insert(table).values({column.name: _planted(column.type) for column in table.columns})
            )
    engine.dispose()


def _planted(kind: object) -> object:
    known: list[tuple[type, Callable[[], object]]] = [
        (Moment, lambda: datetime(2026, 6, 18, tzinfo=UTC)),
        (Uuid, uuid4),
        (Boolean, lambda: False),
        (Integer, lambda: 13812345678),
        (String, lambda: PLANTED),
        (LargeBinary, PLANTED.encode),
    ]
    return next(make() for each, make in known if isinstance(kind, each))


def test_a_bundle_of_a_station_full_of_names_holds_none_of_them(tmp_path: Path, resources: Path) -> None:
    folder = tmp_path / "WangXiaofang"
    folder.mkdir()
    file = new_database(folder)
    plant_everywhere(file)
    plant_devices(file)
    plant_reports(folder)
    looked_at = ward(
        folder,
        resources,
        scanners=(f"serial:{PLANTED}", "usb:0C2E:0901:WangXiaofang"),
        label_printer="tcp://WangXiaofang.example.cn:9100?language=tspl",
        receipt_printer=f"cups:{PLANTED}",
        document_printer="system:WangXiaofang",
        scales=(PLANTED,),
        weight_layouts=(PLANTED,),
        travel_times="file:/home/WangXiaofang/ways.csv",
    )
    findings = list(examine(looked_at))
    bundle = tmp_path / "support.zip"
    write_bundle(bundle, looked_at.settings, findings, looked_at.clock.now())
    with zipfile.ZipFile(bundle) as opened:
        parts = {name: opened.read(name).decode() for name in opened.namelist()}
    assert len(parts) == 4
    for name, text in parts.items():
        decoded = f"{name} {text} {json.dumps(text)}"
        for secret in (*SECRETS, "小芳", "Xiaofang", "410号", "example.cn"):
            assert secret.lower() not in decoded.lower(), f"{secret} stands in {name}"
        assert not re.search(r"1[3-9]\d{9}", text), f"a phone stands in {name}"
    assert json.loads(parts["doctor.json"])
    assert "language=tspl" in parts["settings.json"], "what helps is there"
    assert "station/picking/flow.py:17 scan" in parts["reports/crash.txt"]


def plant_devices(file: Path) -> None:
    for kind, address in (
        ("label_printer", f"tcp://{SECRETS[1]}:9100"),
        ("scale", PLANTED),
        ("scanner", "usb:x"),
    ):
        write(
            file,
            "INSERT INTO device (id, kind, name, address, created_at) VALUES (?, ?, ?, ?, '')",
            uuid4().hex,
            kind,
            PLANTED,
            address,
        )
    fact_row(file, "waiting", datetime(2026, 6, 18, tzinfo=UTC))


def plant_reports(folder: Path) -> None:
    reports = folder / "reports"
    reports.mkdir()
    lines = [
        "version: 0.1.0",
        f"version: {PLANTED}",
        "time: 2026-06-18T02:14:00Z",
        f"platform: {PLANTED}",
        f"thread: {PLANTED}",
        "Traceback (most recent call last):",
        '  File "/home/WangXiaofang/app/station/picking/flow.py", line 17, in scan',
        f"    raise KeyError('{PLANTED}')",
        f'  File "/home/{SECRETS[1]}/{SECRETS[0]}.py", line 1, in {SECRETS[1]}',
        f"KeyError: '{PLANTED}'",
        PLANTED,
        f"{SECRETS[1]}.Error: x",
    ]
    (reports / f"crash-{SECRETS[1]}.txt").write_text("\n".join(lines), encoding="utf-8")


def test_a_report_keeps_where_it_happened_and_nothing_else() -> None:
    text = (
        "version: 0.1.0\n"
        '  File "C:\\Users\\王芳\\station\\pickup\\flow.py", line 3, in scan\n'
        "    secret\n"
        "sqlalchemy.exc.IntegrityError: (1, '13812345678')\n"
    )
    kept = ["version: 0.1.0", "  station\\pickup\\flow.py:3 scan", "sqlalchemy.exc.IntegrityError"]
    assert plain_report(text).splitlines() == kept
