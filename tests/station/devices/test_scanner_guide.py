"""The guide for scanners: what each scan tells, where it ends, and what it keeps."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.identify import Finding, Stroke, WedgeSetting
from hardware.trial_codes import TrialCode, trial_codes
from station.devices.flow.guide_desk import GuideDesk
from station.devices.flow.scanner_guide import ScannerGuide
from station.devices.model.scanner_guide import GuideStep, GuideView
from station.devices.model.scanner_words import CODE_WORDS, REMEDY, WHAT
from station.kernel.messages import Message, Texts, Tone
from station.kernel.scan import Scan
from station.storage.database import Database

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

    def _save(self, setting: WedgeSetting) -> Message:
        self.saved.append(setting)
        return Message("Saved")

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
        shop.guide.line(right(code))
        view = shop.guide.next_code()
    assert view.heading.text == "This scanner is right"
    assert view.saving is None


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


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database(tmp_path / "station.db")
    yield made
    made.close()


def test_a_saved_setting_is_used_at_once_and_kept(database: Database) -> None:
    used: list[WedgeSetting] = []
    desk = GuideDesk(database, SETTING, used.append, is_fixed=False)
    desk.begin()
    desk.keys(keys(CODES[0].text, gap_ms=50, prefix=""))
    desk.act(ScannerGuide.save)
    assert used == [WedgeSetting(75)]
    assert GuideDesk(database, SETTING, used.append, is_fixed=False).setting() == WedgeSetting(75)
    assert GuideDesk(database, SETTING, used.append, is_fixed=True).setting() == SETTING


def test_a_closed_guide_takes_nothing(database: Database) -> None:
    desk = GuideDesk(database, SETTING, lambda _: None, is_fixed=False)
    desk.scan(Scan("1", 0.0, "serial:COM3"))
    assert desk.part() is None
    desk.begin()
    desk.scan(Scan("6901234567892", 0.0, "keyboard"))
    part = desk.part()
    assert part is not None
    assert not part.can_go_on
    desk.scan(Scan("6901234567892", 0.0, "serial:COM3"))
    part = desk.part()
    assert part is not None
    assert part.can_go_on
    desk.end()
    assert not desk.is_open


def test_the_guide_says_it_in_a_language(texts: Texts) -> None:
    view = Shop().scan_all(aim=False, prefix="")
    assert all("{" not in texts.say(line.words) for line in view.lines)
