"""How a departure stands to the clock: in time, soon, late."""

from datetime import datetime

from station.kernel.messages import Message, Tone
from station.shell.theme import Tokens

SOON_MINUTES = 10
"""From here on the time of departure is told in the colour of a question."""


def minutes_until(departs_at: datetime, now: datetime) -> int:
    """Whole minutes until the departure, rounded up; negative when it is over."""
    return -int(-(departs_at - now).total_seconds() // 60)


def lateness(departs_at: datetime, now: datetime) -> tuple[Tone | None, Message | None]:
    """Its tone and words; nothing while there is time."""
    minutes = minutes_until(departs_at, now)
    if minutes < 0:
        return Tone.REFUSED, Message("{minutes} min late", minutes=-minutes)
    if minutes <= SOON_MINUTES:
        return Tone.ASK, Message("in {minutes} min", minutes=minutes)
    return None, None


def time_ink(tokens: Tokens, tone: Tone | None) -> str:
    """The colour of a time of departure on a card."""
    if tone is Tone.REFUSED:
        return tokens.refused.words
    return tokens.ask.words if tone is Tone.ASK else tokens.ink
