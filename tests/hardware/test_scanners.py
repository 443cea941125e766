import os
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.absent import AbsentScanner
from hardware.errors import Reason
from hardware.ports import KeptPort, LineSettings
from hardware.protocols import DeviceState, DeviceStatus, Scanner
from hardware.scanners.lines import CodeLines
from hardware.scanners.raw import RawScans
from hardware.scanners.serial import SerialScanner
from hardware.scanners.simulated import SimulatedScanner

DEADLINE_S = 10
RETRY_S = (0.01,)
READY, LOST = DeviceState.READY, DeviceState.LOST


class Recorder:
    """Collects what a scanner tells, and waits for it."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.raw: list[bytes] = []
        self.statuses: list[DeviceStatus] = []
        self._changed = threading.Condition()

    def on_code(self, code: str) -> None:
        with self._changed:
            self.codes.append(code)
            self._changed.notify_all()

    def on_status(self, status: DeviceStatus) -> None:
        with self._changed:
            self.statuses.append(status)
            self._changed.notify_all()

    def on_raw(self, data: bytes) -> None:
        with self._changed:
            self.raw.append(data)
            self._changed.notify_all()

    def wait_raw(self, *scans: bytes) -> None:
        with self._changed:
            self._changed.wait_for(lambda: len(self.raw) >= len(scans), DEADLINE_S)
            assert self.raw == list(scans)

    def wait_codes(self, *codes: str) -> None:
        with self._changed:
            self._changed.wait_for(lambda: len(self.codes) >= len(codes), DEADLINE_S)
            assert self.codes == list(codes)

    def wait_states(self, *states: DeviceState) -> None:
        with self._changed:
            self._changed.wait_for(lambda: len(self.statuses) >= len(states), DEADLINE_S)
            assert [status.state for status in self.statuses] == list(states)


class Bench(Protocol):
    """A scanner under test and the hand that holds it."""

    @property
    def scanner(self) -> Scanner: ...

    def scan(self, text: str) -> None: ...

    def unplug(self) -> None: ...

    def plug(self) -> None: ...

    def close(self) -> None: ...


class SimulatedBench:
    def __init__(self, _: Path) -> None:
        self.scanner = SimulatedScanner()
        self.scan = self.scanner.feed
        self.unplug = self.scanner.unplug
        self.plug = self.scanner.plug

    def close(self) -> None: ...


class SocketBench:
    """A serial server on the network."""

    def __init__(self, _: Path) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._connection: socket.socket | None = None
        self.scanner = SerialScanner(f"socket://127.0.0.1:{self.port}", retry_s=RETRY_S)

    def write(self, data: bytes) -> None:
        if self._connection is None:
            self._listener.settimeout(DEADLINE_S)
            self._connection = self._listener.accept()[0]
        self._connection.sendall(data)

    def scan(self, text: str) -> None:
        self.write(text.encode() + b"\r\n")

    def unplug(self) -> None:
        self.write(b"")
        self.close()

    def plug(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port))

    def close(self) -> None:
        self._listener.close()
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class PtyBench:
    """A serial port; closing the master side is the unplug."""

    def __init__(self, folder: Path) -> None:
        self._link = folder / "ttyScanner"
        self._ends: list[int] = []
        self.plug()
        self.scanner = SerialScanner(str(self._link), retry_s=RETRY_S)

    def write(self, data: bytes) -> None:
        os.write(self._ends[0], data)

    def scan(self, text: str) -> None:
        self.write(text.encode() + b"\r")

    def unplug(self) -> None:
        self._link.unlink()
        self.close()

    def plug(self) -> None:
        self._ends = list(os.openpty())
        self._link.symlink_to(os.ttyname(self._ends[1]))

    def close(self) -> None:
        for end in self._ends:
            os.close(end)
        self._ends = []


STREAMS: list[type[SocketBench | PtyBench]] = [SocketBench]
if sys.platform != "win32":
    STREAMS.append(PtyBench)
BENCHES: list[type[Bench]] = [SimulatedBench, *STREAMS]


@pytest.fixture(params=BENCHES, ids=lambda bench: bench.__name__)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    bench = request.param(tmp_path)
    yield bench
    bench.scanner.stop()
    bench.close()


@pytest.fixture
def recorder(bench: Bench) -> Recorder:
    recorder = Recorder()
    bench.scanner.start(recorder.on_code, recorder.on_status)
    recorder.wait_states(READY)
    return recorder


def test_codes_arrive_in_order_without_terminator(bench: Bench, recorder: Recorder) -> None:
    codes = [f"690101011{number:04d}" for number in range(20)]
    for code in codes:
        bench.scan(code)
    recorder.wait_codes(*codes)


def test_separators_and_chinese_arrive_whole(bench: Bench, recorder: Recorder) -> None:
    bench.scan("]C10106901010117440\x1d10批")
    recorder.wait_codes("]C10106901010117440\x1d10批")


def test_a_loss_is_told_once_and_the_return_once(bench: Bench, recorder: Recorder) -> None:
    bench.scan("1")
    recorder.wait_codes("1")
    bench.unplug()
    recorder.wait_states(READY, LOST)
    assert recorder.statuses[1].reason == Reason.PORT_GONE
    bench.plug()
    recorder.wait_states(READY, LOST, READY)
    bench.scan("2")
    recorder.wait_codes("1", "2")
    assert {status.device for status in recorder.statuses} == {bench.scanner.name}


def test_a_stopped_scanner_tells_nothing_and_can_be_started_again(bench: Bench, recorder: Recorder) -> None:
    bench.scan("1")
    recorder.wait_codes("1")
    bench.scanner.stop()
    again = Recorder()
    bench.unplug()
    bench.plug()
    bench.scanner.start(again.on_code, again.on_status)
    again.wait_states(READY)
    bench.scan("2")
    again.wait_codes("2")
    assert recorder.codes == ["1"]


def test_a_scan_is_shown_as_it_came_behind_its_code(bench: Bench) -> None:
    recorder = Recorder()
    bench.scanner.show_raw(recorder.on_raw)
    bench.scanner.start(recorder.on_code, recorder.on_status)
    recorder.wait_states(READY)
    bench.scan("\x02]C10112\x1d21")
    recorder.wait_codes("\x02]C10112\x1d21" if isinstance(bench, SimulatedBench) else "]C10112\x1d21")
    end = b"\r\n" if isinstance(bench, SocketBench) else b"\r"
    recorder.wait_raw(b"\x02]C10112\x1d21" + end)


@pytest.mark.parametrize("kind", STREAMS)
def test_a_scan_that_nothing_ends_is_shown_and_is_no_code(
    kind: type[SocketBench | PtyBench], tmp_path: Path
) -> None:
    bench, recorder = kind(tmp_path), Recorder()
    bench.scanner.show_raw(recorder.on_raw)
    bench.scanner.start(recorder.on_code, recorder.on_status)
    recorder.wait_states(READY)
    bench.write(b"6901234567892")
    recorder.wait_raw(b"6901234567892")
    assert recorder.codes == []
    bench.scanner.stop()
    bench.close()


@pytest.mark.parametrize("kind", STREAMS)
def test_whoever_looks_at_the_bytes_disturbs_neither_codes_nor_a_return(
    kind: type[SocketBench | PtyBench], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bench, recorder = kind(tmp_path), Recorder()

    def on_raw(data: bytes) -> None:
        recorder.on_raw(data)
        raise RuntimeError("a fault of the guide")

    bench.scanner.show_raw(on_raw)
    bench.scanner.start(recorder.on_code, recorder.on_status)
    recorder.wait_states(READY)
    bench.write(b"1\r")
    recorder.wait_codes("1")
    recorder.wait_raw(b"1\r")
    bench.unplug()
    recorder.wait_states(READY, LOST)
    bench.plug()
    recorder.wait_states(READY, LOST, READY)
    bench.write(b"2\r")
    recorder.wait_codes("1", "2")
    recorder.wait_raw(b"1\r", b"2\r")
    bench.scanner.stop()
    bench.close()
    assert "a fault of the guide" in caplog.text


@given(st.lists(st.binary(max_size=30), max_size=30))
def test_the_bytes_of_scans_are_neither_lost_nor_mixed(reads: list[bytes]) -> None:
    raw = RawScans()
    shown = [scan for data in (*reads, b"", b"", b"") for scan in raw.feed(data)]
    assert b"".join(shown) == b"".join(reads)
    assert all(shown)


@pytest.mark.parametrize("cuts", [(b"1\r\n2\r\n",), (b"1\r", b"\n2\r\n"), (b"1", b"\r\n", b"2\r", b"\n")])
def test_scans_close_behind_each_other_are_shown_one_by_one(cuts: tuple[bytes, ...]) -> None:
    raw = RawScans()
    assert [scan for data in (*cuts, b"") for scan in raw.feed(data)] == [b"1\r\n", b"2\r\n"]


def test_a_scan_longer_than_any_code_shows_its_end() -> None:
    raw = RawScans()
    for _ in range(10):
        raw.feed(b"x" * 1000)
    assert raw.feed(b"\r\n") == []
    assert raw.feed(b"") == [b"x" * 4094 + b"\r\n"]


def test_stop_before_start_and_twice_is_fine(bench: Bench) -> None:
    bench.scanner.stop()
    bench.scanner.stop()


@pytest.mark.parametrize("kind", STREAMS)
def test_a_half_code_is_forgotten_when_the_port_returns(
    kind: type[SocketBench | PtyBench], tmp_path: Path
) -> None:
    bench = kind(tmp_path)
    recorder = Recorder()
    bench.scanner.start(recorder.on_code, recorder.on_status)
    recorder.wait_states(READY)
    bench.write(b"1\r690101")
    recorder.wait_codes("1")
    bench.unplug()
    recorder.wait_states(READY, LOST)
    bench.plug()
    recorder.wait_states(READY, LOST, READY)
    bench.write(b"0117440\r")
    recorder.wait_codes("1", "0117440")
    bench.scanner.stop()
    bench.close()


def test_a_scanner_that_is_not_there_is_lost_once_and_then_found(tmp_path: Path) -> None:
    scanner = SerialScanner(str(tmp_path / "ttyNone"), retry_s=RETRY_S)
    recorder = Recorder()
    scanner.start(recorder.on_code, recorder.on_status)
    recorder.wait_states(LOST)
    assert recorder.statuses[0].reason == Reason.PORT_GONE
    scanner.stop()
    assert len(recorder.statuses) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_a_port_in_use_is_told_as_such(tmp_path: Path) -> None:
    bench = PtyBench(tmp_path)
    first, second = Recorder(), Recorder()
    bench.scanner.start(first.on_code, first.on_status)
    first.wait_states(READY)
    rival = SerialScanner(bench.scanner.name, retry_s=RETRY_S)
    rival.start(second.on_code, second.on_status)
    second.wait_states(LOST)
    assert second.statuses[0].reason == Reason.PORT_TAKEN
    bench.scanner.stop()
    second.wait_states(LOST, READY)
    rival.stop()
    bench.close()


class Listener:
    """Uses a port and says nothing."""

    def opened(self) -> None: ...

    def took(self, data: bytes) -> None: ...

    def wants_to_say(self) -> bytes:
        return b""


def test_pauses_between_attempts_grow_to_two_seconds() -> None:
    pauses: list[float] = []
    through = threading.Event()

    class Waits(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0)
            if len(pauses) == 6:
                self.set()
                through.set()
            return self.is_set()

    port = KeptPort("scanner", lambda: "no-such-port-anywhere", LineSettings(), ended=Waits())
    recorder = Recorder()
    port.start(Listener(), recorder.on_status)
    assert through.wait(DEADLINE_S)
    port.stop()
    assert pauses == [0.25, 0.5, 1.0, 2.0, 2.0, 2.0]
    recorder.wait_states(LOST)


def test_a_list_of_ports_that_fails_is_a_loss_told_once_and_tried_again(tmp_path: Path) -> None:
    tried = threading.Semaphore(0)

    def find_port() -> str:
        tried.release()
        raise OSError("the list of ports cannot be read")

    scanner = SerialScanner("usb", find_port=find_port, retry_s=RETRY_S)
    recorder = Recorder()
    scanner.start(recorder.on_code, recorder.on_status)
    assert all(tried.acquire(timeout=DEADLINE_S) for _ in range(3))
    scanner.stop()
    recorder.wait_states(LOST)
    assert recorder.statuses[0].reason == Reason.PORT_GONE


def test_a_code_nobody_could_deal_with_does_not_end_the_scanner(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bench, recorder = SocketBench(tmp_path), Recorder()

    def on_code(code: str) -> None:
        recorder.on_code(code)
        if code == "1":
            raise RuntimeError("a fault of the desk")

    bench.scanner.start(on_code, recorder.on_status)
    recorder.wait_states(READY)
    bench.scan("1")
    bench.scan("2")
    recorder.wait_codes("1", "2")
    bench.scanner.stop()
    bench.close()
    assert "a fault of the desk" in caplog.text
    assert [status.state for status in recorder.statuses] == [READY]


def test_an_absent_scanner_tells_nothing() -> None:
    recorder = Recorder()
    scanner = AbsentScanner()
    scanner.start(recorder.on_code, recorder.on_status)
    scanner.stop()
    assert (recorder.codes, recorder.statuses) == ([], [])


@settings(deadline=None)
@given(
    st.lists(st.text("0123456789]C\x1d批", min_size=1, max_size=12), max_size=6),
    st.sampled_from([b"\r", b"\n", b"\r\n"]),
    st.lists(st.integers(0, 60), max_size=8),
)
def test_codes_do_not_depend_on_how_bytes_arrive(codes: list[str], end: bytes, cuts: list[int]) -> None:
    stream = b"".join(code.encode() + end for code in codes)
    lines, got, start = CodeLines(), [], 0
    for cut in [*sorted(cuts), len(stream)]:
        got += lines.feed(stream[start:cut])
        start = max(start, cut)
    assert got == codes


def test_framing_and_empty_lines_are_left_out() -> None:
    assert CodeLines().feed(b"\r\n\x02123\x03\r\n\r\n\xff\r") == ["123", "\ufffd"]


def test_an_endless_line_is_dropped_whole() -> None:
    lines = CodeLines()
    assert [lines.feed(b"9" * 3000) for _ in range(3)] == [[], [], []]
    assert lines.feed(b"99\r123\r") == ["123"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_several_scanners_read_at_once_and_each_code_comes_once_from_its_own(tmp_path: Path) -> None:
    """Two serial ports, one on the network, one simulated: none hears of another."""
    benches: list[Bench] = [SocketBench(tmp_path), SimulatedBench(tmp_path)]
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        benches.append(PtyBench(tmp_path / name))
    recorders = [Recorder() for _ in benches]
    codes = [[f"69010{place}{number:07d}" for number in range(15)] for place in range(len(benches))]
    for bench, recorder in zip(benches, recorders, strict=True):
        bench.scanner.start(recorder.on_code, recorder.on_status)
        recorder.wait_states(READY)
    for turn in zip(*codes, strict=True):
        for bench, code in zip(benches, turn, strict=True):
            bench.scan(code)
    for recorder, wanted in zip(recorders, codes, strict=True):
        recorder.wait_codes(*wanted)
    assert len({bench.scanner.name for bench in benches}) == len(benches)
    for bench in benches:
        bench.scanner.stop()
        bench.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_rubbish_of_one_scanner_or_its_loss_does_not_touch_another(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    broken, sound = PtyBench(tmp_path / "one"), SocketBench(tmp_path)
    heard_broken, heard_sound = Recorder(), Recorder()
    broken.scanner.start(heard_broken.on_code, heard_broken.on_status)
    sound.scanner.start(heard_sound.on_code, heard_sound.on_status)
    heard_broken.wait_states(READY)
    heard_sound.wait_states(READY)
    for number in range(5):
        broken.write(bytes(range(128, 256)))
        sound.scan(f"{number}")
    broken.write(b"\r")
    heard_sound.wait_codes(*"01234")
    heard_broken.wait_codes("\ufffd" * len(bytes(range(128, 256)).decode("utf-8", "replace")) * 5)
    broken.unplug()
    heard_broken.wait_states(READY, LOST)
    sound.scan("5")
    heard_sound.wait_codes(*"012345")
    assert [status.state for status in heard_sound.statuses] == [READY]
    broken.scanner.stop()
    sound.scanner.stop()
    sound.close()


@settings(deadline=None)
@given(st.lists(st.binary(max_size=80), max_size=30))
def test_any_bytes_make_only_codes_that_were_ended_and_are_no_longer_than_allowed(
    pieces: list[bytes],
) -> None:
    lines = CodeLines()
    stream = b"".join(pieces)
    got = [code for piece in pieces for code in lines.feed(piece)]
    ended = stream[: max(stream.rfind(b"\r"), stream.rfind(b"\n")) + 1].decode("utf-8", "replace")
    assert got == [code for line in ended.replace("\r", "\n").split("\n") if (code := line.strip("\x02\x03"))]
    lines.drop()
    assert lines.feed(b"123\r") == ["123"]
