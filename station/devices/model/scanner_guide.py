"""What the guide for setting a scanner up shows at one moment."""

from dataclasses import dataclass
from enum import StrEnum

from hardware.identify import Heard, WedgeSetting
from hardware.trial_codes import TrialCode
from station.kernel.messages import Message, Tone

NOTHING = Message("")


class GuideStep(StrEnum):
    """Where the guide is."""

    SCANNING = "scanning"
    DONE = "done"


@dataclass(frozen=True)
class GuideLine:
    """One line of what was found, in its tone."""

    tone: Tone
    words: Message


@dataclass(frozen=True)
class GuideView:
    """The whole guide: the code to scan, how far it is, what the last scan told, and the end.

    `code` is None at the end. `saving` is what Save would keep, None where nothing would change or the
    settings file alone says how this PC listens.
    """

    step: GuideStep
    code: TrialCode | None
    number: int
    count: int
    heading: Message
    lines: tuple[GuideLine, ...]
    can_go_on: bool
    saving: WedgeSetting | None = None
    answer: GuideLine | None = None


@dataclass(frozen=True)
class Tried:
    """What one code of the guide came to; None where it was left out."""

    code: TrialCode
    heard: Heard | None
