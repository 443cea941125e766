"""Tables read and written: every make of file people have, and every kind that is none."""

import io
import zipfile
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from cloud_api.sheets import Sheet, SheetRefusedError, Table, read_tables, write_csv, write_xlsx

EXPORT = Path(__file__).parent / "data" / "kuaituantuan_export.xlsx"
HEADER = "订单号,收货人,数量\n"
ROWS = "A1,王女士,2\nA2,李先生,3\n"


def cells(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def only(data: bytes, name: str = "orders.csv") -> Table:
    (table,) = read_tables(data, name)
    return table


def book(rows: list[list[Any]], formats: dict[str, str] | None = None) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for place, form in (formats or {}).items():
        sheet[place].number_format = form
    return saved(workbook)


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def repacked(data: bytes, changed: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            target.writestr(part.filename, changed.get(part.filename, source.read(part.filename)))
    return out.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_in_every_encoding_and_with_every_separator(encoding: str, separator: str) -> None:
    table = only((HEADER + ROWS).replace(",", separator).encode(encoding))
    assert table.header == ("订单号", "收货人", "数量")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("A1", "王女士", "2")),
        (3, ("A2", "李先生", "3")),
    ]


def test_titles_blank_rows_and_blank_headings() -> None:
    text = "六月十八日订单,,,\n,,,\n订单号,电话,电话,\nA,1,2,x\n,,,\nB,3,4,\n"
    table = only(text.encode())
    assert table.header == ("订单号", "电话", "电话 (2)", "D")
    assert [(row.number, row.cells) for row in table.rows] == [
        (4, ("A", "1", "2", "x")),
        (6, ("B", "3", "4", "")),
    ]


def test_a_cell_with_separators_quotes_and_line_breaks() -> None:
    table = only(b'a,b\n"x,\n""y""",2\n')
    assert cells(table) == [('x,\n"y"', "2")]


def test_numbers_times_and_truth_of_a_workbook_are_texts_as_people_see_them() -> None:
    data = book(
        [
            ["电话", "数量", "价", "下单", "日", "钟", "是"],
            [
                13812345678,
                1.0,
                0.1 + 0.2,
                datetime.fromisoformat("2026-06-18T19:00:00"),
                datetime.fromisoformat("2026-06-18"),
                time(8, 30),
                True,
            ],
        ]
    )
    assert cells(only(data)) == [
        ("13812345678", "1", "0.3", "2026-06-18 19:00:00", "2026-06-18", "08:30", "TRUE")
    ]


def test_a_number_excel_has_cut_short_makes_its_row_unfit() -> None:
    table = only(book([["订单号"], [2026061800001234567]]))
    assert "more than 15 digits" in (table.rows[0].fault or "")
    table = only("条码,数量\n6.90123E+12,1\n690,2\n".encode())
    assert "6.90123E+12" in (table.rows[0].fault or "")
    assert table.rows[1].fault is None


def test_formulas_without_results_are_worked_out_or_named() -> None:
    rows: list[list[Any]] = [
        ["名", "电话", "和", "环"],
        ["王", 13812345678, None, None],
        ["=A2", "=B2+1", "=SUM(B2:B3)", "=D3"],
        ["=A3", "=$B$3+1", "x", ""],
        ["=A4", "=A4+1", "", ""],
    ]
    table = only(book(rows))
    assert [row.cells[:2] for row in table.rows[:3]] == [
        ("王", "13812345678"),
        ("王", "13812345679"),
        ("王", "13812345680"),
    ]
    assert "C3 holds the formula =SUM(B2:B3)" in (table.rows[1].fault or "")
    assert table.rows[2].fault is None
    assert "B5 holds the formula =A4+1" in (table.rows[3].fault or "")


def test_a_long_chain_of_formulas() -> None:
    rows: list[list[Any]] = [["n"], [1], *([f"=A{number}+1"] for number in range(2, 3_000))]
    assert only(book(rows)).rows[-1].cells == ("2999",)


def test_formulas_with_results_show_them() -> None:
    customers = read_tables(EXPORT.read_bytes(), EXPORT.name)[0]
    assert (customers.name, len(customers.rows)) == ("顾客购买表", 119)
    assert [row.fault for row in customers.rows if row.fault] == []
    place = customers.header.index("联系电话")
    assert [row.cells[place] for row in customers.rows[:3]] == ["13812345678", "13812345679", "13917175603"]
    assert customers.rows[2].cells[0] == "梁敦厦"


def test_an_error_in_a_cell_makes_its_row_unfit() -> None:
    table = only(book([["a", "b"], ["#REF!", 1], ["x", 2]]))
    assert ["#REF!" in (row.fault or "") for row in table.rows] == [True, False]


def test_hidden_and_blank_sheets_are_left_out() -> None:
    workbook = Workbook()
    workbook.create_sheet("空")
    hidden = workbook.create_sheet("藏")
    hidden.append(["a"])
    hidden.sheet_state = "hidden"
    workbook.create_sheet("单").append(["订单号"])
    assert [table.name for table in read_tables(saved(workbook), "x.xlsx")] == ["单"]


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "blank": (b" \r\n\t", "is empty"),
    "commas": (b",,,\n,,,\n", "every cell is blank"),
    "pdf": (b"%PDF-1.7 ...", "a PDF"),
    "png": (b"\x89PNG\r\n", "a picture"),
    "html": ("\ufeff  <html><table><tr><td>订单号".encode(), "web page"),
    "xml": (b"<?xml version='1.0'?><Workbook/>", "web page or XML"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old form .xls"),
    "encrypted": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "under a password",
    ),
    "gzip": (b"\x1f\x8b\x08\x00aaaa", "gzip"),
    "binary": (bytes(range(1, 256)) * 40, "neither UTF-8 nor"),
    "bells": (b"a,b\n\x07\x07,1\n", "no text"),
    "long cell": (b"a,b\n" + b"x" * 100_000 + b",1\n", "100,000 characters"),
    "endless quote": (b'a,b\n"' + b"x" * 200_000, "Save it as .xlsx"),
    "wide": (("x," * 500 + "\n").encode(), "more than 300 columns"),
    "too many rows": (b"a\n" * 200_002, "more than 200,000 rows"),
    "too long": (b"a,b\n" * (9 * 1024 * 1024), "bytes; at most"),
}


@pytest.mark.parametrize("name", list(BAD))
def test_what_is_no_table_is_refused_in_words(name: str) -> None:
    data, told = BAD[name]
    with pytest.raises(SheetRefusedError, match=told):
        read_tables(data, f"{name}.csv")


def test_the_bytes_say_what_a_file_is_and_not_its_name() -> None:
    data = book([["a", "b"], [1, 2]])
    assert cells(only(data, "really.csv")) == [("1", "2")]
    assert cells(only((HEADER + ROWS).encode(), "really.xlsx"))[0] == ("A1", "王女士", "2")


def test_broken_workbooks_are_refused_in_words() -> None:
    whole = EXPORT.read_bytes()
    sheet = "xl/worksheets/sheet1.xml"
    plain = book([["a"], [1]])
    for data in (
        whole[: len(whole) // 2],
        whole[:200],
        repacked(plain, {sheet: b"<worksheet"}),
        repacked(plain, {sheet: zipfile.ZipFile(io.BytesIO(plain)).read(sheet).replace(b"<v>1", b"<v>1x")}),
    ):
        with pytest.raises(SheetRefusedError, match="broken or was cut off"):
            read_tables(data, "x.xlsx")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(SheetRefusedError, match="ZIP archive"):
        read_tables(out.getvalue(), "x.xlsx")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "x")
    with pytest.raises(SheetRefusedError, match="a Word document"):
        read_tables(out.getvalue(), "x.xlsx")


def test_workbooks_made_to_fill_the_memory_are_refused() -> None:
    plain = book([["a"], [1]])
    bomb = repacked(plain, {"docProps/app.xml": bytes(450 * 1024 * 1024)})
    assert len(bomb) < 1024 * 1024
    with pytest.raises(SheetRefusedError, match="unpacks to far more"):
        read_tables(bomb, "bomb.xlsx")
    cell = b'<c r="A%d" t="inlineStr"><is><t>x</t></is></c>'
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    far = (
        head
        + b'<dimension ref="A1:XFD1048576"/><sheetData>'
        + b"".join(b'<row r="%d">%b</row>' % (row, cell % row) for row in (1, 2, 1_048_576))
        + b"</sheetData></worksheet>"
    )
    with pytest.raises(SheetRefusedError, match="more than 200,000 rows"):
        read_tables(repacked(plain, {"xl/worksheets/sheet1.xml": far}), "far.xlsx")
    entities = (
        b'<!DOCTYPE x [<!ENTITY a "'
        + b"a" * 1000
        + b'">'
        + b"".join(b'<!ENTITY %c "%b">' % (letter, b"&%c;" % (letter - 1) * 20) for letter in b"bcdefghi")
        + b"]>"
        + head
        + b'<sheetData><row r="1"><c t="inlineStr"><is><t>&i;</t></is></c></row></sheetData></worksheet>'
    )
    with pytest.raises(SheetRefusedError, match="broken"):
        read_tables(repacked(plain, {"xl/worksheets/sheet1.xml": entities}), "lol.xlsx")


def test_a_row_styled_to_the_last_column_is_read() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["a", "b"])
    sheet.append([1, 2])
    sheet["XFD2"].number_format = "0.00"
    assert cells(only(saved(workbook))) == [("1", "2")]


def test_files_written_open_with_texts_that_stay_texts() -> None:
    dangerous = ["=1+1", "+8613800000000", "-5", "@x", "\t=x", "'=x", "plain", ""]
    rows = [[text, 7, -2.5, True, None] for text in dangerous]
    header = ["=a", "n", "f", "t", "e"]
    text = write_csv(header, rows).decode("utf-8-sig")
    assert text.splitlines()[0] == "'=a,n,f,t,e"
    assert text.splitlines()[1].startswith("'=1+1,7,-2.5,TRUE,")
    sheet = load_workbook(io.BytesIO(write_xlsx([Sheet("x", header, rows, [20, 8])]))).active
    assert sheet is not None
    assert [sheet.cell(row, 1).data_type for row in range(1, 8)] == ["s"] * 7
    for data in (write_csv(header, rows), write_xlsx([Sheet("x", header, rows)])):
        table = only(data)
        assert table.header[0] == "=a"
        assert [row.cells[0] for row in table.rows] == dangerous


def test_a_workbook_we_write_tells_its_size_at_the_top() -> None:
    rows = [["1", "2", "3"], ["4"]]
    data = write_xlsx([Sheet("a", ["x", "y"], iter(rows)), Sheet("b", [], [])])
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        tops = [parts.read(f"xl/worksheets/sheet{number}.xml") for number in (1, 2)]
    assert b'<dimension ref="A1:C3" />' in tops[0] or b'<dimension ref="A1:C3"/>' in tops[0]
    assert b'<dimension ref="A1:A1"' in tops[1]
    book = load_workbook(io.BytesIO(data), read_only=True)
    assert [(sheet.max_row, sheet.max_column) for sheet in book.worksheets] == [(3, 3), (1, 1)]


def test_sheet_names_excel_takes_and_widths() -> None:
    names = ["P1/望京[1]", "P1 望京 1", "", "长" * 40, "长" * 40]
    data = write_xlsx([Sheet(name, ["a"], [["x"]], [33]) for name in names])
    workbook = load_workbook(io.BytesIO(data))
    assert workbook.sheetnames == ["P1 望京 1", "P1 望京 1 2", "Sheet", "长" * 31, "长" * 29 + " 2"]
    assert workbook["Sheet"].column_dimensions["A"].width == 33


def outcome(data: bytes) -> list[Table] | str:
    """The tables, or the words of the refusal; anything else fails the test."""
    try:
        return read_tables(data, "x")
    except SheetRefusedError as refusal:
        return str(refusal)


TEXTS = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"), max_size=12
)


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_what_is_written_is_read_again(rows: list[list[str]]) -> None:
    told = [row for row in rows if any(cell.strip() for cell in row)]
    header = ["编码", "名称", "备注"]
    for data in (write_csv(header, told), write_xlsx([Sheet("表", header, told)])):
        table = only(data)
        assert table.header == tuple(header)
        assert [list(row.cells) for row in table.rows if row.fault is None] == [
            row for row, read in zip(told, table.rows, strict=True) if read.fault is None
        ]


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    assert outcome(data)


@given(st.integers(0, 34_000), st.binary(min_size=1, max_size=6), st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_damaged_workbook_is_a_table_or_refused(place: int, damage: bytes, cut: bool) -> None:
    whole = SMALL
    at = place % len(whole)
    data = whole[:at] + damage + (b"" if cut else whole[at + len(damage) :])
    assert outcome(data)


SMALL = book([["订单号", "数量", "电话"], *[[f"A{number}", number, "=A2"] for number in range(20)]])
