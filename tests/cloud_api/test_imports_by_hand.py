"""Files on the command line: looked at, put right, taken in, killed half way, and master data written."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from cloud_api.__main__ import main
from cloud_api.imports.run import run_import
from cloud_api.sheets import Sheet, read_tables, write_csv, write_xlsx
from cloud_api.storage.clock import system_clock
from cloud_api.storage.engine import open_engine
from cloud_api.storage.tables.imports import import_files
from cloud_api.storage.tables.orders import orders
from cloud_api.storage.transaction import reading
from tests.cloud_api.kit import catalogue
from tests.cloud_api.test_imports import EXPORT, HEADER, ORDERS


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A database with a catalogue and an open cycle of W1."""
    path = str(tmp_path / "cloud.db")
    tonight = (datetime.now(UTC) + timedelta(hours=8)).isoformat()
    cycle = {"warehouse": "W1", "name": "端午团", "cut_off_at": tonight}
    day = tmp_path / "day.json"
    day.write_text(json.dumps({"catalogue": catalogue(), "cycle": cycle}), encoding="utf-8")
    assert main(["import", str(day), "--database", path]) == 0
    return path


def told(capsys: pytest.CaptureFixture[str], *words: str) -> Any:
    capsys.readouterr()
    assert main([*words, "--json"]) == 0, capsys.readouterr().err
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(words) == 1
    done = capsys.readouterr()
    assert done.out == ""
    return done.err


def test_a_workbook_is_looked_at_put_right_and_taken_in(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "orders.xlsx"
    header = ["号", *HEADER[2:6], "几"]
    rows = [[row[0], *row[2:]] for row in ORDERS[:1]]
    sheet.write_bytes(write_xlsx([Sheet("首页", ["说明"], [["x"]]), Sheet("单", header, rows)]))
    words = [str(sheet), "--sheet", "单", "--kind", "orders", "--database", database]
    lacks = refused(capsys, "import", *words)
    assert "lacks the columns pickup_point, quantity, order_no or group_no" in lacks
    assert "--columns FIELD=HEADING" in lacks
    assert "in the reading" not in lacks
    fixes = ["--columns", "order_no=号", "--columns", "quantity=几", "--default", "pickup_point=P1"]
    capsys.readouterr()
    assert main(["import", *words, *fixes, "--preview"]) == 0
    shown = capsys.readouterr().out
    assert "order_no       <- 号" in shown
    assert "row 2: new A1" in shown
    assert told(capsys, "import", *words, *fixes, "--preview")["counts"]["new"] == 1
    report = told(capsys, "import", *words, *fixes)
    assert (report["accepted"], report["refused"]) == (1, [])
    assert "has no column 颜色" in refused(capsys, "import", *words, "--columns", "sku=颜色")
    assert "no sheet 三" in refused(capsys, "import", *words[:2], "三", "--database", database)


def test_a_preview_keeps_nothing(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = told(capsys, "import", str(EXPORT), "--preview", "--database", database)
    assert shown["reading"]["sheet"] == "顾客购买表"
    engine = open_engine(database)
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(import_files)) == 0
    engine.dispose()
    assert "tells itself what it holds" in refused(
        capsys, "import", str(Path(database).parent / "day.json"), "--preview", "--database", database
    )


def test_a_file_of_which_nothing_can_be_taken_is_refused(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "orders.csv"
    sheet.write_bytes(write_csv(HEADER, ORDERS[3:]))
    words = refused(capsys, "import", str(sheet), "--database", database)
    assert "Nothing could be taken from orders.csv" in words
    assert "row 5 (A4): Pickup point P9 is not in the catalogue" not in words
    assert "row 3 (A4): Pickup point P9 is not in the catalogue" in words
    sheet.write_bytes(b"%PDF-1.7")
    assert "a PDF" in refused(capsys, "import", str(sheet), "--database", database)


def test_orders_without_a_moment_of_payment_are_taken_with_a_remark(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "orders.csv"
    sheet.write_bytes("订单号,自提点,商品编码,数量\nA1,P1,PEACH,2\n".encode())
    words = ["import", str(sheet), "--default", "paid_at=2026-06-17 09:30", "--database", database]
    assert main(words) == 0
    assert "Note: No column tells when the orders were paid: they count as paid at 2026-06-17 09:30." in (
        capsys.readouterr().out
    )
    sheet.write_bytes(b"\x81" * 50)
    assert "holds no rows and no heading that is known" in refused(
        capsys, "import", str(sheet), "--preview", "--database", database
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_master_data_is_written_and_read_again(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    path = tmp_path / f"products.{form}"
    assert told(capsys, "export", "products", str(path), "--database", database)["rows"] == 3
    assert read_tables(path.read_bytes(), path.name)[0].header[0] == "商品编码 sku"
    report = told(capsys, "import", str(path), "--database", database)
    assert report["catalogue_changes"] == {"products": 0}
    assert "ends neither in .csv" in refused(capsys, "export", "vans", "vans.pdf", "--database", database)
    nowhere = str(tmp_path / "none" / "vans.csv")
    assert "cannot be written" in refused(capsys, "export", "vans", nowhere, "--database", database)


@pytest.mark.parametrize("words", [["import", "x.csv", "--columns", "sku"], ["export", "orders", "x.csv"]])
def test_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    assert capsys.readouterr().out == ""


def test_a_run_killed_half_way_is_finished_by_the_next(database: str, tmp_path: Path) -> None:
    sheet = tmp_path / "orders.csv"
    rows = [[f"B{number}", "P1", "2026-06-18 19:00", "王", "1", "PEACH", "1"] for number in range(6_000)]
    sheet.write_bytes(write_csv(HEADER, rows))
    words = [sys.executable, "-m", "cloud_api", "import", str(sheet), "--database", database]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        said = b""
        while b"2000 of" not in said:
            said += process.stderr.read(1)
            assert len(said) < 10_000
        process.kill()
    engine = open_engine(database)
    with reading(engine) as connection:
        file = connection.execute(select(import_files.c.id, import_files.c.rows_done)).one()
        kept = connection.scalar(select(func.count()).select_from(orders))
    assert kept is not None
    assert 2_000 <= file.rows_done == kept < 6_000
    run_import(engine, system_clock, file.id)
    with reading(engine) as connection:
        done = connection.execute(select(import_files).where(import_files.c.id == file.id)).one()
    engine.dispose()
    assert (done.accepted, done.repeated, done.refused) == (6_000, 0, 0)
    assert done.done_at is not None
