"""The driver of label printers: any language over any way, and no belief but in what the printer says."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from hardware.errors import DeviceGarbled, DeviceLost, DeviceSilent, HardwareError, Reason
from hardware.languages.language import Language, PrinterStatus
from hardware.printers.conversation import Conversation
from hardware.protocols import (
    CRATE_MEDIA,
    DeviceState,
    DeviceStatus,
    Link,
    Media,
    PrintOutcome,
    PrintReport,
    RasterLabel,
    Transport,
)


@dataclass(frozen=True)
class PrintTimes:
    """How long to wait for a printer, in seconds."""

    answer_timeout_s: float = 2.0
    """For an answer to a question, and for progress while sending."""
    confirm_timeout_s: float = 20.0
    """From the end of a job until the printer says that it is through."""
    poll_s: float = 0.05


_SETTLES = 3
"""How many jobs may be refused for one that stopped."""


class PrinterDriver:
    """Prints one job at a time and believes only what the printer itself says after the job.

    A printer that never answers still gets its jobs, since some print servers are one-way; such jobs end
    as unknown, like all that go by a way on which no printer can answer.
    """

    def __init__(
        self,
        transport: Transport,
        language: Language,
        media: Media = CRATE_MEDIA,
        times: PrintTimes | None = None,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = transport.name
        self.media = media
        self.language = language
        self._transport = transport
        self._times = times or PrintTimes()
        self._clock, self._pause = clock, pause
        self._one_job = threading.Lock()
        self._token = 0
        self._settles_left = 0
        self._question: bytes | None = None

    def encode(self, label: RasterLabel) -> bytes:
        """The label as a job in the printer's language. Raises ValueError where the media is smaller."""
        return self.language.encode(label, self.media)

    def print_job(self, data: bytes) -> PrintReport:
        """Send one job and wait for the printer's word. Never raises for what a device does."""
        with self._one_job:
            try:
                if self._settles_left and not self._settle():
                    return PrintReport(PrintOutcome.FAILED, Reason.BUFFER_FULL)
                link = self._transport.open()
            except HardwareError as error:
                return PrintReport(PrintOutcome.FAILED, error.reason)
            if self._transport.two_way:
                with link:
                    return self._print_on(link, data)
            return self._hand_over(link, data)

    def status(self) -> DeviceStatus:
        """Ask the printer how it is; where it cannot answer, whether the way to it is there."""
        with self._one_job:
            try:
                with self._transport.open() as link:
                    obstacle = self._ask(link) if self._transport.two_way else None
            except HardwareError as error:
                return DeviceStatus(self.name, DeviceState.LOST, error.reason)
        state = DeviceState.NEEDS_HELP if obstacle else DeviceState.READY
        return DeviceStatus(self.name, state, obstacle or "")

    def _ask(self, link: Link) -> Reason | None:
        status = self._begin(self._talk_on(link))
        if status is None:
            raise DeviceSilent(self.name)
        return status.obstacle

    def _hand_over(self, link: Link, data: bytes) -> PrintReport:
        """Give a job to a way without answers: what it took is unknown, what it refused is not printed."""
        try:
            with link:
                link.send(data, self._times.answer_timeout_s)
        except HardwareError as error:
            outcome = PrintOutcome.UNKNOWN if link.bytes_sent else PrintOutcome.FAILED
            return PrintReport(outcome, error.reason)
        return PrintReport(PrintOutcome.UNKNOWN, Reason.NO_CONFIRMATION)

    def _print_on(self, link: Link, data: bytes) -> PrintReport:
        talk = self._talk_on(link)
        try:
            before = self._begin(talk)
        except DeviceLost:
            return PrintReport(PrintOutcome.FAILED, Reason.NO_CONNECTION)
        except HardwareError as error:
            return PrintReport(PrintOutcome.FAILED, error.reason)
        if before is not None and before.obstacle:
            return PrintReport(PrintOutcome.FAILED, before.obstacle)
        return self._send_and_confirm(link, talk, data, answers=before is not None)

    def _send_and_confirm(self, link: Link, talk: Conversation, data: bytes, answers: bool) -> PrintReport:
        sent_before = link.bytes_sent
        try:
            link.send(data, self._times.answer_timeout_s)
            if answers:
                return self._confirm(talk)
            talk.await_late_answer()
            return PrintReport(PrintOutcome.UNKNOWN, Reason.NO_CONFIRMATION)
        except DeviceSilent:
            return PrintReport(PrintOutcome.UNKNOWN, Reason.NO_CONFIRMATION)
        except HardwareError as error:
            nothing_left = link.bytes_sent == sent_before
            return PrintReport(PrintOutcome.FAILED if nothing_left else PrintOutcome.UNKNOWN, error.reason)

    def _confirm(self, talk: Conversation) -> PrintReport:
        """Ask behind the job until nothing is left to print."""
        deadline = self._clock() + self._times.confirm_timeout_s
        self._token += 1
        talk.mark(self._token)
        while True:
            answers = talk.ask()
            status = answers.status
            if answers.is_reached and not status.at_work and not status.obstacle:
                return PrintReport(PrintOutcome.CONFIRMED)
            if self._clock() >= deadline:
                reason = Reason.STOPPED_IN_JOB if status.obstacle else Reason.STILL_PRINTING
                self._settles_left = _SETTLES
                return PrintReport(PrintOutcome.UNKNOWN, reason)
            self._pause(self._times.poll_s)

    def _settle(self) -> bool:
        """After a job that stopped, see that the printer has worked it off: False where it has not.

        Else its late answer to the marker of that job could be taken for one to the next. Some printers
        answer no marker ever, so that after a few times they get their jobs all the same. Raises DeviceLost
        and what else `Link.read` raises.
        """
        with self._transport.open() as link:
            talk = self._talk_on(link)
            try:
                status = talk.begin()
                if status is None or status.obstacle:
                    return True
                self._settles_left -= 1
                is_settled = self._comes_to_marker(talk, self._times.answer_timeout_s)
            except DeviceGarbled:  # late answers among those to our questions
                self._settles_left = max(0, self._settles_left - 1)
                return False
        if is_settled:
            self._settles_left = 0
            self._pause(self._times.poll_s)
        return is_settled

    def _comes_to_marker(self, talk: Conversation, timeout_s: float) -> bool:
        deadline = self._clock() + timeout_s
        self._token += 1
        talk.mark(self._token)
        while not talk.ask().is_reached:
            if self._clock() >= deadline:
                return False
            self._pause(self._times.poll_s)
        return True

    def _talk_on(self, link: Link) -> Conversation:
        """The question that was answered last is tried first: old printers know only the older one."""
        questions = sorted(self.language.questions, key=lambda question: question != self._question)
        return Conversation(link, self.language, questions, self._times.answer_timeout_s)

    def _begin(self, talk: Conversation) -> PrinterStatus | None:
        status = talk.begin()
        if status is not None:
            self._question = talk.question
        return status
