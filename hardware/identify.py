"""Tells from what arrives for a known code how a scanner is set: nobody has to read its manual first."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from hardware.layouts import KeyboardLayout, layout_behind
from hardware.trial_codes import GS, TrialCode, TrialKind

STX, ETX = "\x02", "\x03"
F8, F13 = "F8", "F13"
_ENDS = "\r\n\t"
_EDGE = 40
"""Most foreign characters around a code that are still told as something the scanner adds."""
GAP_STEP_MS = 5
LEAST_GAP_MS, MOST_GAP_MS = 35, 120
"""A gap above the upper one would take fast typing for a scan: then only a prefix helps."""
FRAME_GAP_MS = 250
"""Longest pause between keys behind a prefix."""


class Medium(StrEnum):
    """How a scanner talks to this PC."""

    KEYBOARD = "keyboard"
    SERIAL = "serial"


class Prefix(StrEnum):
    """What comes before a code."""

    NONE = "none"
    STX = "stx"
    F13 = "f13"


class Suffix(StrEnum):
    """What comes behind a code."""

    NONE = "none"
    CR = "cr"
    LF = "lf"
    CRLF = "crlf"
    TAB = "tab"


class Finding(StrEnum):
    """One thing about a scanner that a person should know, the gravest first."""

    OTHER_CODE = "other_code"
    """Something else was scanned, or too much is wrong with it."""
    INPUT_METHOD = "input_method"
    LAYOUT_WRONG = "layout_wrong"
    FIRST_LOST = "first_lost"
    LAST_LOST = "last_lost"
    NO_CHECK_DIGIT = "no_check_digit"
    ADDED_FRONT = "added_front"
    ADDED_BEHIND = "added_behind"
    CASE_CHANGED = "case_changed"
    GS_LOST = "gs_lost"
    GS_REPLACED = "gs_replaced"
    GS_AS_F8 = "gs_as_f8"
    NO_SUFFIX = "no_suffix"
    TOO_SLOW = "too_slow"
    PREFIX_EXPECTED = "prefix_expected"
    """This PC takes framed codes only, and the scanner sends none."""
    FULL_WIDTH = "full_width"
    CAPS_LOCK = "caps_lock"
    AIM_OFF = "aim_off"
    PREFIX_ADVISED = "prefix_advised"
    """Works; framed it would work whatever the focus and the speed."""

    @property
    def must_change(self) -> bool:
        """Whether scans are lost or wrong as it is; else it is repaired, or only could be better."""
        return self not in _ADVICE


_ADVICE = frozenset({Finding.FULL_WIDTH, Finding.CAPS_LOCK, Finding.AIM_OFF, Finding.PREFIX_ADVISED})


_ABOUT_KEYS = frozenset(
    {Finding.NO_SUFFIX, Finding.PREFIX_ADVISED, Finding.PREFIX_EXPECTED, Finding.TOO_SLOW}
)


@dataclass(frozen=True)
class Stroke:
    """One key as it was pressed: what it types, when (ms of one clock), and F8 or F13 by `name`."""

    text: str
    at_ms: int
    caps_lock: bool = False
    name: str = ""


@dataclass(frozen=True)
class WedgeSetting:
    """How this PC tells a scanner's keys from a person's."""

    gap_ms: int = LEAST_GAP_MS
    prefix: bool = False


@dataclass(frozen=True)
class Heard:
    """What one scan of a known code told.

    `gap_ms` is the longest pause between two keys, None on a serial port. `added` is what stood around the
    code that does not belong there. `aim` is the identifier that came, if any.
    """

    medium: Medium
    text: str
    prefix: Prefix
    suffix: Suffix
    findings: tuple[Finding, ...]
    aim: str = ""
    gap_ms: int | None = None
    layout: KeyboardLayout | None = None
    added: str = ""

    @property
    def is_right(self) -> bool:
        """Whether such scans can be worked with."""
        return not any(finding.must_change for finding in self.findings)

    def under(self, setting: WedgeSetting) -> "Heard":
        """The same scan where this PC listens by another setting."""
        if self.gap_ms is None:
            return self
        kept = [finding for finding in self.findings if finding not in _ABOUT_KEYS]
        about = _about_keys(self.prefix, self.suffix, self.gap_ms, setting)
        return replace(self, findings=_sorted((*kept, *about)))


@dataclass(frozen=True)
class _Reading:
    """What the characters of a scan turned out to be."""

    findings: tuple[Finding, ...]
    aim: str = ""
    layout: KeyboardLayout | None = None
    added: str = ""


def identify_keys(code: TrialCode, strokes: Sequence[Stroke], setting: WedgeSetting) -> Heard | None:
    """What the keys of one scan of `code` tell; None where nothing was typed."""
    if not any(stroke.text or stroke.name for stroke in strokes):
        return None
    prefix, typed, end = _frame(strokes)
    text = "".join(stroke.text for stroke in typed)
    caps_lock = any(stroke.caps_lock for stroke in typed)
    reading = _read(code, text.swapcase() if caps_lock else text, with_f8=any(s.name == F8 for s in typed))
    gap_ms = max((later.at_ms - earlier.at_ms for earlier, later in pairwise(typed)), default=0)
    suffix = _suffix(end)
    about_keys = _about_keys(prefix, suffix, gap_ms, setting)
    if caps_lock:
        about_keys.append(Finding.CAPS_LOCK)
    findings = _sorted((*reading.findings, *about_keys))
    return Heard(
        Medium.KEYBOARD, text, prefix, suffix, findings, reading.aim, gap_ms, reading.layout, reading.added
    )


def identify_bytes(code: TrialCode, data: bytes) -> Heard | None:
    """What the bytes of one scan of `code` on a serial port tell; None where there are none."""
    if not data:
        return None
    whole = data.decode("utf-8", "replace")
    body = whole.rstrip(_ENDS)
    return _serial(code, body, _suffix(whole[len(body) :]))


def best_setting(heard: Sequence[Heard], now: WedgeSetting) -> WedgeSetting:
    """How this PC should listen to a keyboard scanner that was heard so; `now` where none was."""
    typed = [each for each in heard if each.medium is Medium.KEYBOARD and each.gap_ms is not None]
    if not typed:
        return now
    if all(each.prefix is not Prefix.NONE for each in typed):
        return WedgeSetting(now.gap_ms, prefix=True)
    slowest = max(each.gap_ms or 0 for each in typed)
    roomy = -(-slowest * 3 // (2 * GAP_STEP_MS)) * GAP_STEP_MS
    return WedgeSetting(min(MOST_GAP_MS, max(LEAST_GAP_MS, roomy)), prefix=False)


def _serial(code: TrialCode, body: str, suffix: Suffix) -> Heard:
    prefix = Prefix.STX if body.startswith(STX) else Prefix.NONE
    text = body.strip(STX + ETX)
    reading = _read(code, text, with_f8=False)
    ended = () if suffix in (Suffix.CR, Suffix.LF, Suffix.CRLF) else (Finding.NO_SUFFIX,)
    findings = _sorted((*reading.findings, *ended))
    return Heard(
        Medium.SERIAL, text, prefix, suffix, findings, reading.aim, None, reading.layout, reading.added
    )


def _sorted(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    order = list(Finding)
    return tuple(sorted(set(findings), key=order.index))


def _frame(strokes: Sequence[Stroke]) -> tuple[Prefix, list[Stroke], str]:
    """Prefix, keys of the code, and the characters that ended it."""
    typed = [stroke for stroke in strokes if stroke.text or stroke.name]
    prefix = Prefix.NONE
    if typed[0].text == STX:
        prefix, typed = Prefix.STX, typed[1:]
    elif typed[0].name == F13:
        prefix, typed = Prefix.F13, typed[1:]
    end = ""
    while typed and typed[-1].text and typed[-1].text in ("\r", "\n", "\r\n", "\t"):
        end = typed.pop().text + end
    return prefix, typed, end


def _suffix(end: str) -> Suffix:
    """Two returns are what CR LF becomes on some keyboards."""
    if not end:
        return Suffix.NONE
    if end.endswith("\t"):
        return Suffix.TAB
    if len(end) > 1:
        return Suffix.CRLF
    return Suffix.CR if end == "\r" else Suffix.LF


def _about_keys(prefix: Prefix, suffix: Suffix, gap_ms: int, setting: WedgeSetting) -> list[Finding]:
    findings = []
    if suffix is Suffix.NONE:
        findings.append(Finding.NO_SUFFIX)
    if prefix is Prefix.NONE:
        findings.append(Finding.PREFIX_EXPECTED if setting.prefix else Finding.PREFIX_ADVISED)
    if gap_ms > (FRAME_GAP_MS if setting.prefix else setting.gap_ms):
        findings.append(Finding.TOO_SLOW)
    return findings


def _read(code: TrialCode, arrived: str, *, with_f8: bool) -> _Reading:
    """Explain how `arrived` came of `code`: as it is, else folded from full width, else not at all."""
    folded = unicodedata.normalize("NFKC", arrived)
    if any(map(_is_ideograph, folded)):
        return _Reading((Finding.INPUT_METHOD,))
    for text in dict.fromkeys((folded, arrived)):
        widened = (Finding.FULL_WIDTH,) if text != arrived else ()
        for aim, form in _forms(code, with_f8=with_f8):
            found = _explain(code, form, text)
            if found is not None:
                silent = () if aim else (Finding.AIM_OFF,)
                findings = (*widened, *form.findings, *silent, *found.findings)
                return _Reading(findings, aim, found.layout, found.added)
    return _Reading((Finding.OTHER_CODE,))


@dataclass(frozen=True)
class _Form:
    """A text a scanner may send for a code, and what that says of it; GS may be missing or be replaced."""

    text: str
    findings: tuple[Finding, ...] = ()


def _forms(code: TrialCode, *, with_f8: bool) -> Iterator[tuple[str, _Form]]:
    """With an identifier and without; GS as it is and lost."""
    for aim in (*code.aims, ""):
        whole = aim + code.text
        if GS not in code.text:
            yield aim, _Form(whole)
            continue
        if not with_f8:
            yield aim, _Form(whole)
        lost = Finding.GS_AS_F8 if with_f8 else Finding.GS_LOST
        yield aim, _Form(whole.replace(GS, ""), (lost,))


def _explain(code: TrialCode, form: _Form, arrived: str) -> _Reading | None:
    """The one deviation that makes `arrived` of `form`; a right text is no deviation."""
    if arrived == form.text:
        return _Reading(())
    explanations: tuple[Callable[[], _Reading | None], ...] = (
        lambda: _case(form.text, arrived),
        lambda: _cut(code, form.text, arrived),
        lambda: _replaced_gs(form.text, arrived),
        lambda: _layout(form.text, arrived),
        lambda: _eaten(form.text, arrived),
        lambda: _added(form.text, arrived),
    )
    return next((found for explain in explanations if (found := explain()) is not None), None)


def _case(sent: str, arrived: str) -> _Reading | None:
    if arrived in (sent.swapcase(), sent.upper(), sent.lower()):
        return _Reading((Finding.CASE_CHANGED,))
    return None


def _cut(code: TrialCode, sent: str, arrived: str) -> _Reading | None:
    if arrived == sent[1:]:
        return _Reading((Finding.FIRST_LOST,))
    if arrived == sent[:-1]:
        keeps = code.kind in (TrialKind.EAN13, TrialKind.EAN8)
        return _Reading((Finding.NO_CHECK_DIGIT if keeps else Finding.LAST_LOST,))
    return None


def _replaced_gs(sent: str, arrived: str) -> _Reading | None:
    if GS not in sent:
        return None
    before, behind = sent.split(GS)
    found = re.fullmatch(f"{re.escape(before)}([^0-9A-Za-z].{{0,5}}){re.escape(behind)}", arrived)
    return None if found is None else _Reading((Finding.GS_REPLACED,), added=found[1])


def _layout(sent: str, arrived: str) -> _Reading | None:
    layout = layout_behind(sent, arrived)
    return None if layout is None else _Reading((Finding.LAYOUT_WRONG,), layout=layout)


def _eaten(sent: str, arrived: str) -> _Reading | None:
    """An input method that was not answered keeps the letters for itself."""
    left = "".join(character for character in sent if not character.isalpha())
    return _Reading((Finding.INPUT_METHOD,)) if left not in ("", sent) and arrived == left else None


def _is_ideograph(character: str) -> bool:
    """Whether no scanner types this, but an input method does: Chinese, Japanese, Korean."""
    return character >= "\u2e80" and unicodedata.category(character) == "Lo"


def _added(sent: str, arrived: str) -> _Reading | None:
    if len(arrived) - len(sent) > _EDGE or sent not in arrived:
        return None
    front, _, behind = arrived.partition(sent)
    findings = [Finding.ADDED_FRONT] * bool(front) + [Finding.ADDED_BEHIND] * bool(behind)
    return _Reading(tuple(findings), added=front + behind)
