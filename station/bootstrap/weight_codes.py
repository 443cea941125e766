"""In-store weight codes: layouts of the settings or of the devices room, and what they make of a sample."""

from collections.abc import Iterable

from hardware.codes import CodeKind, Refusal, RefusedCode, ScannedCode, read_code
from hardware.in_store import WeightLayout
from station.devices.model.layouts import LayoutPreview
from station.kernel.messages import Message, Tone
from station.kernel.trouble import Trouble

NO_FIT = Message("No layout fits this code: {digits} digits")


def layouts_of(texts: Iterable[str]) -> tuple[WeightLayout, ...]:
    """The layouts that can be read; one that cannot harms no other."""
    found = []
    for text in texts:
        try:
            found.append(WeightLayout(text))
        except ValueError:
            continue
    return tuple(found)


def bad_layout(texts: Iterable[str]) -> Trouble | None:
    """What is wrong with the first wrong layout of the settings."""
    for text in texts:
        trouble = WeightCodeReader().check(text)
        if trouble is not None:
            return Trouble(
                Message("A weight code layout of the settings cannot be used: {layout}", layout=text),
                trouble.remedy,
                retry_helps=False,
            )
    return None


class WeightCodeReader:
    """Reads samples as the desks would."""

    def check(self, layout: str) -> Trouble | None:
        try:
            WeightLayout(layout)
        except ValueError:
            return Trouble(
                Message("This is no layout"),
                Message(
                    "13 or 18 places that begin with 2 and a digit: P for the product, W for grams, A for"
                    " fen, X for what counts nothing, C at the end for the check digit; such as 28PPPPPWWWWWC"
                ),
                retry_helps=False,
            )
        return None

    def read(self, code: str, layouts: tuple[str, ...]) -> LayoutPreview:
        found = read_code(code, layouts_of(layouts))
        if isinstance(found, RefusedCode):
            return _refused(found)
        if found.kind is not CodeKind.IN_STORE:
            return LayoutPreview(Tone.ASK, Message(NO_FIT.text, digits=len(found.text)))
        return LayoutPreview(Tone.OK, Message("This is a weighed pack"), _facts(found))


def _refused(code: RefusedCode) -> LayoutPreview:
    if code.why is Refusal.BAD_CHECK_DIGIT:
        return LayoutPreview(Tone.REFUSED, Message("The check digit is wrong: scan it again"))
    return LayoutPreview(Tone.ASK, Message(NO_FIT.text, digits=len(code.text)))


def _facts(code: ScannedCode) -> tuple[tuple[Message, str], ...]:
    said = [
        (Message("Product number"), code.plu),
        (Message("Weight"), None if code.weight_g is None else f"{code.weight_g} g"),
        (Message("Price"), None if code.amount_fen is None else f"¥{code.amount_fen / 100:.2f}"),
    ]
    return tuple((name, value) for name, value in said if value is not None)
