import io
import itertools
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Datum
from cloud_api.wire.maps import map_link
from cloud_api.wire.routes import Route, Stop
from hardware.errors import FontsMissing
from station.dispatch.documents.sheets import route_sheets
from station.dispatch.documents.typeface import LACKING, Typefaces
from station.kernel.messages import Texts
from tests.station.dispatch.sheet_kit import FONTS, VANS, crates, letterhead, point, route, stop

DPI = 150
FOOT = re.compile(r"Page (\d+) of (\d+)")


@pytest.fixture(scope="session")
def faces() -> Typefaces:
    return Typefaces.load(FONTS)


def sheets(faces: Typefaces, stops: Sequence[Stop], routes: Sequence[Route] | None = None) -> bytes:
    vans = {van.code: van for van in VANS}
    by_wave = {each.wave_id: each for each in stops}
    return route_sheets(faces, letterhead(), routes or [route(3, stops)], by_wave, vans)


def pages(pdf: bytes) -> list[str]:
    """The text of each page in the order it is drawn, by a reader that is not ours."""
    words = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(words, input=pdf, check=True, capture_output=True)
    return done.stdout.decode().split("\f")[:-1]


def codes(pdf: bytes, folder: Path) -> list[str]:
    """What a phone reads off each page."""
    subprocess.run(
        ["pdftoppm", "-r", str(DPI), "-gray", "-png", "-", str(folder / "page")], input=pdf, check=True
    )
    return [
        code.text
        for path in sorted(folder.glob("page*.png"))
        for code in sorted(
            zxingcpp.read_barcodes(
                Image.open(path), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
            ),
            key=lambda code: code.position.top_left.y,
        )
    ]


def is_in_order(text: str, words: Sequence[str]) -> bool:
    at = 0
    for word in words:
        at = text.find(word, at)
        if at < 0:
            return False
    return True


def test_a_sheet_says_whose_it_is_and_what_it_carries(faces: Typefaces) -> None:
    first = pages(sheets(faces, [stop(1), stop(2)]))[0]
    head = [
        "优邻站 · Route sheet · 朝阳仓",
        "Route 3 京A·21452",
        "端午 6 月 18 日 · Driver 张建国 138 0013 8000",
        "Departs 06-19 04:40",
        "Returns 05:40",
        "Distance 9.6 km",
        "Stops 2",
        "Crates 8",
        "Weight 67.2 kg",
    ]
    said = re.sub(r"\s+", " ", first)
    assert [word for word in head if word not in said] == []
    assert is_in_order(first, ["优邻·花家地西里 2 区", "优邻·朝阳公园路便利"])
    assert "优邻站 · Printed 2026-06-19 03:50 by 李梅" in first


def test_a_stop_says_all_its_driver_needs(faces: Typefaces) -> None:
    said = re.sub(r"\s+", " ", pages(sheets(faces, [stop(7, crates(7, 5))]))[0])
    wanted = [
        "1 04:55",
        "Receives 05:00–08:30",
        "5 crates · 42.0 kg",
        "+3.2 km",
        "优邻·花家地西里 2 区",
        "北京市朝阳区望京街道阜通东大街 7 号院 3 号楼底商 102",
        "王姐 139 1100 0007",
        "Ambient 3 1 0013 2 0020 5 0051",
        "Chilled 1 3 0037",
        "Frozen 1 4 0044",
        "Crates received Signature Trouble",
    ]
    assert [word for word in wanted if word not in said] == []
    tails = [each.sscc[-4:] for each in crates(7, 5)]
    assert all(tail in said for tail in tails)


def test_the_loading_list_begins_with_the_last_stop(faces: Typefaces) -> None:
    shops = [stop(number) for number in range(1, 6)]
    *_, last = pages(sheets(faces, shops))
    assert is_in_order(last, ["Loading list", *(shop.pickup_point.name for shop in reversed(shops))])
    assert "20 crates · 168.0 kg" in last
    for shop in shops:
        assert all(crate.sscc[-4:] in last for crate in shop.crates)


@pytest.mark.parametrize("count", [1, 2, 7, 23, 60])
def test_every_stop_stands_once_with_its_line_to_sign_and_pages_are_numbered(
    faces: Typefaces, count: int
) -> None:
    shops = [stop(number, crates(number, 1 + number % 9)) for number in range(1, count + 1)]
    found = pages(sheets(faces, shops))
    text = "".join(found)
    stops, loading = text.split("Loading list")
    assert stops.count("Signature") == count
    streets = re.findall(r"大街 (\d+) 号院", stops)
    assert streets == [str(number) for number in range(1, count + 1)]
    assert loading.count("crate") == sum(1 for _ in shops) + 1
    assert [FOOT.findall(page) for page in found] == [
        [(str(number), str(len(found)))] for number in range(1, len(found) + 1)
    ]


def test_every_code_is_read_and_leads_where_it_should(faces: Typefaces, tmp_path: Path) -> None:
    shops = [
        *(stop(number) for number in range(1, 10)),
        stop(10, latitude=None, longitude=None),
        stop(11, latitude=None, address=""),
        stop(12, name="A&B=100% #1 店/站?"),
    ]
    read = codes(sheets(faces, shops), tmp_path)
    mine = route(3, shops).code
    links = [link for shop in shops if (link := map_link(shop.pickup_point))]
    assert len(links) == 11
    assert read == [mine, *links, mine]


def test_all_vans_are_one_file_each_numbered_for_itself(faces: Typefaces, tmp_path: Path) -> None:
    shops = [stop(number) for number in range(1, 13)]
    routes = [route(number, shops[4 * number - 4 : 4 * number]) for number in (1, 2, 3)]
    pdf = sheets(faces, shops, routes)
    feet = [FOOT.findall(page)[0] for page in pages(pdf)]
    starts = [index for index, (page, _) in enumerate(feet) if page == "1"]
    assert len(starts) == 3
    for start, end in itertools.pairwise([*starts, len(feet)]):
        assert feet[start:end] == [(str(n + 1), str(end - start)) for n in range(end - start)]
    read = codes(pdf, tmp_path)
    assert [code for code in read if code.startswith("75")] == [
        code for each in routes for code in (each.code, each.code)
    ]
    assert len(read) == len(shops) + 2 * len(routes)


def test_a_stop_with_sixty_crates_stays_on_one_page(faces: Typefaces) -> None:
    shops = [stop(1), stop(2), stop(3, crates(3, 60), address="北京市朝阳区金盏东路" * 20), stop(4)]
    found = pages(sheets(faces, shops))
    page = next(page for page in found if "60 crates" in page)
    assert all(crate.sscc[-4:] in page for crate in shops[2].crates)
    assert "continued" not in "".join(found)


def test_a_stop_longer_than_a_page_goes_on_under_its_name(faces: Typefaces) -> None:
    long = stop(1, crates(1, 400), address="很长的地址" * 100, name="很长的店名" * 100, contact="人" * 500)
    *stops, loading_one, loading_two = pages(sheets(faces, [long, stop(2)]))
    assert "1 很长的店名" in stops[1]
    assert "continued" in stops[1]
    listed = re.findall(r"(\d{1,3}) (\d{4})(?=\s)", " ".join(stops))
    wanted = [(str(each.number), each.sscc[-4:]) for each in (*long.crates, *crates(2, 4))]
    assert [pair for pair in wanted if listed.count(pair) != 1] == []
    assert "…" in stops[0]
    assert is_in_order(stops[1], ["continued", "Ambient 200", "Chilled 100"])
    assert is_in_order(loading_one, ["Loading list", "优邻·朝阳公园路便利", "很长的店名"])
    assert is_in_order(loading_two, ["很长的店名", "Loaded by"])


def boxes(pdf: bytes) -> list[list[tuple[float, float, float, float]]]:
    """Where each word of each page stands: left, top, right, bottom."""
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf, check=True, capture_output=True)
    word = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">')
    texts = done.stdout.decode().split("<page ")[1:]
    return [[tuple(float(side) for side in found) for found in word.findall(page)] for page in texts]  # type: ignore[misc]  # four groups


def overlaps(words: list[tuple[float, float, float, float]]) -> list[tuple[object, object]]:
    """Words that stand on one another by more than what faces reach beyond their line."""
    found: list[tuple[object, object]] = []
    for one, other in itertools.combinations(words, 2):
        wide = min(one[2], other[2]) - max(one[0], other[0])
        high = min(one[3], other[3]) - max(one[1], other[1])
        if wide > 0.5 and high > 0.55 * min(one[3] - one[1], other[3] - other[1]):
            found.append((one, other))
    return found


def test_nothing_stands_on_anything_else_nor_beyond_the_margins(faces: Typefaces) -> None:
    shops = [
        stop(1, name="很长的店名" * 100, address="很长的地址" * 100, phone="1" * 500, contact="人" * 500),
        stop(2, crates(2, 60), receive_from=None),
        stop(3, (), receive_until=None),
        *(stop(number, crates(number, number)) for number in range(4, 13)),
    ]
    for page in boxes(sheets(faces, shops)):
        assert overlaps(page) == []
        assert all(left > 33 and right < 562.5 and top > 30 and low < 812 for left, top, right, low in page)


def test_the_check_for_overlaps_sees_one() -> None:
    assert overlaps([(10, 10, 50, 20), (30, 12, 70, 22)])
    assert not overlaps([(10, 10, 50, 20), (10, 20, 50, 30), (51, 10, 70, 20)])


def test_hostile_texts_are_shown_as_text(faces: Typefaces) -> None:
    hostile = "(a) \\b <c> %d {e} & 'f' \"g\"\x00\x1b[31m\r\n\tEMC /F1 Tf"
    found = pages(sheets(faces, [stop(1, name=hostile, contact=hostile, address=hostile)]))[0]
    said = re.sub(r"\s+", " ", found)
    assert said.count("(a) \\b <c> %d {e} & 'f' \"g\"[31m EMC /F1 Tf") == 3


def test_rare_characters_are_found_again(faces: Typefaces) -> None:
    rare = "𬍛㐂龘鿏𫖮·喆堃"
    assert rare in pages(sheets(faces, [stop(1, name=rare)]))[0]


def test_what_the_font_lacks_is_shown_and_told(faces: Typefaces) -> None:
    found = pages(sheets(faces, [stop(1, name="😀 𠮷野家 \u202eשלום\ufe0f"), stop(2)]))[0]
    assert f"{LACKING} {LACKING}野家 {LACKING * 4}" in found
    assert f"{LACKING} stands for a character this font does not have" in found


def test_where_nothing_lacks_nothing_is_told(faces: Typefaces) -> None:
    assert LACKING not in "".join(pages(sheets(faces, [stop(1)])))


def test_what_this_pc_does_not_know_is_printed_by_its_code(faces: Typefaces) -> None:
    known, unknown = stop(1), stop(2)
    mine = route(3, [known, unknown]).model_copy(update={"van": "V99"})
    said = re.sub(r"\s+", " ", "".join(pages(sheets(faces, [known], [mine]))))
    assert "Route 3 V99" in said
    assert "P002 This PC does not know this stop: ask the desk for its address" in said
    assert "Driver 1" not in said


def test_a_stop_that_is_not_packed_says_so(faces: Typefaces) -> None:
    said = re.sub(r"\s+", " ", pages(sheets(faces, [stop(1, ()), stop(2, crates(2, 3, closed=False))]))[0])
    assert "Not packed yet, crates follow: 48 pieces · Ambient · Chilled · Frozen" in said
    assert "33.6 kg" in said
    assert "Crates not closed yet: 3" in said


def test_the_sheet_speaks_the_language_chosen(faces: Typefaces, resources: Path) -> None:
    said = Texts(resources / "texts", "zh_CN")
    shop = stop(1)
    pdf = route_sheets(faces, letterhead("zh_CN"), [route(3, [shop])], {shop.wave_id: shop}, {})
    assert "常温 2" in re.sub(r"\s+", " ", pages(pdf)[0])
    assert PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/Lang"] == "zh-CN"  # type: ignore[index]  # typed as any object
    assert said.language == "zh_CN"


def test_every_font_is_embedded_as_a_subset(faces: Typefaces) -> None:
    done = subprocess.run(
        ["pdffonts", "-"], input=sheets(faces, [stop(1)]), check=True, capture_output=True, text=False
    )
    rows = done.stdout.decode().splitlines()[2:]
    assert len(rows) == 2
    assert all(re.search(r"NotoSansSC-\w+ +CID TrueType +Identity-H +yes yes yes", row) for row in rows)


def test_the_pages_are_a4(faces: Typefaces) -> None:
    for page in PdfReader(io.BytesIO(sheets(faces, [stop(1)]))).pages:
        assert (page.mediabox.width, page.mediabox.height) == (595, 842)


def test_a_route_without_stops_of_any_kind_is_refused(faces: Typefaces) -> None:
    with pytest.raises(ValueError, match="no route"):
        route_sheets(faces, letterhead(), [], {}, {})


def test_fonts_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing):
        Typefaces.load(tmp_path)


@pytest.mark.parametrize(
    ("changed", "link"),
    [
        (
            {"datum": Datum.WGS_84, "latitude": 39.9088601, "longitude": 116.3974701},
            "https://uri.amap.com/marker?position=116.39747,39.90886"
            "&name=%E4%BC%98%E9%82%BB%C2%B7%E8%8A%B1%E5%AE%B6%E5%9C%B0&coordinate=wgs84&callnative=1",
        ),
        (
            {"name": "A&B", "latitude": -0.000001, "longitude": 180.0},
            "https://uri.amap.com/marker?position=180.00000,-0.00000&name=A%26B&coordinate=gaode&callnative=1",
        ),
        (
            {"latitude": None, "address": "望京 1号"},
            "https://uri.amap.com/search?keyword=%E6%9C%9B%E4%BA%AC%201%E5%8F%B7&callnative=1",
        ),
        ({"longitude": None, "address": " "}, ""),
    ],
)
def test_links_name_place_and_datum(changed: dict[str, object], link: str) -> None:
    assert map_link(point(1, **changed)) == link


def test_the_longest_link_still_makes_a_code(faces: Typefaces, tmp_path: Path) -> None:
    shop = stop(1, latitude=None, address="𬍛" * 500)
    link = map_link(shop.pickup_point)
    assert link in codes(sheets(faces, [shop]), tmp_path)


def test_the_zones_are_told_apart_without_words(faces: Typefaces) -> None:
    pdf = sheets(faces, [stop(1)])
    forms = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/XObject"]  # type: ignore[index]  # typed as any object
    drawn = {zone: forms[f"/{zone}"].get_data() for zone in Zone}
    assert len(set(drawn.values())) == len(Zone)
