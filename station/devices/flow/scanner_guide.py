"""The guide for setting a scanner up: one code after the other, then what is right and what to change."""

from collections.abc import Callable, Sequence

from hardware.identify import (
    Finding,
    Heard,
    Stroke,
    WedgeSetting,
    best_setting,
    identify_bytes,
    identify_keys,
)
from hardware.trial_codes import TrialCode, trial_codes
from station.devices.model.scanner_guide import GuideLine, GuideStep, GuideView, Tried
from station.devices.model.scanner_words import CODE_WORDS, finding_words, heard_words, plain
from station.kernel.messages import Message, Tone

QUIET_MS = 400
"""A scan is over when no key came for so long: slower than any scanner, quicker than the next scan."""
SILENT = Message(
    "Nothing came. If the scanner beeped: it may be in HID-POS mode, or at a serial port not set up here. "
    "Set it to USB-COM with its maker's sheet, then add its port in the devices room"
)


class ScannerGuide:
    """One person trying one scanner; pure, told of keys and codes, asked for views."""

    def __init__(
        self,
        setting: WedgeSetting,
        save: Callable[[WedgeSetting], GuideLine],
        *,
        is_fixed: bool = False,
        codes: Sequence[TrialCode] = (),
    ) -> None:
        """`save` keeps a setting and says so; `is_fixed`: only the settings file says how to listen."""
        self._setting, self._save, self._is_fixed = setting, save, is_fixed
        self._codes = tuple(codes) or trial_codes()
        self.start_again()

    @property
    def setting(self) -> WedgeSetting:
        """How this PC listens to keyboard scanners now."""
        return self._setting

    def start_again(self) -> GuideView:
        """From the first code, as for another scanner."""
        self._tried: dict[int, Heard] = {}
        self._at = 0
        self._strokes: list[Stroke] = []
        self._answer: GuideLine | None = None
        self._asked_silent = False
        return self.view()

    def keys(self, strokes: Sequence[Stroke]) -> GuideView:
        """All keys of one scan came; what came before QUIET_MS of silence is one scan."""
        code = self._code()
        heard = None if code is None else identify_keys(code, strokes, self._setting)
        return self._note(heard)

    def bytes(self, data: bytes) -> GuideView:
        """All bytes of one scan of a serial scanner came."""
        code = self._code()
        return self._note(None if code is None else identify_bytes(code, data))

    def nothing_came(self) -> GuideView:
        """The person scanned, and nothing happened here."""
        self._asked_silent = True
        return self.view()

    def next_code(self) -> GuideView:
        """On to the next code; one that was not scanned is left out."""
        self._at = min(self._at + 1, len(self._codes))
        self._asked_silent = False
        return self.view()

    def previous_code(self) -> GuideView:
        """Back to the code before."""
        self._at = max(0, self._at - 1)
        self._asked_silent = False
        return self.view()

    def save(self) -> GuideView:
        """Listen from now on as suits what was heard."""
        better = self._better()
        if better is not None:
            self._answer = self._save(better)
            if self._answer.tone is Tone.OK:
                self._setting = better
                self._tried = {at: heard.under(better) for at, heard in self._tried.items()}
        return self.view()

    def tell(self, answer: GuideLine) -> None:
        """Something the person asked for came out so."""
        self._answer = answer

    def tried(self) -> tuple[Tried, ...]:
        """Each code and what came of it."""
        return tuple(Tried(code, self._tried.get(at)) for at, code in enumerate(self._codes))

    def view(self) -> GuideView:
        """The guide as it is now."""
        code = self._code()
        is_done = code is None
        return GuideView(
            step=GuideStep.DONE if is_done else GuideStep.SCANNING,
            code=code,
            number=min(self._at + 1, len(self._codes)),
            count=len(self._codes),
            heading=self._end_words() if code is None else _asking(code),
            lines=self._end_lines() if is_done else self._lines_now(),
            can_go_on=self._at in self._tried,
            saving=self._better(),
            answer=self._answer,
        )

    def _code(self) -> TrialCode | None:
        return self._codes[self._at] if self._at < len(self._codes) else None

    def _note(self, heard: Heard | None) -> GuideView:
        if heard is not None:
            self._tried[self._at] = heard
            self._asked_silent = False
            self._answer = None
        return self.view()

    def _better(self) -> WedgeSetting | None:
        """A setting that suits better, as long as it is certain what was scanned."""
        known = [heard for heard in self._tried.values() if Finding.OTHER_CODE not in heard.findings]
        better = best_setting(known, self._setting)
        return None if self._is_fixed or better == self._setting else better

    def _lines_now(self) -> tuple[GuideLine, ...]:
        heard = self._tried.get(self._at)
        if heard is None:
            return (GuideLine(Tone.ASK, SILENT),) if self._asked_silent else ()
        read = GuideLine(Tone.INFO, Message("Read: {code}", code=plain(heard.text)))
        how = GuideLine(Tone.INFO, heard_words(heard))
        found = tuple(_line(finding, heard) for finding in heard.findings)
        right = (GuideLine(Tone.OK, Message("This code came through right")),) if heard.is_right else ()
        return (*right, *found, read, how)

    def _end_words(self) -> Message:
        if not self._tried:
            return Message("No code was scanned")
        if self._must_change():
            return Message("This must be changed")
        if len(self._tried) < len(self._codes):
            return Message("What was scanned is right; {count} codes were left out", count=self._left_out())
        return Message("This scanner is right")

    def _must_change(self) -> bool:
        return any(not heard.is_right for heard in self._tried.values())

    def _left_out(self) -> int:
        return len(self._codes) - len(self._tried)

    def _end_lines(self) -> tuple[GuideLine, ...]:
        """Each finding once, the gravest first, with the code it was first seen on."""
        first: dict[Finding, Heard] = {}
        for at in sorted(self._tried):
            for finding in self._tried[at].findings:
                first.setdefault(finding, self._tried[at])
        return tuple(_line(finding, first[finding]) for finding in Finding if finding in first)


def _line(finding: Finding, heard: Heard) -> GuideLine:
    tone = Tone.REFUSED if finding.must_change else Tone.ASK
    return GuideLine(tone, finding_words(finding, heard))


def _asking(code: TrialCode) -> Message:
    return Message("Scan this code: {code}", code=CODE_WORDS[code.kind])
