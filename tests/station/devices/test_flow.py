"""The devices room without a window: add, change, remove, take back; lost and back; tests; assignment."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from hardware.codes import make_pickup_qr, read_code
from hardware.errors import Reason
from hardware.labels import LabelKind
from hardware.protocols import DeviceState, PrintOutcome, PrintReport, Reading, ReadingState, ScaleOrder
from station.devices import store
from station.devices.model.device import DeviceKind, DeviceSpec, FoundDevice
from station.devices.model.scale_orders import OrderVerdict
from station.devices.model.view import DeviceLine, DevicesView, Test
from station.devices.model.ways import FieldName, Way
from station.devices.model.words import KEYBOARD
from station.kernel.messages import Tone
from station.kernel.scan import Scan
from station.storage import tables
from tests.station.devices.conftest import SCANNER
from tests.station.devices.kit import Room, room
from tests.station.kit import english

FIRST, SECOND = "tcp://192.0.2.10:9100", "tcp://192.0.2.20:9100"


def say(view: DevicesView) -> str:
    assert view.answer is not None
    return english().say(view.answer.words)


def add(devices: Room, name: str, host: str, kind: DeviceKind = DeviceKind.LABEL_PRINTER) -> str:
    """Set a network device up; its key."""
    devices.flow.form.begin_add(kind)
    devices.flow.form.set_way(Way.NETWORK)
    devices.flow.form.set_field(FieldName.HOST, host)
    devices.flow.form.set_name(name)
    devices.flow.save()
    return devices.key(name)


def line(view: DevicesView, key: str) -> DeviceLine:
    return next(each for each in view.devices if each.key == key)


def test_an_added_device_is_used_at_once_and_after_a_restart(devices: Room) -> None:
    key = add(devices, "箱标打印机", "192.0.2.10")
    assert devices.equipment.used[-1].address == FIRST
    assert devices.view.form is None
    assert devices.view.chosen == key
    with devices.database.look() as connection:
        assert [spec.name for spec in store.devices(connection)] == ["箱标打印机"]


def test_the_form_says_what_is_missing_what_is_wrong_and_then_lets_save(devices: Room) -> None:
    form = devices.flow.form.begin_add(DeviceKind.LABEL_PRINTER).form
    assert form is not None
    assert form.name == "Label printer 1"
    assert not form.can_save
    assert form.told is not None
    assert english().say(form.told.words) == "Fill in: Network address"
    wrong = devices.flow.form.set_field(FieldName.HOST, "bad").form
    assert wrong is not None
    assert wrong.told is not None
    assert wrong.told.tone is Tone.REFUSED
    assert devices.flow.save().form is not None
    right = devices.flow.form.set_field(FieldName.HOST, "192.0.2.10").form
    assert right is not None
    assert right.can_save
    assert right.address == FIRST


def test_a_device_that_is_not_there_is_told_so_and_can_be_saved_all_the_same(devices: Room) -> None:
    devices.equipment.lose(FIRST, Reason.NO_CONNECTION)
    devices.flow.form.begin_add(DeviceKind.LABEL_PRINTER)
    devices.flow.form.set_field(FieldName.HOST, "192.0.2.10")
    form = devices.flow.form.check().form
    assert form is not None
    form = devices.view.form
    assert form is not None
    assert form.told is not None
    assert form.told.tone is Tone.ASK
    assert "cannot be reached" in english().say(form.told.words)
    assert form.can_save


def test_an_answer_that_comes_after_the_address_was_changed_is_not_believed(devices: Room) -> None:
    devices.flow.form.begin_add(DeviceKind.LABEL_PRINTER)
    devices.flow.form.set_field(FieldName.HOST, "192.0.2.10")
    devices.waits = True
    devices.flow.form.check()
    devices.flow.form.set_field(FieldName.HOST, "192.0.2.99")
    devices.work()
    form = devices.view.form
    assert form is not None
    assert form.told is None


def test_what_is_found_fills_the_fields_and_keeps_the_settings(devices: Room) -> None:
    found = FoundDevice(Way.CUPS, ((FieldName.QUEUE, "ZDesigner"),), "ZDesigner")
    devices.equipment.finds = (found,)
    view = devices.flow.form.begin_add(DeviceKind.LABEL_PRINTER)
    assert devices.view.form is not None
    assert devices.view.form.found == (found,)
    devices.flow.form.set_field(FieldName.SIZE, "60x40")
    view = devices.flow.form.pick_found(found)
    assert view.form is not None
    assert view.form.address == "cups:ZDesigner?size=60x40"


def test_one_place_serves_one_device(devices: Room) -> None:
    add(devices, "一号", "192.0.2.10")
    devices.flow.form.begin_add(DeviceKind.RECEIPT_PRINTER)
    form = devices.flow.form.set_field(FieldName.HOST, "192.0.2.10").form
    assert form is not None
    assert not form.can_save
    assert form.told is not None
    assert "一号 is set up there already" in english().say(form.told.words)


def test_changing_a_printer_keeps_the_labels_that_went_to_it(devices: Room) -> None:
    add(devices, "一号", "192.0.2.10")
    key = add(devices, "二号", "192.0.2.20")
    devices.flow.choose_printer(LabelKind.SHELF, SECOND)
    devices.flow.form.begin_change(key)
    devices.flow.form.set_field(FieldName.HOST, "192.0.2.30")
    devices.flow.save()
    moved = "tcp://192.0.2.30:9100"
    assert devices.equipment.choices == {LabelKind.SHELF: moved}
    assert {spec.address for spec in devices.equipment.used} == {SCANNER.address, FIRST, moved}


def test_a_removed_printer_comes_back_with_all_that_went_with_it(devices: Room) -> None:
    add(devices, "一号", "192.0.2.10")
    key = add(devices, "二号", "192.0.2.20")
    devices.flow.choose_printer(LabelKind.SHELF, SECOND)
    devices.flow.choose_printer(LabelKind.BIN, SECOND)
    view = devices.flow.remove(key)
    assert view.undo is not None
    assert devices.equipment.choices == {}
    assert SECOND not in {spec.address for spec in devices.equipment.used}
    devices.flow.choose_printer(LabelKind.BIN, FIRST)
    assert devices.flow.undo().undo is None
    assert devices.equipment.choices == {LabelKind.SHELF: SECOND, LabelKind.BIN: FIRST}
    assert devices.view.chosen == key


def test_devices_of_the_settings_file_can_neither_be_changed_nor_removed(devices: Room) -> None:
    key = devices.key("Scanner")
    assert line(devices.view, key).is_fixed
    assert devices.flow.form.begin_change(key).form is None
    assert "settings file" in say(devices.flow.remove(key))
    assert [spec.address for spec in devices.equipment.used] == [SCANNER.address]


def test_what_cannot_be_written_down_did_not_happen(devices: Room) -> None:
    devices.flow.form.begin_add(DeviceKind.LABEL_PRINTER)
    devices.flow.form.set_field(FieldName.HOST, "192.0.2.10")
    with devices.database.act() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    view = devices.flow.save()
    assert view.answer is not None
    assert view.answer.tone is Tone.REFUSED
    assert view.form is not None
    assert devices.equipment.uses == 0


def test_a_lost_device_says_what_to_do_and_counts(devices: Room) -> None:
    devices.equipment.lose(SCANNER.address)
    devices.flow.health_changed()
    view = devices.shown[-1]
    lost = line(view, devices.key("Scanner"))
    assert (lost.tone, view.trouble_count) == (Tone.REFUSED, 1)
    assert english().say(lost.remedy) == Reason.PORT_GONE
    devices.equipment.states[SCANNER.address] = DeviceState.READY
    devices.flow.health_changed()
    assert devices.shown[-1].trouble_count == 0


def test_asking_shows_that_it_is_under_way_and_asks_once(devices: Room) -> None:
    devices.waits = True
    key = devices.key("Scanner")
    assert line(devices.flow.ask(key), key).is_busy
    devices.flow.ask(key)
    devices.work()
    assert not line(devices.view, key).is_busy
    assert devices.equipment.tests == [("look", SCANNER.address)]


@pytest.mark.parametrize(
    ("report", "tone", "words"),
    [
        (PrintReport(PrintOutcome.CONFIRMED), Tone.OK, "printed it"),
        (PrintReport(PrintOutcome.UNKNOWN, Reason.NO_CONFIRMATION), Tone.ASK, "Look whether it came out"),
        (PrintReport(PrintOutcome.FAILED, Reason.OUT_OF_PAPER), Tone.REFUSED, "out of paper"),
    ],
)
def test_a_test_page_tells_what_is_known_of_it(
    devices: Room, report: PrintReport, tone: Tone, words: str
) -> None:
    key = add(devices, "一号", "192.0.2.10")
    devices.equipment.report = report
    devices.flow.try_out(key, Test.PRINT)
    told = devices.view.test
    assert told is not None
    assert told.tone is tone
    assert words in english().say(told.words)
    assert devices.equipment.tests == [("print", "一号")]


def test_only_receipt_printers_have_a_drawer(devices: Room) -> None:
    printer = add(devices, "一号", "192.0.2.10")
    slips = add(devices, "小票机", "192.0.2.11", DeviceKind.RECEIPT_PRINTER)
    assert line(devices.view, printer).tests == (Test.PRINT,)
    assert line(devices.view, slips).tests == (Test.PRINT, Test.DRAWER)
    devices.flow.try_out(slips, Test.DRAWER)
    assert devices.equipment.tests == [("drawer", "tcp://192.0.2.11:9100")]


def chosen_scale(devices: Room) -> str:
    key = add(devices, "称重台", "192.0.2.12", DeviceKind.SCALE)
    devices.equipment.reading = Reading(ReadingState.STABLE, 500, 0.0)
    devices.flow.choose(key)
    return key


def test_a_scale_is_told_once_at_a_time_and_what_came_of_it_is_said(devices: Room) -> None:
    key = chosen_scale(devices)
    weight = devices.view.weight
    assert weight is not None
    assert weight.orders == tuple(ScaleOrder)
    devices.waits = True
    devices.flow.scale.order(ScaleOrder.TARE)
    assert line(devices.view, key).is_busy
    devices.flow.scale.order(ScaleOrder.TARE)
    devices.work()
    assert [what for what, _ in devices.equipment.tests].count("tare") == 1
    told = devices.view.test
    assert told is not None
    assert (told.tone, english().say(told.words)) == (Tone.OK, "The load is the tare now")
    assert not line(devices.view, key).is_busy


@pytest.mark.parametrize(
    ("verdict", "tone"),
    [
        (OrderVerdict.OBEYED, Tone.OK),
        (OrderVerdict.NOT_SEEN, Tone.ASK),
        (OrderVerdict.SILENT, Tone.REFUSED),
        (OrderVerdict.NO_WORD, Tone.ASK),
    ],
)
@pytest.mark.parametrize("order", ScaleOrder)
def test_each_outcome_of_an_order_has_its_tone_and_words(
    devices: Room, order: ScaleOrder, verdict: OrderVerdict, tone: Tone
) -> None:
    chosen_scale(devices)
    devices.equipment.order_verdict = verdict
    told = devices.flow.scale.order(order).test
    assert told is not None
    assert told.tone is tone
    assert english().say(told.words)


def test_what_came_of_an_order_is_not_told_of_another_device(devices: Room) -> None:
    chosen_scale(devices)
    devices.waits = True
    devices.flow.scale.order(ScaleOrder.ZERO)
    devices.flow.choose(devices.key("Scanner"))
    devices.work()
    assert devices.view.test is None
    assert devices.view.weight is None
    assert devices.flow.scale.order(ScaleOrder.ZERO).test is None, "nothing to tell where no scale is chosen"


def test_a_scale_that_was_removed_weighs_nothing_and_weighs_again_when_it_is_taken_back(
    devices: Room,
) -> None:
    key = chosen_scale(devices)
    devices.flow.remove(key)
    assert devices.view.weight is None
    devices.flow.undo()
    assert devices.view.weight is not None


def test_a_chosen_scale_shows_its_weight_as_it_moves_and_others_do_not(devices: Room) -> None:
    key = add(devices, "称重台", "192.0.2.12", DeviceKind.SCALE)
    spec = devices.equipment.used[-1]
    devices.equipment.reading = Reading(ReadingState.STABLE, 500, 0.0)
    devices.flow.choose(key)
    still = devices.view.weight
    assert still is not None
    assert still.weight_g == 500
    devices.flow.weighed(spec, Reading(ReadingState.MOVING, 640, 1.0))
    moving = devices.shown[-1].weight
    assert moving is not None
    assert (moving.tone, moving.weight_g) == (Tone.INFO, 640)
    devices.flow.weighed(spec, Reading(ReadingState.STALE, None, 9.0))
    stale = devices.shown[-1].weight
    assert stale is not None
    assert (stale.tone, stale.weight_g) == (Tone.REFUSED, None)
    devices.flow.choose(devices.key("Scanner"))
    shown = len(devices.shown)
    devices.flow.weighed(spec, Reading(ReadingState.STABLE, 700, 2.0))
    assert len(devices.shown) == shown
    assert devices.flow.view().weight is None


def scan(devices: Room, code: str, device: str) -> DevicesView:
    return devices.flow.scan(Scan(code, 1.0, device), read_code(code))


def test_a_code_tells_its_scanner_and_its_meaning(devices: Room) -> None:
    scan(devices, "6901234567892", SCANNER.address)
    scan(devices, "]C10106901234567892" + "10L7\x1d3103001285", KEYBOARD)
    view = scan(devices, "7892", KEYBOARD)
    told = [(english().say(read.words), read.tone) for read in view.reads]
    names = [
        read.scanner if isinstance(read.scanner, str) else english().say(read.scanner) for read in view.reads
    ]
    assert names == ["Keyboard scanner", "Keyboard scanner", "Scanner"]
    assert told[2] == ("Product: GTIN 06901234567892", Tone.OK)
    assert told[0][1] is Tone.ASK
    assert "NET 1285 g" in told[1][0]
    assert view.reads[1].text == "]C10106901234567892" + "10L7␝3103001285"


def test_a_customers_code_is_not_shown(devices: Room) -> None:
    code = make_pickup_qr(12345678901234567)
    view = scan(devices, code, SCANNER.address)
    assert code not in view.reads[0].text
    assert code not in english().say(view.reads[0].words)


def test_layouts_are_tried_before_they_are_kept(devices: Room) -> None:
    view = devices.flow.edit_layouts(("28PPPPPWWWWWC", "", " no layout "))
    assert view.layouts is not None
    assert view.layouts.told is not None
    assert "Line 2" in english().say(view.layouts.told.words)
    devices.flow.save_layouts()
    assert devices.layouts == []
    devices.flow.edit_layouts(("28PPPPPWWWWWC",))
    tried = scan(devices, "2812345012340", SCANNER.address).layouts
    assert tried is not None
    assert tried.preview is not None
    assert tried.preview.facts[0][1] == "2812345012340"
    saved = devices.flow.save_layouts().layouts
    assert saved is not None
    assert not saved.is_changed
    assert devices.layouts == [("28PPPPPWWWWWC",)]
    with devices.database.look() as connection:
        assert store.weight_layouts(connection) == ("28PPPPPWWWWWC",)


def test_layouts_of_the_settings_file_cannot_be_edited(tmp_path: Path) -> None:
    with room(tmp_path, fixed_layouts=("28PPPPPWWWWWC",)) as devices:
        part = devices.flow.edit_layouts(("26XXXXX",)).layouts
        assert part is not None
        assert part.is_fixed
        assert part.layouts == ("28PPPPPWWWWWC",)
        devices.flow.save_layouts()
        assert devices.layouts == []


def test_changes_reach_the_equipment_one_after_the_other_newest_last(devices: Room) -> None:
    devices.waits = True
    for host in ("192.0.2.10", "192.0.2.20", "192.0.2.30"):
        add_without_key(devices, host)
    devices.work()
    assert {spec.address for spec in devices.equipment.used} >= {FIRST, SECOND, "tcp://192.0.2.30:9100"}
    assert devices.equipment.uses == 2


def add_without_key(devices: Room, host: str) -> None:
    devices.flow.form.begin_add(DeviceKind.LABEL_PRINTER)
    devices.flow.form.set_field(FieldName.HOST, host)
    devices.flow.save()


def test_the_last_sign_of_life_survives_a_restart(devices: Room) -> None:
    at = devices.clock.now()
    with devices.database.act() as connection:
        store.keep_sights(connection, {FIRST: at})
        store.keep_sights(connection, {FIRST: at + timedelta(minutes=5), SECOND: at})
    with devices.database.look() as connection:
        assert store.sights(connection) == {FIRST: at + timedelta(minutes=5), SECOND: at}


def test_a_kind_of_label_this_program_does_not_know_is_left_alone(devices: Room) -> None:
    with devices.database.act() as connection:
        connection.execute(tables.label_choice.insert().values(label_kind="poster", address=FIRST))
    with devices.database.look() as connection:
        assert store.label_choices(connection) == {}
        assert connection.execute(select(tables.label_choice.c.label_kind)).scalar_one() == "poster"


def test_two_nameless_scanners_are_told_apart(tmp_path: Path) -> None:
    second = DeviceSpec(None, DeviceKind.SCANNER, "", "serial:COM4")
    with room(tmp_path, fixed=(SCANNER, second)) as devices:
        names = [
            line.name if isinstance(line.name, str) else english().say(line.name)
            for line in devices.view.devices
        ]
    assert names == ["Keyboard scanner", "Scanner 1", "Scanner 2"]
