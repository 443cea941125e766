"""The guide for scanners hears serial scanners as they send: begin, end and separator of each scan."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cloud_api.wire.exchange import Change, ChangeKind
from hardware.protocols import DeviceState
from hardware.trial_codes import trial_codes
from station.devices.flow.scanner_guide import ScannerGuide
from station.kernel.clock import SettableClock
from tests.hardware.pty_scanner import PtyScanner
from tests.station.bootstrap.test_workplace import BADGE, ENROLLED, OPERATOR
from tests.station.kit import english
from tests.station.recovery.desk import HeadlessDesk, Seen, headless_settings
from tests.station.sync.kit import ScriptedCloud, reply

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")

EAN = b"6901234567892"


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[PtyScanner]:
    made = PtyScanner(tmp_path / "ttyScanner")
    yield made
    made.unplug()


@pytest.fixture
def desk(
    tmp_path: Path, cloud: ScriptedCloud, clock: SettableClock, scanner: PtyScanner
) -> Iterator[HeadlessDesk]:
    """A PC with that scanner, somebody in its devices room."""
    cloud.changes = [Change(cursor=1, kind=ChangeKind.OPERATOR, body=OPERATOR)]
    settings = headless_settings(tmp_path / "station").model_copy(
        update={"scanners": (f"serial:{scanner.link}",)}
    )
    made = HeadlessDesk(settings, clock)
    made.core.start()
    cloud.script("/v1/enrolment", reply(ENROLLED))
    made.enrol(cloud.url, "12345678", "工位 1")
    made.sign_in(BADGE)
    made.core.enter("devices")
    made.wait("the scanner", lambda seen: states(seen)[-1:] == [DeviceState.READY])
    yield made
    made.core.stop()


def states(seen: Seen) -> list[DeviceState | None]:
    return [health.state for health in seen.health]


def guide_says(*parts: str) -> Callable[[Seen], bool]:
    """Whether the guide shows lines with all of these words."""

    def said(seen: Seen) -> bool:
        guide = seen.devices.guide if seen.devices else None
        lines = " | ".join(english().say(line.words) for line in guide.lines) if guide else ""
        return all(part in lines for part in parts)

    return said


def last_read(seen: Seen) -> str:
    return seen.devices.reads[0].text if seen.devices and seen.devices.reads else ""


def begin(desk: HeadlessDesk) -> None:
    desk.core.devices(lambda flow: flow.guide.begin())
    desk.wait("the guide", lambda seen: seen.devices and seen.devices.guide)


def test_prefix_and_suffix_of_a_serial_scanner_are_told(desk: HeadlessDesk, scanner: PtyScanner) -> None:
    begin(desk)
    scanner.send(b"\x02]E0" + EAN + b"\r\n")
    desk.wait("what came", guide_says("prefix STX · suffix CR LF · AIM ID ]E0"))
    scanner.send(EAN)
    desk.wait("what is missing", guide_says("Nothing ends the scan", "suffix none"))


def test_the_separator_of_a_serial_scanner_is_seen(desk: HeadlessDesk, scanner: PtyScanner) -> None:
    begin(desk)
    place = next(number for number, code in enumerate(trial_codes()) if "\x1d" in code.text)
    for _ in range(place):
        desk.core.devices(lambda flow: flow.guide.act(ScannerGuide.next_code))
    desk.wait(
        "its turn", lambda seen: seen.devices and seen.devices.guide and seen.devices.guide.number > place
    )
    code = trial_codes()[place]
    whole = f"{code.aims[0]}{code.text}\r".encode()
    scanner.send(whole.replace(b"\x1d", b""))
    desk.wait("the loss", guide_says("The separator (GS) is lost"))
    scanner.send(whole)
    desk.wait("the whole code", guide_says("This code came through right"))


def test_no_scan_is_lost_before_during_and_behind_the_guide_nor_a_return(
    desk: HeadlessDesk, scanner: PtyScanner
) -> None:
    scanner.send(b"6900000000014\r")
    desk.wait("the scan before", lambda seen: last_read(seen) == "6900000000014")
    begin(desk)
    scanner.send(b"6900000000021\r")
    desk.wait("the scan in the guide", guide_says("Read: 6900000000021"))
    scanner.unplug()
    desk.wait("the loss", lambda seen: states(seen)[-1] is DeviceState.LOST)
    scanner.plug()
    desk.wait("the return", lambda seen: states(seen)[-1] is DeviceState.READY)
    scanner.send(EAN + b"\r")
    desk.wait("the scan behind the return", guide_says("Read: 6901234567892", "suffix CR (Enter)"))
    desk.core.devices(lambda flow: flow.guide.end())
    scanner.send(b"6900000000038\r")
    desk.wait("the scan behind the guide", lambda seen: last_read(seen) == "6900000000038")
    assert desk.seen.devices is not None
    assert [read.text for read in desk.seen.devices.reads] == ["6900000000038", "6900000000014"]
    assert desk.seen.troubles == []
