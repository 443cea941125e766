"""What a simulated printer can be told to suffer from."""

from enum import StrEnum

from hardware.errors import Reason


class Fault(StrEnum):
    """How a simulated printer behaves."""

    READY = "ready"
    OUT_OF_PAPER = "out_of_paper"
    """Keeps what it has not printed and prints it once it is ready again, as real printers do."""
    HEAD_OPEN = "head_open"
    PAUSED = "paused"
    OFF = "off"
    """Refuses connections and forgets what it had not printed."""
    SILENT = "silent"
    """Takes everything, prints nothing, answers nothing: hung until it is switched off and on."""
    MUTE = "mute"
    """Prints, but never answers, as one-way print servers do."""
    RESETS = "resets"
    """Answers, then breaks the connection in the middle of each job."""
    STALLS = "stalls"
    """Answers, then stops reading in the middle of each job."""
    GARBLES = "garbles"
    """Prints, and answers with bytes that make no sense."""

    @property
    def obstacle(self) -> Reason | None:
        """What the printer itself would complain of."""
        return _OBSTACLES.get(self)


_OBSTACLES = {
    Fault.OUT_OF_PAPER: Reason.OUT_OF_PAPER,
    Fault.HEAD_OPEN: Reason.HEAD_OPEN,
    Fault.PAUSED: Reason.PAUSED,
}
