"""The printing room act by act: what is asked, what is told, what a person may do."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hardware.errors import Reason
from hardware.labels import LabelKind
from hardware.protocols import DeviceState, DeviceStatus, PrintOutcome, PrintReport
from station.kernel.clock import SettableClock
from station.kernel.ids import JobId
from station.kernel.messages import Message, Tone
from station.printing import queue
from station.printing.flow import PrintingFlow
from station.printing.queue import JobState
from station.printing.view import PrintingView, ReprintReason
from station.storage.database import Database
from station.sync.outbox import Author
from tests.station.kit import english
from tests.station.printing.kit import OPERATOR, STATION, draw, facts, mark, new_job

REPORTS = {
    JobState.CONFIRMED: PrintReport(PrintOutcome.CONFIRMED),
    JobState.UNKNOWN: PrintReport(PrintOutcome.UNKNOWN, Reason.NO_CONFIRMATION),
    JobState.FAILED: PrintReport(PrintOutcome.FAILED, Reason.HEAD_OPEN),
}


class Bench:
    """A printing room on a real database file."""

    def __init__(self, path: Path) -> None:
        self.clock = SettableClock()
        self.database = Database(path)
        self.views: list[PrintingView] = []
        self.acts = 0
        self.flow = PrintingFlow(
            self.database,
            lambda: Author(STATION, OPERATOR, self.clock.now()),
            ZoneInfo("Asia/Shanghai"),
            mark,
            draw,
            self.views.append,
            self._acted,
        )

    def queued(self, *states: JobState) -> list[JobId]:
        """Labels in these states, as the printer left them."""
        with self.database.act() as connection:
            at = self.clock.now()
            queue.enqueue(connection, [new_job(number) for number, _ in enumerate(states, 1)], at)
            for state in states:
                if state in REPORTS:
                    found = queue.send_next(connection, at, list(LabelKind), "printer")
                    assert found is not None
                    queue.record_outcome(connection, found[0], REPORTS[state], at)
            return [job.id for job in queue.recent(connection)][::-1]

    @property
    def view(self) -> PrintingView:
        return self.views[-1]

    def states(self) -> list[JobState]:
        """Oldest first."""
        return [job.state for job in self.view.jobs][::-1]

    def _acted(self) -> None:
        self.acts += 1


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "station.db")
    yield made
    made.database.close()


CONFIRMED, UNKNOWN, FAILED, WAITING = (
    JobState.CONFIRMED,
    JobState.UNKNOWN,
    JobState.FAILED,
    JobState.WAITING,
)


def say(message: Message) -> str:
    return english().say(message)


def test_an_empty_room_asks_nothing(bench: Bench) -> None:
    bench.flow.open()
    assert (bench.view.jobs, bench.view.question, bench.view.counts) == ((), None, {})
    assert bench.view.printer.state is None


def test_labels_stand_newest_first_in_words_and_by_the_clock_on_the_wall(bench: Bench) -> None:
    bench.queued(CONFIRMED, FAILED, WAITING)
    bench.flow.jobs_changed()
    assert [(job.title, say(job.words), say(job.reason)) for job in bench.view.jobs] == [
        ("三元梅园 3/99", "Waiting for the printer", ""),
        ("三元梅园 2/99", "Not printed yet", Reason.HEAD_OPEN.value),
        ("三元梅园 1/99", "Printed", ""),
    ]
    assert f"{bench.view.jobs[0].at:%H:%M}" == "02:00"
    assert bench.view.counts == {CONFIRMED: 1, FAILED: 1, WAITING: 1}


def test_doubt_is_asked_in_the_order_of_the_papers_and_answered_for_all(bench: Bench) -> None:
    ids = bench.queued(UNKNOWN, UNKNOWN, CONFIRMED)
    bench.flow.open()
    question = bench.view.question
    assert question is not None
    assert say(question.words) == "Crate label 三元梅园 1/99: did it come out?"
    assert [job.id for job in question.jobs] == ids[:2]
    bench.flow.came_out(ids[:2])
    assert (bench.view.question, bench.states()) == (None, [CONFIRMED] * 3)
    assert bench.view.answer is not None
    assert say(bench.view.answer.words) == "Recorded as printed: 2"
    assert bench.acts == 1


def test_doubt_stays_asked_while_a_search_hides_its_line(bench: Bench) -> None:
    bench.queued(UNKNOWN, CONFIRMED)
    bench.flow.search(" 2/99 ")
    assert [job.title for job in bench.view.jobs] == ["三元梅园 2/99"]
    assert bench.view.question is not None
    bench.flow.search("%")
    assert bench.view.jobs == ()


def test_a_label_that_is_not_there_becomes_a_marked_copy(bench: Bench) -> None:
    ids = bench.queued(UNKNOWN)
    bench.flow.did_not_come_out(ids)
    assert bench.states() == [JobState.CANCELLED, WAITING]
    assert bench.view.jobs[0].copy_number == 2
    bench.flow.did_not_come_out(ids)
    assert bench.view.answer is not None
    assert bench.view.answer.tone is Tone.INFO
    with bench.database.look() as connection:
        assert len(facts(connection)) == 1


def test_only_what_came_out_is_printed_again_and_only_what_waits_is_cancelled(bench: Bench) -> None:
    ids = bench.queued(CONFIRMED, FAILED, WAITING)
    bench.flow.open()
    assert [(job.can_reprint, job.can_cancel) for job in bench.view.jobs] == [
        (False, True),
        (False, True),
        (True, False),
    ]
    bench.flow.print_again(ids[0], ReprintReason.LOST)
    bench.flow.cancel(ids[2])
    assert bench.states() == [CONFIRMED, FAILED, JobState.CANCELLED, WAITING]
    with bench.database.look() as connection:
        assert '"reason": "lost"' in facts(connection)[0]


@pytest.mark.parametrize(
    ("state", "reason", "words", "tone"),
    [
        (DeviceState.READY, "", "Printer ready", Tone.OK),
        (DeviceState.NEEDS_HELP, Reason.OUT_OF_PAPER, "Printer needs help", Tone.ASK),
        (DeviceState.LOST, Reason.NO_CONNECTION, "Printer not reached", Tone.REFUSED),
        (DeviceState.LOST, Reason.NOT_SET_UP, "No printer is set up", Tone.REFUSED),
    ],
)
def test_the_printer_is_told_with_what_to_do(
    bench: Bench, state: DeviceState, reason: str, words: str, tone: Tone
) -> None:
    bench.flow.printer_changed(DeviceStatus("tcp://printer", state, reason))
    part = bench.view.printer
    assert (say(part.words), say(part.remedy), part.tone) == (words, str(reason), tone)


def test_the_chosen_label_is_drawn(bench: Bench) -> None:
    ids = bench.queued(CONFIRMED)
    bench.flow.select(ids[0])
    assert bench.view.preview is not None
    assert bench.view.preview.raster == draw(new_job(1).label)
    bench.flow.select(None)
    assert bench.view.preview is None


def test_an_act_that_cannot_be_written_down_did_not_happen(bench: Bench) -> None:
    ids = bench.queued(UNKNOWN)
    with bench.database.look() as connection:
        connection.exec_driver_sql("PRAGMA query_only=1")
    bench.flow.did_not_come_out(ids)
    assert bench.view.answer is not None
    assert bench.view.answer.tone is Tone.REFUSED
    assert bench.states() == [UNKNOWN]
