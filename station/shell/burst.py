"""Tells the keys of a scanner from the keys of a person, without knowing Qt or a clock."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

STX = "\x02"
GS = "\x1d"
F13_KEY = 0x0100003C
"""Qt.Key_F13."""
RIGHT_BRACKET_KEY = 0x5D
"""Qt.Key_BracketRight."""
TERMINATORS = frozenset({"\r", "\n", "\r\n", "\t"})


@dataclass(frozen=True)
class KeyRecord:
    """One press or release of one key, as the window got it.

    `text` is what it types, `key` Qt's key number, `timestamp_ms` the system's time of the event;
    `origin` is whatever the caller needs to give the key back.
    """

    text: str
    key: int
    timestamp_ms: int
    pressed: bool = True
    shift: bool = False
    ctrl: bool = False
    alt: bool = False
    meta: bool = False
    auto_repeat: bool = False
    caps_lock: bool = False
    origin: object = None


class Mode(StrEnum):
    """How scanner keys are told apart."""

    PREFIX = "prefix"
    """The scanner is programmed to send STX (Ctrl+B) or F13 first: all up to the suffix is its code."""
    HOLD = "hold"
    """Keys close together are held, and given back if they turn out to be no burst."""


@dataclass(frozen=True)
class BurstRules:
    """The spans that tell a scanner from a person, in milliseconds of event time."""

    gap_ms: int = 35
    frame_gap_ms: int = 250
    """Longest pause inside a prefix frame: there even a slow scanner is safe."""
    min_length: int = 6
    after_code_ms: int = 60
    """Terminators this soon after a code belong to it (CR LF)."""
    quiet_ms: int = 200
    """After keys were given back, a burst this soon may be the tail of a torn code: it is none."""
    max_length: int = 256


class Fate(StrEnum):
    """What becomes of the key that was fed."""

    FREE = "free"
    """Let it through, after the keys given back."""
    HELD = "held"
    """Kept until it is known whose it is."""
    SWALLOWED = "swallowed"
    """It was the scanner's; nobody else may see it."""


@dataclass(frozen=True)
class Decision:
    """The answer to one record: its fate, keys given back before it, and a code when one is complete.

    `began_ms` is the event time of the code's first key.
    `unreadable` is a finished burst that is no believable code; its keys stand in `given_back`, and whoever
    replays them may rather drop them where no text field waits.
    """

    fate: Fate
    given_back: tuple[KeyRecord, ...] = ()
    code: str | None = None
    began_ms: int = 0
    unreadable: str | None = None


class Burst:
    """The state machine: feed() each key in order, expire() when waits_ms() have passed without one."""

    def __init__(self, mode: Mode, plausible: Callable[[str], bool], rules: BurstRules | None = None) -> None:
        """`plausible` says whether a text can be a code at all: a right check digit or a known pattern."""
        self.mode = mode
        self.rules = rules or BurstRules()
        self._plausible = plausible
        self._held: list[KeyRecord] = []
        self._typed: list[KeyRecord] = []
        self._swallowed_down: set[int] = set()
        self._last_code_ms: int | None = None
        self._last_given_back_ms: int | None = None

    def waits_ms(self) -> int | None:
        """Event time after which held keys must be given back, or None when nothing is held."""
        if not self._held:
            return None
        return self.rules.frame_gap_ms if self.mode is Mode.PREFIX else self.rules.gap_ms

    def would_hold(self, record: KeyRecord) -> bool:
        """Whether feed() would keep this press from everyone else; changes nothing."""
        if self._is_held_down(record):
            return False
        if self._is_echo(record):
            return True
        belongs = types_code(record) or is_terminator(record)
        return self._opens(record) or (bool(self._held) and self._in_time(record) and belongs)

    def feed(self, record: KeyRecord) -> Decision:
        """Decide on one press or release."""
        if not record.pressed:
            return self._release(record)
        if self._is_echo(record):
            self._last_code_ms = record.timestamp_ms
            self._swallowed_down.add(record.key)
            return Decision(Fate.SWALLOWED)
        if not is_modifier(record):
            self._last_code_ms = None
        held_down = self._is_held_down(record)
        late = () if self._in_time(record) and not held_down else self._give_back()
        if held_down:
            return Decision(Fate.FREE, late)
        decision = self._press(record)
        return Decision(
            decision.fate, late + decision.given_back, decision.code, decision.began_ms, decision.unreadable
        )

    def is_plausible(self, text: str) -> bool:
        """Whether `text` can be a code at all."""
        return self._plausible(text)

    def drop(self, records: tuple[KeyRecord, ...]) -> None:
        """Take an unreadable burst for the scanner's after all: its releases and echoes vanish too.

        Its terminator came, so whatever follows is a new scan and needs no quiet time.
        """
        self._swallow(records)
        self._last_given_back_ms = None

    def expire(self) -> Decision:
        """No key came in time: give back what is held. The fate says nothing here."""
        return Decision(Fate.FREE, self._give_back())

    def _press(self, record: KeyRecord) -> Decision:
        if not self._held:
            return self._hold(record) if self._opens(record) else Decision(Fate.FREE)
        if is_modifier(record):
            return self._hold(record)
        if is_terminator(record):
            return self._finish(record)
        if types_code(record) and len(self._typed) < self.rules.max_length:
            return self._hold(record)
        given_back = self._give_back()
        opens = self.mode is Mode.PREFIX and is_prefix(record)
        return Decision(self._hold(record).fate if opens else Fate.FREE, given_back)

    def _release(self, record: KeyRecord) -> Decision:
        if record.key in self._swallowed_down:
            if not record.auto_repeat:
                self._swallowed_down.discard(record.key)
            return Decision(Fate.SWALLOWED)
        if self._held:
            self._held.append(record)
            return Decision(Fate.HELD)
        return Decision(Fate.FREE)

    def _hold(self, record: KeyRecord) -> Decision:
        self._held.append(record)
        if not is_modifier(record):
            self._typed.append(record)
        return Decision(Fate.HELD)

    def _finish(self, record: KeyRecord) -> Decision:
        text = code_text(self._typed)
        if len(text) < (1 if self.mode is Mode.PREFIX else self.rules.min_length):
            return Decision(Fate.FREE, self._give_back())
        believed = self._plausible(text) and (self.mode is Mode.PREFIX or not self._follows_typing())
        if not believed:
            self._held.append(record)
            return Decision(Fate.HELD, self._give_back(), unreadable=text)
        first_ms = self._typed[0].timestamp_ms
        self._swallow((*self._held, record))
        self._held.clear()
        self._typed.clear()
        return Decision(Fate.SWALLOWED, code=text, began_ms=first_ms)

    def _swallow(self, records: tuple[KeyRecord, ...]) -> None:
        """Remember the keys of `records` that are still down, so that their releases vanish too."""
        for record in records:
            if record.pressed and not is_modifier(record):
                self._swallowed_down.add(record.key)
            else:
                self._swallowed_down.discard(record.key)
        self._last_code_ms = records[-1].timestamp_ms

    def _give_back(self) -> tuple[KeyRecord, ...]:
        given_back = tuple(self._held)
        if self._typed:
            self._last_given_back_ms = self._typed[-1].timestamp_ms
        self._held.clear()
        self._typed.clear()
        return given_back

    def _opens(self, record: KeyRecord) -> bool:
        """Whether a burst can begin with `record`; some scanners send a GS1 code with a GS in front."""
        if self.mode is Mode.PREFIX:
            return is_prefix(record)
        return types_code(record)

    def _in_time(self, record: KeyRecord) -> bool:
        """Whether `record` is close enough behind the last typed key to belong to the burst."""
        if not self._typed:
            return True
        limit = self.rules.frame_gap_ms if self.mode is Mode.PREFIX else self.rules.gap_ms
        return 0 <= record.timestamp_ms - self._typed[-1].timestamp_ms <= limit

    def _is_held_down(self, record: KeyRecord) -> bool:
        """Auto-repeat is a person holding a key down.

        X also calls it auto-repeat when a scanner types a digit twice within a millisecond; but a person's
        first repeat comes long after the key was pressed, when it is no longer held here.
        """
        doubled = bool(self._typed) and self._typed[-1].key == record.key and self._in_time(record)
        return record.auto_repeat and not doubled

    def _follows_typing(self) -> bool:
        if self._last_given_back_ms is None:
            return False
        return 0 <= self._typed[0].timestamp_ms - self._last_given_back_ms < self.rules.quiet_ms

    def _is_echo(self, record: KeyRecord) -> bool:
        """A second terminator right behind a code, as of CR LF.

        X calls it auto-repeat when both are the same key within a millisecond; a person's first repeat comes
        much later.
        """
        if self._last_code_ms is None or self._held or not is_terminator(record):
            return False
        return 0 <= record.timestamp_ms - self._last_code_ms <= self.rules.after_code_ms


def types_code(record: KeyRecord) -> bool:
    """Whether this key types a character of a code."""
    return _is_printable(record) or _is_gs(record)


def is_terminator(record: KeyRecord) -> bool:
    """Whether this key ends a scan: Enter, line feed or tab."""
    return record.text in TERMINATORS and not record.shift and not record.alt


def is_prefix(record: KeyRecord) -> bool:
    """Whether this key is what a programmed scanner sends first."""
    return record.text == STX or record.key == F13_KEY


def _is_gs(record: KeyRecord) -> bool:
    return record.text == GS or (record.ctrl and record.key == RIGHT_BRACKET_KEY)


def _is_printable(record: KeyRecord) -> bool:
    """Types a character; Ctrl and Alt together are AltGr."""
    return bool(record.text) and record.text.isprintable() and record.ctrl == record.alt and not record.meta


def is_modifier(record: KeyRecord) -> bool:
    """Shift, Control, Meta, Alt, CapsLock, NumLock, ScrollLock (Qt.Key 0x01000020 to 26), AltGr."""
    return 0x01000020 <= record.key <= 0x01000026 or record.key == 0x01001103


def code_text(typed: Iterable[KeyRecord]) -> str:
    """The characters of a burst: prefix dropped, GS restored, CapsLock undone, width folded (NFKC)."""
    characters = []
    for record in typed:
        if _is_gs(record):
            characters.append(GS)
        elif not is_prefix(record):
            characters.append(record.text.swapcase() if record.caps_lock else record.text)
    return unicodedata.normalize("NFKC", "".join(characters))
