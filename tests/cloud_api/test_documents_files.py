"""Files of documents: read again by independent programs, whatever the names in them."""

import csv
import io
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import Engine, update

from cloud_api.documents.files import NotDrawnError, document_file
from cloud_api.documents.heads import Content
from cloud_api.documents.press import Press
from cloud_api.documents.spreadsheets import as_xlsx
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.transaction import writing
from cloud_api.wire.documents import (
    DeliverySheet,
    DocumentKind,
    FileFormat,
    PickSheet,
    PurchaseLine,
    PurchaseOrder,
)
from tests.cloud_api.documents_kit import Papers, goods, open_papers, read_codes, text_of, three_orders
from tests.cloud_api.kit import SQLITE_ONLY, SetClock, order, product

pytestmark = SQLITE_ONLY
ORDER, PICK, DELIVERY = DocumentKind.PURCHASE_ORDER, DocumentKind.PICK_SHEET, DocumentKind.DELIVERY_SHEET
HOSTILE = (
    '=HYPERLINK("http://x")',
    "<script>alert(1)</script>",
    "'; DROP TABLE orders;--",
    "@SUM(1)",
    "+1",
    "-2",
)


@pytest.fixture
def papers(engine: Engine, clock: SetClock, press: Press) -> Papers:
    made = open_papers(engine, clock, press)
    made.take(*three_orders())
    made.cut()
    made.fill()
    return made


def file_of(
    papers: Papers, kind: DocumentKind, recipient: str, wanted: FileFormat, revision: int = 0
) -> bytes:
    content = papers.content(kind, recipient, revision)
    data = document_file(papers.engine, papers.press, content.head.id, wanted, papers.clock())
    assert data is not None
    return data


def drawn(press: Press, content: Content) -> bytes:
    return press.pdf([content])


def pictures(pdf: bytes, folder: Path) -> list[Any]:
    """The pages as Poppler draws them."""
    (folder / "file.pdf").write_bytes(pdf)
    words = ["pdftoppm", "-r", "110", "-png", str(folder / "file.pdf"), str(folder / "page")]
    subprocess.run(words, check=True, timeout=60)
    return [Image.open(path) for path in sorted(folder.glob("page*.png"))]


@pytest.mark.parametrize("kind", [PICK, DELIVERY])
def test_both_sheets_of_a_point_with_parcels_say_so(papers: Papers, kind: DocumentKind) -> None:
    content = papers.content(kind, "P1")
    assert isinstance(content, PickSheet | DeliverySheet)
    assert "每单一袋" not in drawn_words(papers.press, content)
    point = content.pickup_point.model_copy(update={"parcels": True})
    in_bags = content.model_copy(update={"pickup_point": point})
    assert "每单一袋" in drawn_words(papers.press, in_bags)


def drawn_words(press: Press, content: Content) -> str:
    return " ".join(text_of(drawn(press, content)))


@pytest.mark.parametrize(
    ("kind", "recipient", "words"),
    [
        (
            ORDER,
            "FARM",
            ("采购指令单", "新发地果蔬", "刘经理 13900001111", "水蜜桃", "2 箱 + 1 件", "¥87.50"),
        ),
        (PICK, "P1", ("分拣任务单", "望京店", "波次 1", "水果", "C-03-1", "冷藏", "复核人")),
        (
            DELIVERY,
            "P1",
            ("配送任务单", "望京西园三区 312 号", "王店长", "06:30–10:30", "GCJ-02", "138****0000"),
        ),
    ],
)
def test_a_pdf_says_what_the_floor_needs(
    papers: Papers, tmp_path: Path, kind: DocumentKind, recipient: str, words: tuple[str, ...]
) -> None:
    pdf = file_of(papers, kind, recipient, FileFormat.PDF)
    (page,) = text_of(pdf)
    for word in (*words, "优邻站", "端午团", "截单 2026-06-18 23:00", "第 1 页 / 共 1 页"):
        assert word in page, word
    (picture,) = pictures(pdf, tmp_path)
    assert papers.content(kind, recipient).head.code in read_codes(picture)
    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_the_shops_sheet_opens_its_place_on_a_map(papers: Papers, tmp_path: Path) -> None:
    (picture,) = pictures(file_of(papers, DELIVERY, "P1", FileFormat.PDF), tmp_path)
    links = [code for code in read_codes(picture) if code.startswith("https://uri.amap.com/")]
    assert len(links) == 1
    assert "coordinate=gaode" in links[0]


def long_order(papers: Papers, lines: int) -> PurchaseOrder:
    first = papers.purchase_order("FARM")
    line = first.lines[0].model_dump()
    many = tuple(PurchaseLine(**{**line, "sku": f"S{n:04d}", "name": f"水蜜桃 {n} 号"}) for n in range(lines))
    return first.model_copy(update={"lines": many})


def test_two_thousand_lines_run_over_pages_that_each_say_whose_they_are(papers: Papers, press: Press) -> None:
    order_of_many = long_order(papers, 2_000)
    pages = text_of(drawn(press, order_of_many))
    assert len(pages) > 40
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页 / 共 {len(pages)} 页" in page
        assert "商品 / 规格" in page
        assert order_of_many.head.code in page
    joined = "\n".join(pages)
    assert all(f"水蜜桃 {n} 号" in joined for n in range(2_000))


@pytest.mark.parametrize("lines", range(16, 30))
def test_no_page_has_a_single_row_or_signatures_alone(papers: Papers, press: Press, lines: int) -> None:
    pages = text_of(drawn(press, long_order(papers, lines)))
    for page in pages:
        assert page.count("水蜜桃") >= 2
    assert "供应商确认" in pages[-1]


def test_an_order_that_goes_on_over_the_page_says_so(papers: Papers, press: Press) -> None:
    sheet = papers.delivery_sheet("P1")
    line = sheet.orders[0].lines[0]
    long = sheet.orders[0].model_copy(update={"lines": (line,) * 200})
    pages = text_of(drawn(press, sheet.model_copy(update={"orders": (long, *sheet.orders[1:])})))
    assert len(pages) >= 2
    assert "A（续）" in pages[1]
    assert sum(page.count("纯牛奶") for page in pages) == 200


def test_longest_texts_wrap_and_none_is_cut(papers: Papers, press: Press) -> None:
    """500 characters in every field that may hold them, and odd ones among them."""
    long = "".join(chr(0x4E00 + place) for place in range(498)) + "终完"
    sheet = papers.delivery_sheet("P1")
    point = sheet.pickup_point.model_copy(
        update={"name": long, "address": long, "contact": long, "phone": long, "route": long}
    )
    line = sheet.orders[0].lines[0].model_copy(update={"name": long, "spec": long})
    first = sheet.orders[0].model_copy(update={"lines": (line,), "address": long, "order_no": "N" * 64})
    head = sheet.head.model_copy(update={"cycle_name": long, "brand": long, "warehouse_name": long})
    told = sheet.model_copy(update={"pickup_point": point, "orders": (first,), "head": head})
    text = "".join("".join(text_of(drawn(press, told))).split())
    assert text.count("终完") == 11
    for content in (
        papers.pick_sheet("P1").model_copy(update={"pickup_point": point, "head": head}),
        papers.purchase_order("FARM").model_copy(update={"head": head}),
    ):
        assert "终完" in "".join("".join(text_of(drawn(press, content))).split())


@pytest.mark.parametrize(
    "text", ["", " ", "\x00\x07", "a\nb", "\u202eabc", "😀𠮷", "\U0001f468\u200d\U0001f469", "\ud800"]
)
def test_any_text_can_be_drawn(papers: Papers, press: Press, text: str) -> None:
    order_told = papers.purchase_order("FARM")
    supplier = order_told.supplier.model_copy(update={"name": text, "address": text, "contact": text})
    line = order_told.lines[0].model_copy(update={"name": text, "spec": text, "gtin": text})
    told = order_told.model_copy(update={"supplier": supplier, "lines": (line,)})
    (page,) = text_of(drawn(press, told))
    assert "PEACH" in page
    sheet = papers.pick_sheet("P1")
    group = sheet.groups[0].model_copy(update={"category": text})
    assert "A-01-1" in text_of(drawn(press, sheet.model_copy(update={"groups": (group,)})))[0]


def test_a_document_of_nothing_is_one_page(papers: Papers, press: Press) -> None:
    empty = papers.pick_sheet("P1").model_copy(update={"groups": (), "zones": ()})
    assert len(text_of(drawn(press, empty))) == 1
    nobody = papers.delivery_sheet("P1").model_copy(update={"orders": ()})
    assert len(text_of(drawn(press, nobody))) == 1


def hostile_papers(engine: Engine, clock: SetClock, press: Press) -> Papers:
    told = goods()
    told["products"] = [
        product(f"H{place}", name=name, spec=name, category=name) for place, name in enumerate(HOSTILE)
    ]
    told["pickup_points"][0]["name"] = HOSTILE[0]
    made = open_papers(engine, clock, press, told)
    lines = {f"H{place}": 1 for place in range(len(HOSTILE))}
    made.take({**order("=1+1", "P1", **lines), "customer": "=cmd|calc", "address": "@A1"})
    made.cut()
    made.fill()
    return made


def test_formulas_and_markup_in_names_stay_texts(engine: Engine, clock: SetClock, press: Press) -> None:
    papers = hostile_papers(engine, clock, press)
    for kind, recipient in ((ORDER, "-"), (PICK, "P1"), (DELIVERY, "P1")):
        book = openpyxl.load_workbook(io.BytesIO(file_of(papers, kind, recipient, FileFormat.XLSX)))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
        values = {cell.value for cell in cells}
        assert set(HOSTILE) <= values
        table = file_of(papers, kind, recipient, FileFormat.CSV).decode("utf-8-sig")
        for row in csv.reader(io.StringIO(table)):
            assert not any(cell.startswith(("=", "+", "@", "-", "\t")) and len(cell) > 1 for cell in row), row
        text = "".join("".join(text_of(file_of(papers, kind, recipient, FileFormat.PDF))).split())
        for name in HOSTILE:
            assert "".join(name.split()) in text


def test_a_workbook_holds_the_lines_and_whose_they_are(papers: Papers) -> None:
    book = openpyxl.load_workbook(io.BytesIO(file_of(papers, ORDER, "FARM", FileFormat.XLSX)))
    assert book.sheetnames == ["明细", "单据"]
    header, line = book["明细"].iter_rows(values_only=True)
    told = dict(zip(header, line, strict=True))
    assert (told["编码"], told["商品"], told["件数"], told["整箱"], told["散件"], told["金额元"]) == (
        "PEACH",
        "水蜜桃",
        25,
        2,
        1,
        87.5,
    )
    facts = {row[0]: row[1] for row in book["单据"].iter_rows(values_only=True)}
    assert (facts["单号"], facts["对象"], facts["截单"]) == ("7400000036", "新发地果蔬", "2026-06-18 23:00")


def test_a_csv_opens_in_excel_and_joins_with_others(papers: Papers) -> None:
    data = file_of(papers, DELIVERY, "P1", FileFormat.CSV)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    told = [(row["单号"], row["对象编码"], row["订单号"], row["编码"], row["件数"]) for row in rows]
    code = papers.delivery_sheet("P1").head.code
    assert told == [
        (code, "P1", "A", "MILK", "1"),
        (code, "P1", "A", "PEACH", "14"),
        (code, "P1", "B", "RICE", "3"),
        (code, "P1", "B", "PEACH", "1"),
    ]
    assert {row["电话"] for row in rows} == {"138****0000"}


def test_a_slip_says_before_and_after_in_each_format(papers: Papers, tmp_path: Path) -> None:
    papers.amend({"order_no": "A", "kind": "pickup_point", "pickup_point": "P2", "reason": "顾客搬家"})
    papers.slips()
    pdf = file_of(papers, DELIVERY, "P1", FileFormat.PDF, 1)
    (page,) = text_of(pdf)
    for word in (
        "配送任务单 变更单 1",
        "变更原单 7400000067",
        "更换自提点",
        "转至自提点 P2",
        "顾客搬家",
        "商城",
    ):
        assert word in page, word
    assert papers.slip(DELIVERY, "P1").head.code in read_codes(pictures(pdf, tmp_path)[0])
    rows = list(
        csv.DictReader(io.StringIO(file_of(papers, PICK, "P2", FileFormat.CSV, 1).decode("utf-8-sig")))
    )
    assert [(row["编码"], row["原数量"], row["现数量"]) for row in rows] == [
        ("MILK", "0", "1"),
        ("PEACH", "0", "14"),
    ]


def test_one_document_that_cannot_be_drawn_keeps_no_other_back(
    engine: Engine, clock: SetClock, press: Press
) -> None:
    papers = open_papers(engine, clock, press)
    papers.take(*three_orders())
    papers.cut()
    spoilt = papers.rows()[3].id
    with writing(engine) as connection:
        connection.execute(documents.update().where(documents.c.id == spoilt).values(content=b"no gzip"))
    with pytest.raises(NotDrawnError, match=str(spoilt)):
        papers.fill()
    assert papers.heard.documents == [row.id for row in papers.rows()]


def test_many_are_drawn_in_processes_of_their_own(engine: Engine, clock: SetClock, press: Press) -> None:
    told = goods()
    told["pickup_points"] = [{"code": f"P{n}", "name": f"店 {n}", "warehouse": "W1"} for n in range(8)]
    papers = open_papers(engine, clock, press, told)
    papers.take(*(order(str(n), f"P{n}", PEACH=1) for n in range(8)))
    papers.cut()
    papers.fill()
    for row in papers.rows():
        data = document_file(engine, press, row.id, FileFormat.PDF, clock())
        assert data is not None
        assert data.startswith(b"%PDF")
    assert len(papers.rows()) == 17


def test_a_sum_that_lacks_prices_says_so(papers: Papers) -> None:
    """PDF and workbook tell how many products have no price; a CSV holds lines and no sum."""
    whole = papers.content(ORDER, "FARM")
    assert isinstance(whole, PurchaseOrder)
    part = whole.model_copy(update={"unpriced": 8})
    assert "金额（8种未定价）\n¥87.50" in text_of(drawn(papers.press, part))[0].replace(" ", "")
    for content, label in ((part, "金额元（8 种未定价）"), (whole, "金额元")):
        book = openpyxl.load_workbook(io.BytesIO(as_xlsx(content)))
        assert label in {cell for sheet in book.worksheets for row in sheet.values for cell in row}


def test_a_delivery_sheet_says_how_much_of_weight_goods_was_paid_for(
    engine: Engine, clock: SetClock, press: Press
) -> None:
    papers = open_papers(engine, clock, press)
    with writing(engine) as connection:
        connection.execute(update(products).where(products.c.sku == "RICE").values(goods="weight"))
    papers.take(*three_orders())
    papers.cut()
    papers.fill()
    told = {line.sku: line.weight_g for order in papers.delivery_sheet("P1").orders for line in order.lines}
    assert told == {"MILK": 0, "PEACH": 0, "RICE": 3 * 520}
    (page,) = text_of(file_of(papers, DELIVERY, "P1", FileFormat.PDF))
    assert "1.56 kg" in page
