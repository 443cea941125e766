"""What a code read in the devices room means, so that a scanner can be tried without doing anything."""

from hardware.codes import CodeKind, Refusal, RefusedCode, ScannedCode
from station.kernel.messages import Message

KIND_MEANS = {
    CodeKind.GTIN: Message("Product"),
    CodeKind.SSCC: Message("Crate"),
    CodeKind.GS1: Message("GS1 code"),
    CodeKind.BADGE: Message("Badge"),
    CodeKind.ROUTE: Message("Route sheet"),
    CodeKind.PICKUP_QR: Message("A customer's code"),
    CodeKind.IN_STORE: Message("Weighed pack"),
    CodeKind.DIGITS: Message("Digits"),
    CodeKind.TEXT: Message("Text"),
}
REFUSED_MEANS = {
    Refusal.EMPTY: Message("Nothing was read"),
    Refusal.GARBLED: Message("Characters no code contains: check prefix, suffix and keyboard of the scanner"),
    Refusal.INCOMPLETE: Message("This code does not name its goods: scan the other code beside it"),
    Refusal.UNKNOWN: Message("Read well, but no code this station knows"),
    Refusal.BAD_CHECK_DIGIT: Message("The check digit is wrong: scan it again"),
}
HIDDEN = "••••"
"""Stands for a customer's code: it is as good as the goods."""


def meaning(code: ScannedCode | RefusedCode) -> Message:
    """What a code means, with all that it says."""
    if isinstance(code, RefusedCode):
        return REFUSED_MEANS[code.why]
    kind = KIND_MEANS.get(code.kind, Message("Code"))
    facts = " · ".join(f"{name} {value}" for name, value in _facts(code))
    return Message("{kind}: {facts}", kind=kind, facts=facts) if facts else kind


def shown(code: ScannedCode | RefusedCode) -> str:
    """The text of a code as it may stand on a screen: GS as an arrow, a customer's code hidden."""
    if isinstance(code, ScannedCode) and code.kind is CodeKind.PICKUP_QR:
        return HIDDEN
    aim = code.symbology or "" if isinstance(code, ScannedCode) else ""
    return aim + "".join("␝" if c == "\x1d" else c if c.isprintable() else "�" for c in code.text)


def _facts(code: ScannedCode) -> list[tuple[str, str]]:
    """Names as GS1 writes them: they are the same in every language."""
    said = [
        ("GTIN", code.gtin),
        ("SSCC", code.sscc if code.kind is CodeKind.GS1 else None),
        ("LOT", code.lot),
        ("SERIAL", code.serial),
        ("EXP", code.expiry),
        ("BEST BEFORE", code.best_before),
        ("PROD", code.produced),
        ("NET", None if code.weight_g is None else f"{code.weight_g} g"),
        ("COUNT", code.quantity),
        ("PLU", code.plu),
        ("PRICE", None if code.amount_fen is None else f"¥{code.amount_fen / 100:.2f}"),
    ]
    return [(name, str(value)) for name, value in said if value is not None]
