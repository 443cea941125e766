"""Slips of handovers: printed behind the desk's back, told of when they fail, never in anybody's way."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from hardware.protocols import PrintOutcome, PrintReport
from station.kernel.ids import CollectionId
from station.kernel.messages import Message, Tone
from station.kernel.settings import SlipWish
from station.kernel.trouble import Trouble
from station.pickup.commands.desk import Desk
from station.pickup.commands.slips import OrderedSlip, SlipGround, order_slip
from station.pickup.model.rules import Ruling
from station.pickup.model.verdicts import Verdict
from station.pickup.model.view import Notice, SlipCard, Step

T = TypeVar("T")


class Aside(Protocol):
    """Runs slow work off the store thread, and then one of the two others on it."""

    def __call__(
        self, work: Callable[[], T], done: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None: ...


class HandoverSlips:
    """The slips of one desk.

    A slip is a copy unless it is the first of a handover made here since the program began: whoever finds
    two of them can tell which one was first. One that certainly did not come out does not count.
    """

    def __init__(
        self, desk: Desk, ground: SlipGround, aside: Aside, tell: Callable[[Notice | None], None]
    ) -> None:
        """`tell` hears, on the store thread, of the end of each job."""
        self._desk, self._ground, self._aside, self._tell = desk, ground, aside, tell
        self._made_here: set[CollectionId] = set()
        self._printed: set[CollectionId] = set()
        self._printing: set[CollectionId] = set()

    def handed(self) -> None:
        """A handover was made here: print its slip where the shop always wants one."""
        self._made_here.update(self._desk.handed)
        if self._ground.wish is SlipWish.ALWAYS and self._ground.press.is_there():
            self._print()

    def print_slip(self) -> Ruling:
        """Print the slip of what is on the screen."""
        if self._desk.step not in (Step.HANDED, Step.ALREADY) or not self._ground.press.is_there():
            return Ruling(Verdict.NOT_NOW)
        if self._printing & set(self._desk.handed):
            return Ruling(Verdict.SLIP_PRINTING)
        is_copy = self._is_copy()
        if not self._print():
            return Ruling(Verdict.NOT_NOW)
        return Ruling(Verdict.SLIP_COPY_PRINTING if is_copy else Verdict.SLIP_PRINTING)

    def card(self) -> SlipCard | None:
        """What can be done about the slip of the handover on the screen; None without a printer."""
        if not self._desk.handed or not self._ground.press.is_there():
            return None
        is_copy = self._is_copy()
        is_printing = bool(self._printing & set(self._desk.handed))
        wanted = self._ground.wish is SlipWish.ASK and self._desk.step is Step.HANDED and not is_copy
        return SlipCard(is_copy, is_printing, is_asked=wanted and not is_printing)

    def _is_copy(self) -> bool:
        shown = set(self._desk.handed)
        return not shown <= self._made_here or bool(shown & self._printed)

    def _print(self) -> bool:
        ordered = order_slip(self._desk, self._ground, self._desk.handed, is_copy=self._is_copy())
        if ordered is None:
            return False
        self._printing |= ordered.collections
        self._aside(
            lambda: self._ground.press.print(ordered.receipt),
            lambda report: self._ended(ordered, report),
            lambda trouble: self._failed(ordered, trouble.words()),
        )
        return True

    def _ended(self, ordered: OrderedSlip, report: PrintReport) -> None:
        reason = Message(str(report.reason))
        if report.outcome is PrintOutcome.FAILED:
            self._failed(ordered, reason)
            return
        self._printing -= ordered.collections
        self._printed |= ordered.collections
        if report.outcome is PrintOutcome.CONFIRMED:
            self._tell(None)
            return
        words = Message(
            "Look whether the slip of {tail} came out. {reason}", tail=ordered.tail, reason=reason
        )
        self._tell(Notice(Tone.ASK, words))

    def _failed(self, ordered: OrderedSlip, reason: Message) -> None:
        self._printing -= ordered.collections
        words = Message("The slip of {tail} was not printed. {reason}", tail=ordered.tail, reason=reason)
        self._tell(Notice(Tone.ASK, words))
