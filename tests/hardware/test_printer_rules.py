"""What the driver believes and what it does not, over real sockets and ports."""

import random
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from hardware.errors import Reason
from hardware.faults import Fault
from hardware.languages.choice import language_named
from hardware.languages.escpos import EscPos
from hardware.languages.language import Language, LanguageName, TwinState
from hardware.languages.tspl import ASK_FLAGS, ASK_FRAME, Tspl
from hardware.languages.zpl import Zpl, ZplStatus, format_status
from hardware.printers.driver import PrinterDriver, PrintTimes
from hardware.printers.simulated import SimulatedPrinter
from hardware.printers.simulated_port import SimulatedPortPrinter
from hardware.protocols import DeviceState, Media, PrintOutcome, RasterLabel, Transport
from hardware.transports.serial import SerialTransport
from hardware.transports.tcp import TcpLink, TcpTransport
from tests.hardware.test_printers import named
from tests.hardware.twins import LANGUAGES, SMALL, TIMES

PATIENT = PrintTimes(answer_timeout_s=5, confirm_timeout_s=30, poll_s=0.01)
LARGE_MEDIA = Media(1000, 1000)
LARGE = RasterLabel(8000, 4800, random.Random(1).randbytes(4_800_000))
"""4.8 MB of dots: more than the buffers between us and a printer hold."""


@cache
def job_of(name: LanguageName, label: RasterLabel) -> bytes:
    """Packing random dots as ZPL takes seconds: once is enough."""
    return language_named(name).encode(label, LARGE_MEDIA)


def on(server: SimulatedPrinter, language: Language | None = None, **more: object) -> PrinterDriver:
    return driver(TcpTransport(server.host, server.port), language or Zpl(), **more)


def driver(way: Transport, language: Language, **more: object) -> PrinterDriver:
    return PrinterDriver(way, language, **{"times": TIMES, "media": LARGE_MEDIA, **more})  # type: ignore[arg-type]  # options of the driver, passed through


@pytest.fixture(params=LANGUAGES, ids=named)
def language(request: pytest.FixtureRequest) -> Language:
    found: Language = request.param
    return type(found)()


@pytest.fixture
def server(language: Language) -> Iterator[SimulatedPrinter]:
    with SimulatedPrinter(language=language) as twin:
        yield twin


def test_a_job_above_4_mb_is_printed_whole(server: SimulatedPrinter, language: Language) -> None:
    printer = on(server, language, times=PATIENT)
    job = job_of(language.name, LARGE)
    assert len(job) > 4_000_000
    assert printer.print_job(job).outcome is PrintOutcome.CONFIRMED
    assert server.jobs.all() == [job.strip() if isinstance(language, Zpl) else job]


def test_a_job_that_no_buffer_holds_stalls_and_is_unknown(
    server: SimulatedPrinter, language: Language
) -> None:
    server.set_fault(Fault.STALLS)
    printer = on(server, language)
    report = printer.print_job(job_of(language.name, LARGE) * 2)
    assert (report.outcome, report.reason) == (PrintOutcome.UNKNOWN, Reason.STOPPED_READING)
    assert len(server.jobs) == 0


class CutOff:
    """A way on which something happens in the middle of each job."""

    def __init__(self, server: SimulatedPrinter, happens: Callable[[], None]) -> None:
        self._real = TcpTransport(server.host, server.port)
        self.name, self.two_way = self._real.name, True
        self._happens = happens

    def open(self) -> TcpLink:
        link = self._real.open()
        send = link.send

        def send_halves(data: bytes, timeout_s: float) -> None:
            if len(data) > 64:
                send(data[: len(data) // 2], timeout_s)
                self._happens()
                data = data[len(data) // 2 :]
            send(data, timeout_s)

        link.send = send_halves  # type: ignore[method-assign]  # the test stands in the middle of a job
        return link


@pytest.mark.parametrize("label", [RasterLabel(800, 8, bytes(800)), LARGE], ids=["tiny", "4.8 MB"])
def test_a_printer_that_goes_off_in_mid_job_prints_once_when_told_again(
    server: SimulatedPrinter, language: Language, label: RasterLabel
) -> None:
    printer = driver(CutOff(server, lambda: server.set_fault(Fault.OFF)), language)
    report = printer.print_job(job_of(language.name, label))
    assert report.outcome is PrintOutcome.UNKNOWN
    server.set_fault(Fault.READY)
    assert len(server.jobs) == 0
    again = on(server, language, times=PATIENT)
    assert again.print_job(job_of(language.name, label)).outcome is PrintOutcome.CONFIRMED
    assert len(server.jobs) == 1


def test_a_printer_that_goes_off_with_the_job_in_its_buffer_is_unknown(
    server: SimulatedPrinter, language: Language
) -> None:
    server.set_label_time(60)
    printer = on(server, language, times=PATIENT, pause=lambda _: server.set_fault(Fault.OFF))
    report = printer.print_job(printer.encode(SMALL))
    assert (report.outcome, report.reason) == (PrintOutcome.UNKNOWN, Reason.CONNECTION_BROKE)
    assert len(server.jobs) == 0


def test_a_slow_printer_is_not_believed_before_it_is_through(
    server: SimulatedPrinter, language: Language
) -> None:
    server.set_label_time(60)
    printer = on(server, language)
    report = printer.print_job(printer.encode(SMALL))
    assert (report.outcome, report.reason) == (PrintOutcome.UNKNOWN, Reason.STILL_PRINTING)
    assert len(server.jobs) == 0


def test_a_slow_printer_is_waited_for(server: SimulatedPrinter, language: Language) -> None:
    server.set_label_time(0.05)
    printer = on(server, language, times=PATIENT)
    assert printer.print_job(printer.encode(SMALL)).outcome is PrintOutcome.CONFIRMED
    assert len(server.jobs) == 1


def test_new_paper_in_time_still_confirms(server: SimulatedPrinter, language: Language) -> None:
    server.load_paper(0)

    def mend(_: float) -> None:
        server.load_paper(None)
        server.set_fault(Fault.READY)
        assert server.jobs.wait_for(1, 5)

    printer = on(server, language, times=PATIENT, pause=mend)
    assert printer.print_job(printer.encode(SMALL)).outcome is PrintOutcome.CONFIRMED


def test_a_printer_that_prints_on_after_new_paper_prints_what_was_unknown(
    server: SimulatedPrinter, language: Language
) -> None:
    server.load_paper(0)
    printer = on(server, language)
    assert printer.print_job(printer.encode(SMALL)).outcome is PrintOutcome.UNKNOWN
    server.load_paper(None)
    server.set_fault(Fault.READY)
    assert server.jobs.wait_for(1, 5)


def test_a_late_answer_to_one_job_does_not_confirm_the_next(tmp_path: Path, language: Language) -> None:
    with SimulatedPortPrinter(tmp_path / "port", language) as twin:
        times = replace(TIMES, confirm_timeout_s=1)
        printer = driver(SerialTransport(str(twin.port)), language, times=times)
        twin.load_paper(0)
        assert printer.print_job(printer.encode(SMALL)).reason == Reason.STOPPED_IN_JOB
        twin.set_label_time(0.3)
        twin.load_paper(None)
        twin.set_fault(Fault.READY)
        reports = [printer.print_job(printer.encode(SMALL))]
        while reports[-1].outcome is PrintOutcome.FAILED and len(reports) < 5:
            assert reports[-1].reason == Reason.BUFFER_FULL
            reports.append(printer.print_job(printer.encode(SMALL)))
        assert reports[-1].outcome is PrintOutcome.CONFIRMED
        assert len(twin.jobs) == 2, "confirmed before it was printed, or printed twice"


def test_a_printer_that_never_answers_markers_gets_its_jobs_all_the_same() -> None:
    idle, jobs = Tspl().answer(ASK_FRAME, TwinState(None, 0, False)), []

    def answers(chunk: bytes) -> bytes:
        jobs.append(chunk.count(b"PRINT"))
        return idle * chunk.count(ASK_FRAME)

    with scripted(answering(answers)) as way:
        printer = driver(way, Tspl())
        outcomes = [printer.print_job(b"CLS\r\nPRINT 1,1\r\n").outcome for _ in range(5)]
    assert outcomes == [
        PrintOutcome.UNKNOWN,
        *[PrintOutcome.FAILED] * 3,
        PrintOutcome.UNKNOWN,
    ]
    assert sum(jobs) == 2


def test_a_simulated_printer_pauses_where_its_folder_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with SimulatedPrinter(folder=blocked) as server:
        printer = on(server)
        assert printer.print_job(printer.encode(SMALL)).outcome is PrintOutcome.UNKNOWN
        assert printer.status().reason == Reason.PAUSED


@contextmanager
def scripted(serve: Callable[[socket.socket], None]) -> Iterator[TcpTransport]:
    """A server of our own making, for connection after connection until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        ended = threading.Event()

        def run() -> None:
            listener.settimeout(0.02)
            while not ended.is_set():
                try:
                    connection = listener.accept()[0]
                except TimeoutError:
                    continue
                connection.settimeout(5)
                with connection:
                    serve(connection)

        thread = threading.Thread(target=run)
        thread.start()
        yield TcpTransport("127.0.0.1", listener.getsockname()[1])
        ended.set()
        thread.join()


HTTP = b"HTTP/1.1 400 Bad Request\r\n\r\n"


@pytest.mark.parametrize(
    ("speaks", "answer", "reason"),
    [
        (Zpl(), HTTP, Reason.NO_CONNECTION),
        (Zpl(), b"\x02x\x03\x02y\x03\x02z\x03", Reason.STRANGE_ANSWER),
        (Tspl(), HTTP, Reason.STRANGE_ANSWER),
        (EscPos(), HTTP, Reason.STRANGE_ANSWER),
        *((speaks, b"", Reason.NO_CONNECTION) for speaks in LANGUAGES),
    ],
)
def test_what_is_no_printer_gets_no_job(speaks: Language, answer: bytes, reason: Reason) -> None:
    received = bytearray()

    def serve(link: socket.socket) -> None:
        received.extend(link.recv(4096))
        link.sendall(answer)

    with scripted(serve) as way:
        report = driver(way, speaks).print_job(b"the job")
    assert (report.outcome, report.reason) == (PrintOutcome.FAILED, reason)
    assert b"the job" not in received


@pytest.mark.parametrize("host", ["no-such-host.invalid", "x" * 300, ".."])
def test_a_name_that_leads_nowhere_fails(host: str) -> None:
    printer = driver(TcpTransport(host, 9100, 2), Zpl())
    assert printer.print_job(b"^XA^XZ").outcome is PrintOutcome.FAILED
    assert printer.status().state is DeviceState.LOST


def test_an_answer_that_comes_late_confirms_nothing() -> None:
    job, received = b"^XA^XZ", bytearray()
    ready = format_status(ZplStatus(False, False, 0, False, False, False, False, False, 0))

    def serve(link: socket.socket) -> None:
        """Answers the question before the job only once the job is there, and loses the job."""
        while chunk := link.recv(4096):
            received.extend(chunk)
            if received.endswith(job):
                link.sendall(ready)

    with scripted(serve) as way:
        report = driver(way, Zpl()).print_job(job)
    assert (report.outcome, report.reason) == (PrintOutcome.UNKNOWN, Reason.NO_CONFIRMATION)
    assert received.endswith(job)


def answering(answers: Callable[[bytes], bytes]) -> Callable[[socket.socket], None]:
    """A printer that answers whatever comes in one go."""

    def serve(link: socket.socket) -> None:
        while chunk := link.recv(65_536):
            link.sendall(answers(chunk))

    return serve


def test_an_old_tspl_printer_that_knows_only_the_one_byte_status_confirms() -> None:
    asked: list[bytes] = []
    job = Tspl().encode(SMALL, Media(40, 30))

    def answers(chunk: bytes) -> bytes:
        asked.append(chunk)
        return b"\x00" * chunk.count(ASK_FLAGS) + b"TTP-244\r\n" * chunk.count(b"~!T\r\n")

    with scripted(answering(answers)) as way:
        printer = driver(way, Tspl(), times=replace(TIMES, confirm_timeout_s=2))
        assert printer.print_job(job).outcome is PrintOutcome.CONFIRMED
        assert printer.print_job(job).outcome is PrintOutcome.CONFIRMED
    first = b"".join(asked).split(job)
    assert first[0] == ASK_FRAME + ASK_FLAGS
    assert ASK_FRAME not in first[1], "what it did not answer is not asked again"


def test_a_tspl_printer_that_is_idle_but_did_not_come_to_the_end_of_the_job_is_not_believed() -> None:
    """`<ESC>!S` is answered at once, while the job still lies in the buffer."""
    idle = Tspl().answer(ASK_FRAME, TwinState(None, 0, False))
    with scripted(answering(lambda chunk: idle * chunk.count(ASK_FRAME))) as way:
        report = driver(way, Tspl()).print_job(b"CLS\r\nPRINT 1,1\r\n")
    assert (report.outcome, report.reason) == (PrintOutcome.UNKNOWN, Reason.STILL_PRINTING)


def test_an_escpos_printer_without_process_identities_confirms_by_its_paper_status() -> None:
    def answers(chunk: bytes) -> bytes:
        return b"\x12" * chunk.count(b"\x10\x04") + b"\x00" * chunk.count(b"\x1dr\x01")

    with scripted(answering(answers)) as way:
        printer = driver(way, EscPos(), times=replace(TIMES, confirm_timeout_s=2))
        report = printer.print_job(printer.encode(SMALL))
    assert report.outcome is PrintOutcome.CONFIRMED
