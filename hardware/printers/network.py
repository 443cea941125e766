"""A ZPL printer at the end of a network cable."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from hardware.errors import DeviceLost, DeviceSilent, HardwareError, Reason
from hardware.printers.zpl import STATUS_QUERY, ZplStatus, encode_zpl, parse_status
from hardware.protocols import CRATE_MEDIA, DeviceState, DeviceStatus, PrintOutcome, PrintReport, RasterLabel
from hardware.transports.tcp import TcpLink


@dataclass(frozen=True)
class PrintTimes:
    """How long to wait for a printer, in seconds."""

    connect_timeout_s: float = 3.0
    answer_timeout_s: float = 2.0
    """For an answer to `~HS`, and for progress while sending."""
    confirm_timeout_s: float = 20.0
    """From the end of a job until the printer says that it is through."""
    poll_s: float = 0.05


class NetworkZplPrinter:
    """Prints over TCP (port 9100) and believes only what the printer itself says after the job.

    A printer that never answers still gets its jobs, since some print servers are one-way; such jobs end
    as unknown.
    """

    media = CRATE_MEDIA

    def __init__(
        self,
        host: str,
        port: int = 9100,
        times: PrintTimes | None = None,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = f"tcp://{host}:{port}"
        self._host, self._port = host, port
        self._times = times or PrintTimes()
        self._clock, self._pause = clock, pause
        self._one_job = threading.Lock()

    def encode(self, label: RasterLabel) -> bytes:
        """The label as a ZPL job."""
        return encode_zpl(label)

    def print_job(self, data: bytes) -> PrintReport:
        """Send one job and wait for the printer's word. Never raises for what a device does."""
        with self._one_job:
            try:
                link = TcpLink(self._host, self._port, self._times.connect_timeout_s)
            except HardwareError as error:
                return PrintReport(PrintOutcome.FAILED, error.reason)
            with link:
                return self._print_on(link, data)

    def status(self) -> DeviceStatus:
        """Ask the printer how it is."""
        with self._one_job:
            try:
                with TcpLink(self._host, self._port, self._times.connect_timeout_s) as link:
                    obstacle = self._ask(link).obstacle
            except HardwareError as error:
                return DeviceStatus(self.name, DeviceState.LOST, error.reason)
        state = DeviceState.NEEDS_HELP if obstacle else DeviceState.READY
        return DeviceStatus(self.name, state, obstacle or "")

    def _print_on(self, link: TcpLink, data: bytes) -> PrintReport:
        try:
            before = self._ask_before(link)
        except DeviceLost:
            return PrintReport(PrintOutcome.FAILED, Reason.NO_CONNECTION)
        except HardwareError as error:
            return PrintReport(PrintOutcome.FAILED, error.reason)
        if before is not None and before.obstacle:
            return PrintReport(PrintOutcome.FAILED, before.obstacle)
        return self._send_and_confirm(link, data, answers=before is not None)

    def _send_and_confirm(self, link: TcpLink, data: bytes, answers: bool) -> PrintReport:
        sent_before = link.bytes_sent
        try:
            link.send(data, self._times.answer_timeout_s)
            return self._confirm(link) if answers else self._await_late_answer(link)
        except DeviceSilent:
            return PrintReport(PrintOutcome.UNKNOWN, Reason.NO_CONFIRMATION)
        except HardwareError as error:
            nothing_left = link.bytes_sent == sent_before
            return PrintReport(PrintOutcome.FAILED if nothing_left else PrintOutcome.UNKNOWN, error.reason)

    def _ask_before(self, link: TcpLink) -> ZplStatus | None:
        """None where the printer does not answer. Raises before a byte of the job was sent."""
        try:
            return self._ask(link)
        except DeviceSilent:
            return None

    def _ask(self, link: TcpLink) -> ZplStatus:
        link.send(STATUS_QUERY, self._times.answer_timeout_s)
        return link.read(parse_status, self._times.answer_timeout_s)

    def _await_late_answer(self, link: TcpLink) -> PrintReport:
        """An answer now belongs to the question before the job: it is taken off the link, not believed.

        Left unread, it would reset the connection and could take the job with it.
        """
        link.read(parse_status, self._times.answer_timeout_s)
        return PrintReport(PrintOutcome.UNKNOWN, Reason.NO_CONFIRMATION)

    def _confirm(self, link: TcpLink) -> PrintReport:
        """Ask in the stream behind the job until nothing is left to print."""
        deadline = self._clock() + self._times.confirm_timeout_s
        while True:
            status = self._ask(link)
            if status.is_through and not status.obstacle:
                return PrintReport(PrintOutcome.CONFIRMED)
            if self._clock() >= deadline:
                reason = Reason.STOPPED_IN_JOB if status.obstacle else Reason.STILL_PRINTING
                return PrintReport(PrintOutcome.UNKNOWN, reason)
            self._pause(self._times.poll_s)
