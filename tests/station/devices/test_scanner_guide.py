"""The guide for scanners: what each scan tells, where it ends, and what it keeps."""

import pytest

from hardware.errors import Reason
from hardware.identify import Finding, Stroke, WedgeSetting
from hardware.protocols import PrintOutcome, PrintReport
from hardware.trial_codes import TrialCode, trial_codes
from station.devices.flow.guide_desk import GuideDesk
from station.devices.flow.scanner_guide import ScannerGuide
from station.devices.model.scanner_guide import GuideLine, GuideStep, GuideView
from station.devices.model.scanner_words import CODE_WORDS, REMEDY, WHAT
from station.kernel.messages import Message, Texts, Tone
from tests.station.devices.kit import CONFIRMED, Room

CODES = trial_codes()
SETTING = WedgeSetting()


def keys(text: str, gap_ms: int = 5, prefix: str = "\x02") -> list[Stroke]:
    return [Stroke(character, place * gap_ms) for place, character in enumerate(f"{prefix}{text}\r")]


def right(code: TrialCode) -> str:
    return code.aims[0] + code.text


class Shop:
    """A guide and what it saved."""

    def __init__(self, setting: WedgeSetting = SETTING, *, is_fixed: bool = False) -> None:
        self.saved: list[WedgeSetting] = []
        self.guide = ScannerGuide(setting, self._save, is_fixed=is_fixed)

    def _save(self, setting: WedgeSetting) -> GuideLine:
        self.saved.append(setting)
        return GuideLine(Tone.OK, Message("Saved"))

    def scan_all(self, *, gap_ms: int = 5, prefix: str = "\x02", aim: bool = True) -> GuideView:
        for code in CODES:
            self.guide.keys(keys(right(code) if aim else code.text, gap_ms, prefix))
            view = self.guide.next_code()
        return view


def tones(view: GuideView) -> set[Tone]:
    return {line.tone for line in view.lines}


def test_a_right_scanner_is_called_right() -> None:
    view = Shop().scan_all()
    assert view.step is GuideStep.DONE
    assert view.heading.text == "This scanner is right"
    assert view.lines == ()


def test_each_code_is_asked_for_in_turn_and_a_right_scan_lets_go_on() -> None:
    shop = Shop()
    for number, code in enumerate(CODES, start=1):
        view = shop.guide.view()
        assert (view.number, view.code, view.can_go_on) == (number, code, False)
        view = shop.guide.keys(keys(right(code)))
        assert view.can_go_on
        assert view.lines[0].tone is Tone.OK
        shop.guide.next_code()


def test_advice_does_not_make_a_scanner_wrong() -> None:
    view = Shop().scan_all(aim=False, prefix="")
    assert view.heading.text == "This scanner is right"
    assert tones(view) == {Tone.ASK}


def test_what_must_change_is_told_once_the_gravest_first() -> None:
    shop = Shop()
    for code in CODES:
        shop.guide.keys(keys(right(code).replace("\x1d", "")))
        view = shop.guide.next_code()
    assert view.heading.text == "This must be changed"
    assert [line.tone for line in view.lines] == [Tone.REFUSED]
    assert view.lines[0].words.values["what"] is WHAT[Finding.GS_LOST]


def test_codes_left_out_are_counted() -> None:
    shop = Shop()
    shop.guide.keys(keys(right(CODES[0])))
    for _ in CODES:
        view = shop.guide.next_code()
    assert view.heading.values["count"] == len(CODES) - 1
    assert shop.guide.previous_code().step is GuideStep.SCANNING


def test_nothing_scanned_is_not_right() -> None:
    shop = Shop()
    for _ in range(len(CODES) + 3):
        view = shop.guide.next_code()
    assert view.heading.text == "No code was scanned"


def test_silence_is_explained() -> None:
    view = Shop().guide.nothing_came()
    assert "HID-POS" in view.lines[0].words.text


def test_a_serial_scanner_goes_through_as_well() -> None:
    shop = Shop()
    for code in CODES:
        shop.guide.bytes(f"{right(code)}\r\n".encode())
        view = shop.guide.next_code()
    assert view.heading.text == "This scanner is right"
    assert view.saving is None


@pytest.mark.parametrize(
    ("data", "finding", "how"),
    [
        (b"6901234567892", Finding.NO_SUFFIX, "suffix none"),
        (b"6901234567892\t", Finding.NO_SUFFIX, "suffix Tab"),
        (b"\x026901234567892\r\n", Finding.AIM_OFF, "prefix STX · suffix CR LF"),
        (b"A6901234567892\r", Finding.ADDED_FRONT, "suffix CR (Enter)"),
    ],
)
def test_a_serial_scanner_is_told_how_it_begins_and_ends(
    texts: Texts, data: bytes, finding: Finding, how: str
) -> None:
    said = [texts.say(line.words) for line in Shop().guide.bytes(data).lines]
    assert any(texts.say(WHAT[finding]) in line for line in said)
    assert any(how in line and "serial port" in line for line in said)


def test_a_slow_scanner_is_offered_a_longer_wait_and_is_right_then() -> None:
    shop = Shop()
    view = shop.scan_all(gap_ms=50, prefix="")
    assert view.heading.text == "This must be changed"
    assert view.saving == WedgeSetting(75)
    view = shop.guide.save()
    assert shop.saved == [WedgeSetting(75)]
    assert view.heading.text == "This scanner is right"
    assert view.saving is None


def test_a_framed_scanner_is_offered_the_prefix() -> None:
    shop = Shop()
    assert shop.scan_all().saving == WedgeSetting(35, prefix=True)


def test_what_it_set_in_the_settings_file_is_not_offered_to_change() -> None:
    shop = Shop(is_fixed=True)
    assert shop.scan_all().saving is None
    shop.guide.save()
    assert shop.saved == []


def test_another_code_changes_no_setting() -> None:
    shop = Shop()
    assert shop.guide.keys(keys("hello there", gap_ms=110, prefix="")).saving is None


def test_every_finding_and_every_code_has_words() -> None:
    assert set(WHAT) == set(REMEDY) == set(Finding)
    assert set(CODE_WORDS) == {code.kind for code in CODES}


def test_a_saved_setting_is_shown_at_once_and_kept(devices: Room) -> None:
    guide = devices.flow.guide
    guide.begin()
    guide.keys(keys(CODES[0].text, gap_ms=50, prefix=""))
    assert devices.view.wedge == WedgeSetting(35)
    view = guide.act(ScannerGuide.save)
    assert view.wedge == WedgeSetting(75)
    assert view.guide is not None
    assert view.guide.answer is not None
    assert view.guide.answer.tone is Tone.OK
    again = GuideDesk(
        devices.database, SETTING, lambda: CONFIRMED, devices.flow._aside, devices.flow.view, is_fixed=False
    )
    assert again.setting() == WedgeSetting(75)


def test_a_closed_guide_takes_nothing(devices: Room) -> None:
    guide = devices.flow.guide
    assert guide.bytes(b"6901234567892\r").guide is None
    guide.begin()
    by_serial = guide.bytes(b"6901234567892\r").guide
    assert by_serial is not None
    assert by_serial.can_go_on
    assert guide.end().guide is None
    assert not guide.is_open


@pytest.mark.parametrize(
    ("report", "tone"),
    [
        (PrintReport(PrintOutcome.UNKNOWN), Tone.OK),
        (PrintReport(PrintOutcome.FAILED, Reason.NOT_SET_UP), Tone.REFUSED),
    ],
)
def test_what_came_of_the_sheet_is_told(devices: Room, report: PrintReport, tone: Tone) -> None:
    devices.equipment.report = report
    devices.flow.guide.begin()
    devices.flow.guide.print_sheet()
    devices.work()
    part = devices.flow.guide.part()
    assert part is not None
    assert part.answer is not None
    assert part.answer.tone is tone


def test_the_guide_says_it_in_a_language(texts: Texts) -> None:
    view = Shop().scan_all(aim=False, prefix="")
    assert all("{" not in texts.say(line.words) for line in view.lines)
