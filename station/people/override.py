"""A supervisor lets pass what the rules stop: badge, PIN, reason; the same talk at every desk."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from cloud_api.wire.floor import OverrideGiven
from station.kernel.aside import Aside
from station.kernel.clock import Clock
from station.kernel.ids import OperatorId, new_uuid
from station.kernel.messages import Message, Tone
from station.kernel.trouble import Trouble
from station.people.badges import BadgeAnswer, BadgeHolder, find_badge
from station.people.pins import PIN_DIGITS, PinAnswer, PinDesk, PinVerdict, keep_answer, proof_of, shut_for
from station.storage.database import Database

T = TypeVar("T")
NOTHING = Message("")


class OverrideStep(StrEnum):
    """What is asked of the supervisor now."""

    BADGE = "badge"
    PIN = "pin"
    CHECKING = "checking"
    REASON = "reason"


@dataclass(frozen=True)
class OverrideReason:
    """A reason to choose from; `code` is what the cloud keeps."""

    code: str
    words: Message


@dataclass(frozen=True)
class OverrideRequest:
    """What is to be let pass: `action` as a word for the trail, `question` as it is shown."""

    action: str
    question: Message
    reasons: tuple[OverrideReason, ...]
    ref: UUID | None = None


@dataclass(frozen=True)
class Override:
    """A supervisor's word, to be written in the very act it lets pass."""

    id: UUID
    supervisor_id: OperatorId
    supervisor: str
    action: str
    reason: str
    ref: UUID | None
    without_network: bool

    def body(self) -> OverrideGiven:
        """The fact of it."""
        return OverrideGiven(
            override_id=self.id,
            supervisor_id=self.supervisor_id,
            action=self.action,
            reason=self.reason,
            ref=self.ref,
            without_network=self.without_network,
        )


@dataclass(frozen=True)
class OverrideView:
    """The talk as it is shown; None of it where nobody is asked."""

    step: OverrideStep
    question: Message
    supervisor: str
    reasons: tuple[OverrideReason, ...]
    tone: Tone
    words: Message


@dataclass(frozen=True)
class _Asked:
    request: OverrideRequest
    granted: Callable[[Override], None]
    step: OverrideStep = OverrideStep.BADGE
    holder: BadgeHolder | None = None
    without_network: bool = False
    tone: Tone = Tone.ASK
    words: Message = NOTHING


class OverrideTalk:
    """One desk's talk with a supervisor; all on the store thread but the comparison of the PIN."""

    def __init__(
        self, database: Database, pins: PinDesk, clock: Clock, aside: Aside, changed: Callable[[], None]
    ) -> None:
        """`changed` hears of what ends later: the view is to be shown anew."""
        self._database = database
        self._pins = pins
        self._clock = clock
        self._aside = aside
        self._changed = changed
        self._asked: _Asked | None = None

    @property
    def wants_badge(self) -> bool:
        """Whether the next badge is a word to this talk rather than a sign-in."""
        return self._asked is not None and self._asked.step is OverrideStep.BADGE

    def begin(self, request: OverrideRequest, granted: Callable[[Override], None]) -> None:
        """Ask for a supervisor; `granted` is called on the store thread with the word."""
        self._asked = _Asked(request, granted, words=Message("A supervisor scans the badge"))

    def cancel(self) -> None:
        """Nothing is let pass."""
        self._asked = None

    def badge(self, badge: str) -> None:
        """A badge was scanned."""
        asked = self._asked
        if asked is None:
            return
        with self._database.look() as connection:
            answer, holder = find_badge(connection, badge)
            shut = shut_for(connection, holder.id, self._clock.now()) if holder else timedelta()
        if holder is None or answer is not BadgeAnswer.WELCOME:
            self._tell(Tone.REFUSED, Message("Nobody of this warehouse has this badge"))
        elif not holder.supervisor:
            words = Message("{name} is not a supervisor. A supervisor scans the badge", name=holder.name)
            self._tell(Tone.REFUSED, words)
        elif shut:
            self._tell(Tone.REFUSED, _shut_words(shut))
        else:
            ask = Message("{name}: type the PIN", name=holder.name)
            self._asked = replace(asked, step=OverrideStep.PIN, holder=holder, tone=Tone.ASK, words=ask)

    def pin(self, pin: str) -> None:
        """The PIN was typed, or its digits scanned."""
        asked = self._asked
        if asked is None or asked.holder is None or asked.step is not OverrideStep.PIN:
            return
        if not (pin.isascii() and pin.isdigit() and PIN_DIGITS[0] <= len(pin) <= PIN_DIGITS[1]):
            self._tell(Tone.REFUSED, Message("A PIN has 4 to 8 digits. Type it again"))
            return
        holder, now = asked.holder, self._clock.now()
        with self._database.look() as connection:
            proof = proof_of(connection, holder.id)
        waiting = replace(asked, step=OverrideStep.CHECKING, tone=Tone.INFO, words=Message("A moment…"))
        self._asked = waiting
        self._aside(
            lambda: self._pins.compare(holder.badge, pin, proof, now),
            lambda answer: self._compared(waiting, holder, answer),
            lambda trouble: self._failed(waiting, trouble),
        )

    def choose(self, reason: OverrideReason) -> None:
        """The supervisor says why; with it the word is given."""
        asked = self._asked
        if asked is None or asked.holder is None or asked.step is not OverrideStep.REASON:
            return
        self._asked = None
        asked.granted(
            Override(
                id=new_uuid(),
                supervisor_id=asked.holder.id,
                supervisor=asked.holder.name,
                action=asked.request.action,
                reason=reason.code,
                ref=asked.request.ref,
                without_network=asked.without_network,
            )
        )

    def view(self) -> OverrideView | None:
        """What is shown of it now."""
        asked = self._asked
        if asked is None:
            return None
        name = asked.holder.name if asked.holder else ""
        request = asked.request
        return OverrideView(asked.step, request.question, name, request.reasons, asked.tone, asked.words)

    def _compared(self, waiting: _Asked, holder: BadgeHolder, answer: PinAnswer) -> None:
        with self._database.act() as connection:
            keep_answer(connection, holder.id, answer, self._clock.now())
            shut = answer.wait or shut_for(connection, holder.id, self._clock.now())
        if self._asked is not waiting:
            return  # cancelled meanwhile
        if answer.verdict is PinVerdict.RIGHT:
            words = Message("{name}: why is it let pass?", name=holder.name)
            self._asked = replace(
                waiting,
                step=OverrideStep.REASON,
                without_network=answer.without_network,
                tone=Tone.ASK,
                words=words,
            )
        else:
            again = OverrideStep.BADGE if shut or answer.verdict is PinVerdict.UNREACHED else OverrideStep.PIN
            words = _shut_words(shut) if shut else _REFUSED_WORDS[answer.verdict]
            self._asked = replace(waiting, step=again, tone=Tone.REFUSED, words=words)
        self._changed()

    def _failed(self, waiting: _Asked, trouble: Trouble) -> None:
        if self._asked is waiting:
            self._asked = replace(waiting, step=OverrideStep.PIN, tone=Tone.REFUSED, words=trouble.words())
            self._changed()

    def _tell(self, tone: Tone, words: Message) -> None:
        if self._asked is not None:
            self._asked = replace(self._asked, tone=tone, words=words)


_REFUSED_WORDS = {
    PinVerdict.WRONG: Message("Badge and PIN do not fit. Type the PIN again, with care"),
    PinVerdict.SHUT: Message("Too many wrong PINs. Wait a moment"),
    PinVerdict.UNREACHED: Message(
        "Without the cloud only supervisors who gave their PIN here in the last 7 days can do this"
    ),
}


def _shut_words(shut: timedelta) -> Message:
    return Message("Too many wrong PINs. Wait {seconds} s", seconds=max(1, round(shut.total_seconds())))
