"""Every scale behaves the same: over TCP in each protocol, on a pseudo terminal, and in memory."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import pytest

from hardware.absent import AbsentScale
from hardware.catalog import open_scale
from hardware.errors import BadAddress, Reason
from hardware.ports import KeptPort, LineSettings
from hardware.protocols import DeviceState, DeviceStatus, Reading, ReadingState, Scale, ScaleOrder
from hardware.scales.driver import SerialScale
from hardware.scales.simulated import ScaleFault, ScaleTongue, SimulatedScale, SimulatedScaleServer
from hardware.scales.sma import Sma
from hardware.scales.text_layout import TextLayout
from hardware.scales.toledo8217 import Toledo8217
from hardware.scales.words import ScaleProtocol

DEADLINE_S = 10
SOON_S = 0.5
STABLE, STALE = ReadingState.STABLE, ReadingState.STALE
READY, LOST, NEEDS_HELP = DeviceState.READY, DeviceState.LOST, DeviceState.NEEDS_HELP


class Recorder:
    """Collects what a scale tells, and waits for it."""

    def __init__(self) -> None:
        self.readings: list[Reading] = []
        self.statuses: list[DeviceStatus] = []
        self._changed = threading.Condition()

    def on_reading(self, reading: Reading) -> None:
        with self._changed:
            self.readings.append(reading)
            self._changed.notify_all()

    def on_status(self, status: DeviceStatus) -> None:
        with self._changed:
            self.statuses.append(status)
            self._changed.notify_all()

    def wait_for(self, fits: Callable[[Reading], bool]) -> Reading:
        with self._changed:
            came = self._changed.wait_for(lambda: any(map(fits, self.readings)), DEADLINE_S)
            assert came, f"heard only {self.readings}"
            return next(filter(fits, self.readings))

    def forget(self) -> None:
        with self._changed:
            self.readings.clear()

    def wait_states(self, *states: DeviceState) -> None:
        with self._changed:
            self._changed.wait_for(lambda: len(self.statuses) >= len(states), DEADLINE_S)
            assert [status.state for status in self.statuses] == list(states)


class Bench(Protocol):
    """A scale under test and the hand that loads it."""

    @property
    def scale(self) -> Scale: ...

    def put(self, load_g: int) -> None: ...

    def set_fault(self, fault: ScaleFault) -> None: ...

    def close(self) -> None: ...


class MemoryBench:
    def __init__(self, _: Path) -> None:
        self.scale = SimulatedScale()
        self.put, self.set_fault = self.scale.put, self.scale.set_fault

    def close(self) -> None: ...


class TcpBench:
    protocol = "toledo8217"

    def __init__(self, _: Path) -> None:
        self.server = SimulatedScaleServer(self.protocol)
        self.put, self.set_fault = self.server.put, self.server.set_fault
        self.scale = open_scale(self.server.address)

    def close(self) -> None:
        self.server.stop()


class SoonStaleBench(TcpBench):
    """As in the catalog, but its weights grow old soon: nobody has to wait for that in each protocol."""

    spoken: Callable[[], ScaleProtocol]

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        port = KeptPort("scale", lambda: self.server.address.partition("?")[0], LineSettings())
        self.scale = SerialScale(port, self.spoken(), stale_after_s=SOON_S)


class SmaBench(SoonStaleBench):
    protocol = "sma"

    def spoken(self) -> ScaleProtocol:
        return Sma()


class SmaContinuousBench(SmaBench):
    def spoken(self) -> ScaleProtocol:
        return Sma(continuous=True)


class TextBench(SoonStaleBench):
    protocol = "text"

    def spoken(self) -> ScaleProtocol:
        return TextLayout("{state},{*},{weight}{unit}")


class PtyBench:
    """A Toledo scale on a pseudo terminal; OFF is pulling its plug."""

    def __init__(self, folder: Path) -> None:
        self._link = folder / "scale"
        self._load_g, self._fault = 0, ScaleFault.READY
        self._tongue = ScaleTongue("toledo8217")
        self._ended, self._plugged = threading.Event(), threading.Event()
        self._plug()
        port = KeptPort(str(self._link), lambda: str(self._link), LineSettings(), (0.01,))
        self.scale = SerialScale(port, Toledo8217())

    def put(self, load_g: int) -> None:
        self._load_g = load_g

    def set_fault(self, fault: ScaleFault) -> None:
        if fault is ScaleFault.OFF:
            self._unplug()
        elif self._fault is ScaleFault.OFF:
            self._fault = fault
            self._plug()
        self._fault = fault

    def close(self) -> None:
        if self._fault is not ScaleFault.OFF:
            self._unplug()

    def _plug(self) -> None:
        self._ours, theirs = os.openpty()
        os.set_blocking(self._ours, True)
        self._link.unlink(missing_ok=True)
        self._link.symlink_to(os.ttyname(theirs))
        self._theirs = theirs
        self._thread = threading.Thread(target=self._answer, daemon=True)
        self._thread.start()

    def _unplug(self) -> None:
        self._fault = ScaleFault.OFF
        self._link.unlink()
        os.write(self._theirs, b"")
        os.close(self._theirs)
        with suppress(OSError):
            os.close(self._ours)
        self._thread.join(DEADLINE_S)

    def _answer(self) -> None:
        with suppress(OSError):
            while asked := os.read(self._ours, 64):
                if self._fault not in (ScaleFault.SILENT, ScaleFault.OFF) and b"W" in asked:
                    os.write(self._ours, self._tongue.answer(b"W", self._load_g, self._fault))


BENCHES: list[Callable[[Path], Bench]] = [MemoryBench, TcpBench, SmaBench, SmaContinuousBench, TextBench]


@pytest.fixture(params=BENCHES)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    made: Bench = request.param(tmp_path)
    yield made
    made.scale.stop()
    made.close()


@pytest.fixture
def recorder(bench: Bench) -> Recorder:
    recorder = Recorder()
    bench.scale.start(recorder.on_reading, recorder.on_status)
    return recorder


def test_a_load_is_told_once_it_stands(bench: Bench, recorder: Recorder) -> None:
    bench.put(1234)
    recorder.wait_for(lambda reading: (reading.state, reading.weight_g) == (STABLE, 1234))
    latest = bench.scale.latest()
    assert latest is not None
    assert (latest.state, latest.weight_g) == (STABLE, 1234)


@pytest.mark.parametrize("fault", [ScaleFault.MOVING, ScaleFault.OVERLOAD, ScaleFault.UNDERLOAD])
def test_what_is_no_steady_weight_is_told_as_that(
    bench: Bench, recorder: Recorder, fault: ScaleFault
) -> None:
    bench.put(2000)
    bench.set_fault(fault)
    reading = recorder.wait_for(lambda reading: reading.state == fault.value)
    assert fault is ScaleFault.MOVING or reading.weight_g is None


def test_a_silent_scale_goes_stale_and_has_no_weight_any_more(bench: Bench, recorder: Recorder) -> None:
    bench.put(1500)
    recorder.wait_for(lambda reading: reading.weight_g == 1500)
    bench.set_fault(ScaleFault.SILENT)
    assert recorder.wait_for(lambda reading: reading.state is STALE).weight_g is None
    latest = bench.scale.latest()
    assert latest is not None
    assert latest.weight_g is None
    bench.set_fault(ScaleFault.READY)
    bench.put(1600)
    recorder.wait_for(lambda reading: reading.weight_g == 1600)


def test_a_lost_scale_is_told_once_and_so_is_its_return(bench: Bench, recorder: Recorder) -> None:
    recorder.wait_states(READY)
    bench.set_fault(ScaleFault.OFF)
    recorder.wait_states(READY, LOST)
    bench.set_fault(ScaleFault.READY)
    recorder.wait_states(READY, LOST, READY)
    recorder.forget()
    bench.put(777)
    recorder.wait_for(lambda reading: reading.weight_g == 777)


def test_it_can_be_started_again(bench: Bench, recorder: Recorder) -> None:
    bench.scale.stop()
    again = Recorder()
    bench.put(300)
    bench.scale.start(again.on_reading, again.on_status)
    again.wait_for(lambda reading: reading.weight_g == 300)


def weighed(bench: Bench, recorder: Recorder, load_g: int, shown_g: int) -> None:
    """Lay `load_g` on the pan and wait until `shown_g` stands there."""
    recorder.forget()
    bench.put(load_g)
    recorder.wait_for(lambda reading: (reading.state, reading.weight_g) == (STABLE, shown_g))


def obeyed(bench: Bench, recorder: Recorder, order: ScaleOrder, shown_g: int) -> None:
    """Give an order and wait until `shown_g` stands there."""
    recorder.forget()
    assert bench.scale.order(order)
    recorder.wait_for(lambda reading: (reading.state, reading.weight_g) == (STABLE, shown_g))


def told(bench: Bench, recorder: Recorder, fault: ScaleFault) -> None:
    """Let the scale misbehave and wait until it says so."""
    recorder.forget()
    bench.set_fault(fault)
    recorder.wait_for(lambda reading: reading.state == fault.value)


@pytest.fixture(params=[MemoryBench, TcpBench, SmaBench, SmaContinuousBench])
def obedient(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    """Each scale whose protocol has words for orders."""
    made: Bench = request.param(tmp_path)
    yield made
    made.scale.stop()
    made.close()


def test_a_scale_is_tared_goes_on_weighing_and_loses_its_tare_again(obedient: Bench) -> None:
    recorder = Recorder()
    obedient.scale.start(recorder.on_reading, recorder.on_status)
    assert obedient.scale.orders == frozenset(ScaleOrder)
    weighed(obedient, recorder, 500, 500)
    obeyed(obedient, recorder, ScaleOrder.TARE, 0)
    weighed(obedient, recorder, 900, 400)
    obeyed(obedient, recorder, ScaleOrder.CLEAR_TARE, 900)


def test_a_scale_is_set_to_zero_and_goes_on_weighing(obedient: Bench) -> None:
    recorder = Recorder()
    obedient.scale.start(recorder.on_reading, recorder.on_status)
    weighed(obedient, recorder, 12, 12)
    obeyed(obedient, recorder, ScaleOrder.ZERO, 0)
    weighed(obedient, recorder, 1012, 1000)


def test_a_moving_scale_obeys_nothing(obedient: Bench) -> None:
    recorder = Recorder()
    obedient.scale.start(recorder.on_reading, recorder.on_status)
    weighed(obedient, recorder, 700, 700)
    told(obedient, recorder, ScaleFault.MOVING)
    assert obedient.scale.order(ScaleOrder.TARE)
    for fault in (ScaleFault.OVERLOAD, ScaleFault.UNDERLOAD, ScaleFault.OVERLOAD):
        told(obedient, recorder, fault)  # by the last one the order has long arrived
    recorder.forget()
    obedient.set_fault(ScaleFault.READY)
    recorder.wait_for(lambda reading: (reading.state, reading.weight_g) == (STABLE, 700))


def test_an_order_to_a_scale_that_is_away_is_not_kept_for_later(obedient: Bench) -> None:
    if isinstance(obedient, MemoryBench):
        pytest.skip("an order in memory is never on its way")
    recorder = Recorder()
    obedient.scale.start(recorder.on_reading, recorder.on_status)
    weighed(obedient, recorder, 600, 600)
    obedient.set_fault(ScaleFault.OFF)
    recorder.wait_states(READY, LOST)
    assert obedient.scale.order(ScaleOrder.TARE)
    recorder.forget()
    obedient.set_fault(ScaleFault.READY)
    recorder.wait_states(READY, LOST, READY)
    weighed(obedient, recorder, 601, 601)


def test_a_text_scale_has_no_words_for_orders(tmp_path: Path) -> None:
    bench = TextBench(tmp_path)
    assert bench.scale.orders == frozenset()
    assert not any(bench.scale.order(order) for order in ScaleOrder)
    bench.close()


def test_nonsense_is_a_trouble_that_is_told_once_and_over_with_the_next_weight(tmp_path: Path) -> None:
    bench, recorder = SmaBench(tmp_path), Recorder()
    bench.set_fault(ScaleFault.GARBLED)
    garbled = open_scale(bench.server.address.replace("=sma", "=text&layout={weight}kg&ask=W"))
    garbled.start(recorder.on_reading, recorder.on_status)
    recorder.wait_states(READY, NEEDS_HELP)
    assert recorder.statuses[1].reason == Reason.STRANGE_ANSWER
    assert not [reading for reading in recorder.readings if reading.weight_g is not None]
    garbled.stop()
    bench.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_a_serial_scale_is_pulled_out_and_put_back(tmp_path: Path) -> None:
    bench, recorder = PtyBench(tmp_path), Recorder()
    bench.put(1000)
    bench.scale.start(recorder.on_reading, recorder.on_status)
    recorder.wait_for(lambda reading: reading.weight_g == 1000)
    bench.set_fault(ScaleFault.OFF)
    recorder.wait_states(READY, LOST)
    bench.set_fault(ScaleFault.READY)
    recorder.wait_states(READY, LOST, READY)
    bench.put(2000)
    recorder.wait_for(lambda reading: reading.weight_g == 2000)
    bench.scale.stop()
    bench.close()


def test_a_fault_of_whoever_listens_does_not_end_the_scale(caplog: pytest.LogCaptureFixture) -> None:
    with SimulatedScaleServer("sma") as server:
        recorder = Recorder()

        def on_reading(reading: Reading) -> None:
            recorder.on_reading(reading)
            if reading.weight_g == 100:
                raise RuntimeError("a fault of the desk")

        scale = open_scale(server.address)
        scale.start(on_reading, recorder.on_status)
        server.put(100)
        recorder.wait_for(lambda reading: reading.weight_g == 100)
        server.put(200)
        recorder.wait_for(lambda reading: reading.weight_g == 200)
        scale.stop()
    assert "could not be dealt with" in caplog.text


def test_an_absent_scale_weighs_nothing() -> None:
    scale, recorder = AbsentScale(), Recorder()
    scale.start(recorder.on_reading, recorder.on_status)
    assert scale.latest() is None
    assert scale.orders == frozenset()
    assert not any(scale.order(order) for order in ScaleOrder)
    scale.stop()
    assert recorder.readings == []


def test_a_weight_is_old_after_a_while_even_if_nobody_told() -> None:
    """As when the port's thread hangs in a driver of the system."""
    now = [100.0]
    with SimulatedScaleServer("sma") as server:
        server.put(1000)
        port = KeptPort("scale", lambda: server.address.partition("?")[0], LineSettings())
        scale, recorder = SerialScale(port, Sma(), clock=lambda: now[0]), Recorder()
        scale.start(recorder.on_reading, recorder.on_status)
        recorder.wait_for(lambda reading: reading.weight_g == 1000)
        scale.stop()
    now[0] += 1.6
    old = scale.latest()
    assert old is not None
    assert (old.state, old.weight_g) == (STALE, None)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("serial:COM4", "the protocol is missing"),
        ("serial:COM4?protocol=odd", "the protocol is missing"),
        ("serial:COM4?protocol=text", "the layout is missing"),
        ("serial:COM4?protocol=text&layout={weigth}", "a layout holds"),
        ("serial:COM4?protocol=sma&unit=kg", "sma has no unit"),
        ("serial:COM4?protocol=toledo8217&unit=oz", "kg or lb"),
        ("serial:COM4?protocol=sma&baud=fast", "no speed or frame"),
        ("serial:COM4?protocol=sma&frame=9N9", "no speed or frame"),
        ("serial:COM4?protocol=sma&colour=red", "unknown or repeated"),
        ("serial:COM4?protocol=sma&baud=9600&baud=1200", "unknown or repeated"),
        ("socket://192.0.2.10?protocol=sma", "serial:COM4"),
        ("socket://192.0.2.10:99999?protocol=sma", "serial:COM4"),
        ("http://192.0.2.10", "serial:COM4"),
        ("", "serial:COM4"),
    ],
)
def test_a_bad_address_says_what_is_allowed(address: str, says: str) -> None:
    with pytest.raises(BadAddress) as raised:
        open_scale(address)
    assert says in raised.value.remedy


@pytest.mark.parametrize(
    "address",
    [
        "none",
        "simulated:",
        "COM4?protocol=toledo8217",
        "/dev/ttyUSB0?protocol=sma-continuous",
        "serial:COM4?protocol=toledo8217&unit=lb&frame=8N1&baud=4800",
        "socket://[2001:db8::1]:4001?protocol=text&layout={weight}kg&unit=kg&ask=P",
    ],
)
def test_right_addresses_open_without_touching_the_device(address: str) -> None:
    open_scale(address)


def test_waits_are_bounded_when_a_scale_is_stopped() -> None:
    scale = open_scale("socket://127.0.0.1:9?protocol=sma")
    recorder = Recorder()
    scale.start(recorder.on_reading, recorder.on_status)
    recorder.wait_states(LOST)
    began = time.monotonic()
    scale.stop()
    assert time.monotonic() - began < DEADLINE_S
