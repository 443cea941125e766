"""How the system's print queues are, as far as the system knows.

Facts from lpstat(1) of CUPS and the state reasons of IPP (RFC 8011, section 5.4.12): a reason may end in
-report, -warning or -error, and only the last, or none of them, stops a printer.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable

from hardware.errors import Reason
from hardware.finding import print_queues
from hardware.protocols import DeviceState

_ASK_TIMEOUT_S = 5.0
_DEFAULT = re.compile(r"^system default destination: (\S+)$", re.M)
_STOPPED = re.compile(r"^printer .* disabled since ", re.M)
_ALERTS = re.compile(r"^\s+Alerts: (.*)$", re.M)
_HARMLESS = ("-report", "-warning")
_ALERT_REASONS = {
    "media-empty": Reason.OUT_OF_PAPER,
    "media-needed": Reason.OUT_OF_PAPER,
    "media-jam": Reason.JAMMED,
    "offline": Reason.NO_CONNECTION,
    "connecting-to-device": Reason.NO_CONNECTION,
    "timed-out": Reason.NO_CONNECTION,
    "paused": Reason.QUEUE_STOPPED,
    "none": None,
}

Standing = tuple[DeviceState, Reason | None]
AskQueue = Callable[[str | None], Standing]
"""How the queue of a name is, or the standard one for None. Never raises."""


def ask_system(queue: str | None) -> Standing:
    """How a queue of this PC is."""
    return ask_windows(queue) if os.name == "nt" else ask_cups(queue)


def ask_windows(queue: str | None, queues: Callable[[], tuple[str, ...]] = print_queues) -> Standing:
    """Windows is only asked whether it has the printer."""
    found = queues()
    if not found:
        return DeviceState.LOST, Reason.NO_PRINT_SYSTEM
    if queue is not None and queue not in found:
        return DeviceState.LOST, Reason.NO_SUCH_QUEUE
    return DeviceState.READY, None


def ask_cups(queue: str | None, timeout_s: float = _ASK_TIMEOUT_S) -> Standing:
    """What `lpstat` tells of a queue: stopped, complaining, or ready."""
    command = shutil.which("lpstat")
    if command is None:
        return DeviceState.LOST, Reason.NO_PRINT_SYSTEM
    try:
        if queue is None:
            found = _DEFAULT.search(_run(command, timeout_s, "-d"))
            if found is None:
                return DeviceState.NEEDS_HELP, Reason.NO_STANDARD_PRINTER
            queue = found[1]
        return read_lpstat(_run(command, timeout_s, "-l", "-p", queue))
    except subprocess.TimeoutExpired:
        return DeviceState.LOST, Reason.NO_ANSWER
    except subprocess.CalledProcessError as error:
        is_down = b"cheduler is not running" in error.stdout + error.stderr
        return DeviceState.LOST, Reason.NO_PRINT_SYSTEM if is_down else Reason.NO_SUCH_QUEUE
    except OSError:
        return DeviceState.LOST, Reason.NO_PRINT_SYSTEM


def read_lpstat(told: str) -> Standing:
    """What `lpstat -l -p` says in English of one queue; text that names no printer is no sign of life."""
    if not told.startswith("printer "):
        return DeviceState.LOST, Reason.NO_SUCH_QUEUE
    alerts = _ALERTS.search(told)
    for alert in alerts[1].replace(",", " ").split() if alerts else ():
        if not alert.endswith(_HARMLESS):
            reason = _ALERT_REASONS.get(alert.removesuffix("-error"), Reason.REPORTS_ERROR)
            if reason is not None:
                return DeviceState.NEEDS_HELP, reason
    if _STOPPED.search(told):
        return DeviceState.NEEDS_HELP, Reason.QUEUE_STOPPED
    return DeviceState.READY, None


def _run(command: str, timeout_s: float, *words: str) -> str:
    done = subprocess.run(  # noqa: S603 - no shell, and the words are options and the name of a queue
        [command, *words],
        check=True,
        capture_output=True,
        timeout=timeout_s,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    )
    return done.stdout.decode("utf-8", "replace")
