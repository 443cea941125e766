"""Every language over every way passes one suite: no label twice, none missing, no doubt hidden."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from hardware.absent import AbsentPrinter
from hardware.errors import Reason
from hardware.faults import Fault
from hardware.languages.language import Language
from hardware.printers.folder import FolderPrinter
from hardware.protocols import CRATE_MEDIA, DeviceState, PrintOutcome, RasterLabel
from tests.hardware.twins import ANSWERING, LANGUAGES, ONE_WAY, SMALL, Harness, Way, set_up


def named(value: object) -> str:
    """A way is a function, a language has a name."""
    return str(getattr(value, "name", None) or getattr(value, "__name__", value))


@pytest.fixture(params=LANGUAGES, ids=named)
def language(request: pytest.FixtureRequest) -> Language:
    found: Language = request.param
    return found


@pytest.fixture(params=[*ANSWERING, *ONE_WAY], ids=named)
def any_printer(request: pytest.FixtureRequest, language: Language, tmp_path: Path) -> Iterator[Harness]:
    with set_up(request.param, language, tmp_path) as harness:
        yield harness


@pytest.fixture(params=ANSWERING, ids=named)
def answering(request: pytest.FixtureRequest, language: Language, tmp_path: Path) -> Iterator[Harness]:
    way: Way = request.param
    with set_up(way, language, tmp_path) as harness:
        yield harness


def send(harness: Harness, label: RasterLabel = SMALL) -> tuple[PrintOutcome, str]:
    report = harness.printer.print_job(harness.printer.encode(label))
    return report.outcome, report.reason


def printed(harness: Harness) -> list[RasterLabel]:
    return [harness.language.decode(job) for job in harness.jobs.all()]


def test_what_was_sent_is_printed_and_nothing_more_is_claimed(any_printer: Harness, tmp_path: Path) -> None:
    sure = (PrintOutcome.CONFIRMED, "")
    unsure = (PrintOutcome.UNKNOWN, Reason.NO_CONFIRMATION)
    assert send(any_printer) == (sure if any_printer.answers else unsure)
    assert any_printer.jobs.wait_for(1, 5)
    assert printed(any_printer) == [SMALL]
    kept = (tmp_path / "labels" / f"000001.{any_printer.language.name}").read_bytes()
    assert any_printer.language.decode(kept) == SMALL
    with Image.open(tmp_path / "labels" / "000001.png") as picture:
        assert picture.size == (16, 2)


def test_labels_are_printed_in_order(any_printer: Harness) -> None:
    labels = [RasterLabel(8, 1, bytes([number])) for number in range(3)]
    outcomes = set()
    for count, label in enumerate(labels, start=1):
        outcomes.add(send(any_printer, label)[0])
        assert any_printer.jobs.wait_for(count, 5)
    assert outcomes == {PrintOutcome.CONFIRMED if any_printer.answers else PrintOutcome.UNKNOWN}
    assert printed(any_printer) == labels


def test_a_label_larger_than_the_paper_is_refused(any_printer: Harness) -> None:
    assert any_printer.printer.media == CRATE_MEDIA
    for width, height in ((808, 8), (8, 1201)):
        with pytest.raises(ValueError, match="does not fit 800 x 1200"):
            any_printer.printer.encode(RasterLabel(width, height, bytes(width // 8 * height)))


FAULTS = [
    (Fault.OUT_OF_PAPER, PrintOutcome.FAILED, {Reason.OUT_OF_PAPER}, 0),
    (Fault.HEAD_OPEN, PrintOutcome.FAILED, {Reason.HEAD_OPEN}, 0),
    (Fault.PAUSED, PrintOutcome.FAILED, {Reason.PAUSED}, 0),
    (Fault.GARBLES, PrintOutcome.FAILED, {Reason.STRANGE_ANSWER}, 0),
    (Fault.SILENT, PrintOutcome.UNKNOWN, {Reason.NO_CONFIRMATION}, 0),
    (Fault.MUTE, PrintOutcome.UNKNOWN, {Reason.NO_CONFIRMATION}, 1),
    (Fault.STALLS, PrintOutcome.UNKNOWN, {Reason.NO_CONFIRMATION, Reason.STOPPED_READING}, 0),
]


@pytest.mark.parametrize(("fault", "outcome", "reasons", "count"), FAULTS)
def test_each_fault_has_its_outcome_and_leaves_no_trace(
    answering: Harness, fault: Fault, outcome: PrintOutcome, reasons: set[Reason], count: int
) -> None:
    answering.set_fault(fault)
    found, reason = send(answering)
    assert found is outcome
    assert reason in reasons
    assert answering.jobs.wait_for(count, 5)
    assert len(answering.jobs) == count
    answering.set_fault(Fault.OFF)
    answering.set_fault(Fault.READY)
    assert send(answering)[0] is PrintOutcome.CONFIRMED
    assert len(answering.jobs) == count + 1


def test_a_printer_that_is_off_gets_nothing(answering: Harness) -> None:
    answering.set_fault(Fault.OFF)
    assert send(answering) == (PrintOutcome.FAILED, answering.gone)
    answering.set_fault(Fault.READY)
    assert send(answering)[0] is PrintOutcome.CONFIRMED
    assert len(answering.jobs) == 1


def test_a_connection_that_breaks_leaves_the_label_unknown(answering: Harness) -> None:
    answering.set_fault(Fault.RESETS)
    found, reason = send(answering)
    assert found is PrintOutcome.UNKNOWN
    assert reason in answering.broken
    answering.set_fault(Fault.OFF)
    answering.set_fault(Fault.READY)
    assert send(answering)[0] is PrintOutcome.CONFIRMED
    assert len(answering.jobs) == 1


@pytest.mark.parametrize("fault", [Fault.OUT_OF_PAPER, Fault.OFF, Fault.SILENT, Fault.RESETS])
@pytest.mark.parametrize("way", ONE_WAY, ids=named)
def test_what_a_spooler_took_is_never_more_than_unknown(
    way: Way, language: Language, tmp_path: Path, fault: Fault
) -> None:
    with set_up(way, language, tmp_path) as harness:
        harness.set_fault(fault)
        assert send(harness) == (PrintOutcome.UNKNOWN, Reason.NO_CONFIRMATION)
        assert harness.printer.status().state is DeviceState.READY
        assert len(harness.jobs) == 0


def test_paper_that_ends_within_a_label_leaves_it_unknown(answering: Harness) -> None:
    answering.load_paper(1)
    assert send(answering)[0] is PrintOutcome.CONFIRMED
    assert send(answering) == (PrintOutcome.UNKNOWN, Reason.STOPPED_IN_JOB)
    assert send(answering) == (PrintOutcome.FAILED, Reason.OUT_OF_PAPER)
    assert len(answering.jobs) == 1


@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        (Fault.READY, DeviceState.READY, ""),
        (Fault.OUT_OF_PAPER, DeviceState.NEEDS_HELP, Reason.OUT_OF_PAPER),
        (Fault.HEAD_OPEN, DeviceState.NEEDS_HELP, Reason.HEAD_OPEN),
        (Fault.PAUSED, DeviceState.NEEDS_HELP, Reason.PAUSED),
        (Fault.SILENT, DeviceState.LOST, Reason.NO_ANSWER),
        (Fault.GARBLES, DeviceState.LOST, Reason.STRANGE_ANSWER),
        (Fault.OFF, DeviceState.LOST, None),
    ],
)
def test_status(answering: Harness, fault: Fault, state: DeviceState, reason: str | None) -> None:
    answering.set_fault(fault)
    status = answering.printer.status()
    expected = answering.gone if reason is None else reason
    assert (status.device, status.state, status.reason) == (answering.printer.name, state, expected)


def test_an_absent_printer_says_that_one_must_be_chosen() -> None:
    printer = AbsentPrinter()
    assert printer.print_job(printer.encode(SMALL)).reason == Reason.NOT_SET_UP
    assert printer.print_job(b"").outcome is PrintOutcome.FAILED
    assert printer.status().state is DeviceState.LOST


def test_a_folder_that_cannot_be_written_fails_in_plain_words(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    report = FolderPrinter(blocked).print_job(b"^XA^XZ")
    assert (report.outcome, report.reason) == (PrintOutcome.FAILED, Reason.FOLDER_NOT_WRITABLE)


def test_files_are_numbered_on_after_a_restart(tmp_path: Path) -> None:
    for language in LANGUAGES[:2]:
        printer = FolderPrinter(tmp_path, language)
        printer.print_job(printer.encode(SMALL))
    FolderPrinter(tmp_path).print_job(b"^XA^FDforeign^FS^XZ")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "000001.png", "000001.zpl", "000002.png", "000002.tspl", "000003.zpl",
    ]  # fmt: skip
