"""The bench harness: percentiles, the table, and a bench that fails."""

import pytest

from tests.bench.__main__ import Rows, _run, main, table
from tests.bench.rows import percentile, row


@pytest.mark.parametrize(
    ("share", "expected"), [(0.5, 50.0), (0.99, 99.0), (1.0, 100.0), (0.001, 1.0), (0.995, 100.0)]
)
def test_a_percentile_is_a_measured_value_that_the_share_does_not_exceed(
    share: float, expected: float
) -> None:
    assert percentile([float(each) for each in range(100, 0, -1)], share) == expected


def test_the_percentile_of_one_value_is_that_value() -> None:
    assert percentile([3.5], 0.99) == 3.5


def test_the_table_shows_every_row_whole_and_aligned() -> None:
    rows = [row("scan", 12.3456, "ms", "fsync", 0.5), row("a longer name", 1, "s", "nothing else", 2)]
    lines = table(rows).splitlines()
    assert lines[2].split("  ")[0] == "scan"
    assert "12.346" in lines[2]
    assert "24.691" in lines[2]
    assert lines[3][lines[2].index("ms")] == "s"


def test_a_bench_that_fails_is_told_with_its_reason_and_adds_no_rows(
    capfd: pytest.CaptureFixture[str],
) -> None:
    rows: Rows = [row("kept", 1, "s", "beside", 1)]
    failed: dict[str, str] = {}
    _run("rows", rows, failed)
    assert list(failed) == ["rows"]
    assert "rows is no bench" in failed["rows"]
    assert len(rows) == 1
    assert "rows is no bench" in capfd.readouterr().err


def test_an_unknown_bench_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["desks"])
    assert ended.value.code == 2
    assert "desk, full_desk, start, memory" in capsys.readouterr().err
