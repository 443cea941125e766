"""Labels, records and workers for the tests of printing, on real database files."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from time import monotonic
from uuid import UUID

from sqlalchemy import Connection

from hardware.labels import ClosingSlip, CrateLabel, Label, LabelKind, ZoneMark
from hardware.languages.zpl import decode_zpl
from hardware.protocols import CRATE_MEDIA, DeviceState, DeviceStatus, LabelPrinter, Media, RasterLabel
from station.kernel.clock import Clock, SettableClock
from station.kernel.ids import CrateId, JobId, OperatorId, StationId
from station.printing import queue
from station.printing.queue import Job, JobState, NewJob
from station.printing.worker import PrintWorker
from station.storage.database import Records
from station.sync.outbox import Author

STATION = StationId(UUID(int=1))
OPERATOR = OperatorId(UUID(int=2))
DEADLINE_S = 10.0


def mark(number: int) -> str:
    return f"copy {number}"


def crate(number: int) -> CrateId:
    return CrateId(UUID(int=1000 + number))


def new_job(number: int, title: str = "") -> NewJob:
    label = CrateLabel(
        brand="优邻站",
        pickup_point="三元梅园",
        pickup_code="P001",
        address="",
        number=number,
        total=99,
        zone=ZoneMark.AMBIENT,
        zone_text="",
        route="",
        facts=(),
        cycle="",
        sscc=f"{number:018d}",
    )
    return NewJob(title or f"三元梅园 {number}/99", crate(number), label)


def draw(label: Label, media: Media = CRATE_MEDIA) -> RasterLabel:
    """The label's crate and copy mark as the dots of a small raster, so that paper tells what it is."""
    assert isinstance(label, CrateLabel | ClosingSlip)
    text = f"{label.sscc}|{label.copy_mark}".encode().ljust(40)
    return RasterLabel(320, 1, text)


def read_paper(job: bytes) -> tuple[int, str]:
    """Number and copy mark of a printed job."""
    number, copy_mark = decode_zpl(job).rows.decode().strip().split("|")
    return int(number), copy_mark


class Room:
    """Records and a worker on one database file; the worker's thread runs only after start()."""

    def __init__(
        self,
        path: Path,
        printer: LabelPrinter,
        clock: Clock | None = None,
        draw_label: Callable[[Label, Media], RasterLabel] = draw,
    ) -> None:
        self.clock = clock or SettableClock()
        self.records = Records(path)
        self.statuses: list[DeviceStatus] = []
        self.bugs: list[Exception] = []
        self._changed = Event()
        self.worker = PrintWorker(
            printer,
            list(LabelKind),
            draw_label,
            self.records,
            self.clock,
            on_jobs=self._changed.set,
            on_status=self._told,
            on_bug=self._bug,
            retry_s=0.02,
        )

    def enqueue(self, *numbers: int) -> None:
        self.records.act(queue.enqueue, [new_job(number) for number in numbers], self.clock.now())
        self.worker.wake()

    def jobs(self) -> list[Job]:
        """All jobs, oldest first."""

        def look() -> list[Job]:
            with self.records.database.look() as connection:
                return queue.recent(connection, 10_000)[::-1]

        return self.records.submit(look).result()

    def states(self) -> list[JobState]:
        return [job.state for job in self.jobs()]

    def ids(self, state: JobState) -> list[JobId]:
        return [job.id for job in self.jobs() if job.state is state]

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Wait until `condition` holds; looked at after each change of a job or of the printer."""
        deadline = monotonic() + DEADLINE_S
        while True:
            self._changed.clear()
            if condition():
                return
            assert self._changed.wait(deadline - monotonic()), (self.states(), self.statuses)

    def told(self) -> list[DeviceState]:
        """States of the printer in the order they were told."""
        return [status.state for status in self.statuses]

    def author(self) -> Author:
        return Author(STATION, OPERATOR, self.clock.now())

    def close(self) -> None:
        self.worker.stop()
        self.records.close()

    def _told(self, status: DeviceStatus) -> None:
        self.statuses.append(status)
        self._changed.set()

    def _bug(self, error: Exception) -> None:
        self.bugs.append(error)
        self._changed.set()


@contextmanager
def room(
    path: Path,
    printer: LabelPrinter,
    clock: Clock | None = None,
    draw_label: Callable[[Label, Media], RasterLabel] = draw,
) -> Iterator[Room]:
    made = Room(path, printer, clock, draw_label)
    try:
        yield made
    finally:
        made.close()


def facts(connection: Connection) -> list[str]:
    """Kinds and bodies of the facts written, oldest first."""
    rows = connection.exec_driver_sql("SELECT kind || ' ' || body FROM fact ORDER BY seq")
    return list(rows.scalars())
