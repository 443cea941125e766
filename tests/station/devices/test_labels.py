"""Labels printed by hand, without a window: what is offered, chosen, scanned, queued, counted, taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.check_digits import numbered
from hardware.codes import make_badge, make_bin_code, make_command_code, read_code
from hardware.drawing.brand import Brand
from hardware.labels import BadgeLabel, BinLabel, LabelKind, OperatorSheet, ProductLabel, ShelfLabel
from station.devices import store
from station.devices.model.device import DeviceKind, DeviceSpec
from station.devices.model.label_page import Batch, LabelsPart
from station.kernel.messages import Tone
from station.printing.queue import JobState
from station.storage import tables
from tests.station.devices.kit import Room, room, trouble
from tests.station.devices.label_kit import BINS, CHIEF, PICKER, fill, jobs, outcome
from tests.station.kit import english, gtin

PRINTER = DeviceSpec(None, DeviceKind.LABEL_PRINTER, "箱标打印机", "tcp://192.0.2.10:9100")


@pytest.fixture
def labels(tmp_path: Path) -> Iterator[Room]:
    """A room with a label printer, the page of labels in front."""
    with room(tmp_path, fixed=(PRINTER,)) as made:
        fill(made)
        made.flow.labels.seen()
        yield made


def part(made: Room) -> LabelsPart:
    found = made.view.printing
    assert found is not None
    return found


def titles(made: Room) -> list[str]:
    return [row.title for row in part(made).rows]


def test_bins_stand_in_path_order_with_their_codes_and_what_lies_in_them(labels: Room) -> None:
    rows = part(labels).rows
    assert [row.title for row in rows] == [*BINS[:20], *reversed(BINS[20:])]
    assert read_code(rows[0].code).__class__.__name__ == "ScannedCode"
    assert numbered(rows[0].code) == 1001
    label = labels.equipment.drawn[-1][0]
    assert isinstance(label, BinLabel)
    labels.flow.labels.look_at(BINS[1])
    label = labels.equipment.drawn[-1][0]
    assert isinstance(label, BinLabel)
    assert (label.name, label.product, label.code) == (BINS[1], "平谷大桃 精选装", make_bin_code(1002))


def test_a_range_follows_the_path_not_the_names(labels: Room) -> None:
    labels.flow.labels.take_range("A-01-19", "A-02-19")
    assert part(labels).ticked == {"A-01-19", "A-01-20", "A-02-20", "A-02-19"}
    labels.flow.labels.take_range("A-01-03", "")
    assert "A-01-03" in part(labels).ticked
    labels.flow.labels.take_range("A-01-03", "Z-99")
    assert labels.words() == "No bin of this name is known here"
    assert len(part(labels).ticked) == 5


def test_ticks_stay_while_one_searches_and_all_found_is_what_is_shown(labels: Room) -> None:
    labels.flow.labels.toggle(frozenset({BINS[0]}))
    labels.flow.labels.search("a-02")
    assert len(part(labels).rows) == 20
    labels.flow.labels.tick_found()
    assert len(part(labels).ticked) == 21
    labels.flow.labels.toggle(frozenset({"A-02-01", "A-02-02"}))
    assert len(part(labels).ticked) == 19
    labels.flow.labels.toggle(frozenset({"A-02-01", "A-02-03"}))
    assert len(part(labels).ticked) == 20, "some of them had no tick: all get one"
    labels.flow.labels.tick_none()
    assert not part(labels).ticked


def test_all_labels_are_queued_in_one_act_in_their_order_with_their_copies(labels: Room) -> None:
    labels.flow.labels.take_range("A-01-01", "A-01-02")
    labels.flow.labels.set_copies(3)
    assert part(labels).count == 6
    labels.flow.labels.print()
    assert jobs(labels) == [(name, "waiting") for name in ("A-01-01",) * 3 + ("A-01-02",) * 3]
    assert labels.acts == 1
    assert part(labels).batch == Batch(6, 0, 6, 0, 0)
    assert not part(labels).ticked


def test_a_transaction_that_fails_queues_nothing_and_says_so(labels: Room) -> None:
    with labels.database.look() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # as large as it is: the disk is full
    labels.flow.labels.take_range("A-01-01", "A-01-03")
    labels.flow.labels.set_copies(99)
    labels.flow.labels.print()
    assert jobs(labels) == []
    answer = labels.view.answer
    assert answer is not None
    assert answer.tone is Tone.REFUSED
    assert len(part(labels).ticked) == 3, "nothing was printed: nothing is forgotten"


def test_progress_is_counted_from_the_queue_and_after_a_restart(labels: Room, tmp_path: Path) -> None:
    labels.flow.labels.take_range("A-01-01", "A-01-10")
    labels.flow.labels.print()
    outcome(labels, JobState.CONFIRMED, 4)
    outcome(labels, JobState.FAILED, 1)
    outcome(labels, JobState.UNKNOWN, 2)
    assert part(labels).batch == Batch(10, 4, 3, 1, 2)
    labels.database.close()
    with room(tmp_path, fixed=(PRINTER,)) as again:
        again.flow.labels.seen()
        assert part(again).batch == Batch(10, 4, 3, 1, 2)
        labels.database = again.database  # closed by the fixture; the same file


def test_what_waits_is_cancelled_and_what_is_printed_stays(labels: Room) -> None:
    labels.flow.labels.take_range("A-01-01", "A-01-05")
    labels.flow.labels.print()
    outcome(labels, JobState.CONFIRMED, 2)
    labels.flow.labels.cancel_rest()
    assert part(labels).batch == Batch(2, 2, 0, 0, 0)
    assert [state for _, state in jobs(labels)] == ["confirmed"] * 2 + ["cancelled"] * 3


def test_what_did_not_come_out_prints_again_and_is_counted(labels: Room) -> None:
    labels.flow.labels.take_range("A-01-01", "A-01-03")
    labels.flow.labels.print()
    outcome(labels, JobState.UNKNOWN, 2)
    labels.flow.labels.settle(came_out=False)
    assert part(labels).batch == Batch(3, 0, 3, 0, 0)
    assert [title for title, state in jobs(labels) if state == "waiting"] == ["A-01-03", "A-01-01", "A-01-02"]
    outcome(labels, JobState.UNKNOWN, 3)
    labels.flow.labels.settle(came_out=True)
    assert part(labels).batch == Batch(3, 3, 0, 0, 0)


def test_a_scan_picks_its_row_whatever_kind_is_on_show(labels: Room) -> None:
    flow = labels.flow.labels
    flow.scan(read_code(gtin(1)))
    assert (part(labels).kind, part(labels).ticked) == (LabelKind.PRODUCT, frozenset({"S1"}))
    flow.scan(read_code(make_bin_code(1003)))
    assert (part(labels).kind, part(labels).ticked) == (LabelKind.BIN, frozenset({BINS[2]}))
    flow.choose_kind(LabelKind.OPERATOR_SHEET)
    assert flow.wants_badge
    flow.scan(read_code(PICKER))
    assert part(labels).kind is LabelKind.OPERATOR_SHEET
    assert labels.words() == "Chosen: 李强"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (make_bin_code(99), "This bin is not known here"),
        (gtin(77), "This product is not known here"),
        (make_badge(99), "This badge is not known here"),
        (make_command_code(1), "Scan a bin, a product or a badge to choose its label"),
        ("7800000", "This code could not be read well: scan it again"),
    ],
)
def test_a_scan_that_picks_nothing_says_why(labels: Room, code: str, words: str) -> None:
    labels.flow.labels.scan(read_code(code))
    assert labels.words() == words
    assert not part(labels).ticked


def test_shelves_are_named_in_a_series_and_only_a_bin_has_a_code(labels: Room) -> None:
    flow = labels.flow.labels
    flow.choose_kind(LabelKind.SHELF)
    assert part(labels).rows == ()
    flow.take_range("A1", "B2")
    assert labels.words().startswith("First and last may differ")
    flow.take_range("A1", "A12")
    flow.take_range("A-01-01", "")
    assert len(part(labels).ticked) == 13
    flow.print()
    with labels.database.look() as connection:
        query = tables.print_job.select().order_by(tables.print_job.c.ordinal)
        rows = connection.execute(query).all()
    assert [row.title for row in rows][:2] == ["一号仓 A1", "一号仓 A2"]
    assert '"code":""' in rows[0].label
    assert make_bin_code(1001) in rows[-1].label
    flow.forget_shelves()
    assert part(labels).rows == ()


def test_a_product_without_a_right_code_is_printed_without_one(labels: Room) -> None:
    flow = labels.flow.labels
    flow.choose_kind(LabelKind.PRODUCT)
    flow.look_at("S1")
    label = labels.equipment.drawn[-1][0]
    assert isinstance(label, ProductLabel)
    assert label.gtin == gtin(1)
    flow.look_at("S4")
    label = labels.equipment.drawn[-1][0]
    assert isinstance(label, ProductLabel)
    assert label.gtin == ""


def test_badges_are_of_those_who_work_here_and_sheets_hold_every_command(labels: Room) -> None:
    flow = labels.flow.labels
    flow.choose_kind(LabelKind.BADGE)
    assert set(titles(labels)) == {"王芳", "李强"}
    flow.search(CHIEF)
    label = labels.equipment.drawn[-1][0]
    assert isinstance(label, BadgeLabel)
    assert (label.name, label.role, label.badge) == ("王芳", "Supervisor", CHIEF)
    flow.choose_kind(LabelKind.OPERATOR_SHEET)
    assert part(labels).count == 2, "ten commands need two sheets"
    flow.print()
    assert [title for title, _ in jobs(labels)] == [
        f"{titles(labels)[0]} · Picking {page}/2" for page in (1, 2)
    ]
    flow.choose_room("loading")
    sheet = labels.equipment.drawn[-1][0]
    assert isinstance(sheet, OperatorSheet)
    assert [command.code for command in sheet.commands] == [make_command_code(1), make_command_code(2)]
    assert part(labels).count == 1


def test_the_preview_is_of_the_printer_that_takes_it_and_says_why_it_cannot(labels: Room) -> None:
    assert labels.equipment.drawn[-1][1] == PRINTER
    assert english().say(part(labels).printer) == "Prints on 箱标打印机, paper 60×40 mm"
    labels.equipment.refuses = trouble("It does not fit")
    labels.flow.labels.look_at(BINS[3])
    told = part(labels).told
    assert told is not None
    assert told.tone is Tone.REFUSED
    assert part(labels).preview is None


def test_without_a_printer_labels_wait_and_the_page_says_what_to_do(tmp_path: Path) -> None:
    with room(tmp_path) as made:
        fill(made)
        made.flow.labels.seen()
        assert not part(made).has_printer
        assert "until one is added" in english().say(part(made).printer)
        made.flow.labels.print()
        assert jobs(made) == [("A-01-01", "waiting")]


def test_only_the_newest_look_is_drawn_while_a_drawing_is_under_way(labels: Room) -> None:
    labels.waits = True
    before = len(labels.equipment.drawn)
    for name in BINS[5:9]:
        labels.flow.labels.look_at(name)
    labels.work()
    names = [label.name for label, _, _ in labels.equipment.drawn[before:] if isinstance(label, BinLabel)]
    assert names == [BINS[5], BINS[8]]


def test_the_brand_is_on_labels_once_it_is_saved_and_after_a_restart(labels: Room, tmp_path: Path) -> None:
    brand = labels.flow.brand
    brand.seen()
    shown = labels.view.brand
    assert shown is not None
    assert (shown.text, shown.usual, len(shown.samples)) == ("", "优邻站", len(LabelKind))
    brand.write("邻里优选")
    brand.choose_logo(Path("logo.png"))
    assert labels.equipment.drawn[-1][2] == Brand("邻里优选", Path("logo.png"))
    assert labels.equipment.brand == Brand(), "nothing is saved yet"
    brand.save()
    assert labels.equipment.brand == Brand("邻里优选", Path("logo.png"))
    with labels.database.look() as connection:
        assert store.label_brand(connection) == Brand("邻里优选", Path("logo.png"))
    labels.flow.labels.choose_kind(LabelKind.SHELF)
    labels.flow.labels.take_range("A1", "")
    label = labels.equipment.drawn[-1][0]
    assert isinstance(label, ShelfLabel)
    assert label.brand == "邻里优选"


def test_a_logo_that_cannot_be_used_is_refused_in_words(labels: Room) -> None:
    labels.flow.brand.seen()
    labels.flow.brand.choose_logo(Path("logo.svg"))
    shown = labels.view.brand
    assert shown is not None
    assert shown.told is not None
    assert shown.logo is None
    labels.flow.brand.drop_logo()
    labels.flow.brand.save()


def test_a_brand_of_the_settings_file_is_shown_and_not_changed(tmp_path: Path) -> None:
    with room(tmp_path, fixed_brand=Brand("集团")) as made:
        made.flow.brand.seen()
        made.flow.brand.write("别的")
        made.flow.brand.save()
        shown = made.view.brand
        assert shown is not None
        assert (shown.text, shown.is_fixed, shown.is_changed) == ("集团", True, False)
