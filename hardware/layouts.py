"""Keyboard layouts that turn a scanner's keys into other characters, so that a wrong one can be named."""

from enum import StrEnum


class KeyboardLayout(StrEnum):
    """A layout of the PC that does not fit a scanner set to the US keyboard, as scanners come."""

    FRENCH = "french"
    GERMAN = "german"
    OTHER = "other"
    """Each key always gives the same wrong character; which layout that is, nobody said."""


_US = {
    KeyboardLayout.FRENCH: (
        "1234567890-qwam;,./']QWAM:<>?!@#$%^&*()_",
        "&é\"'(-è_çà)azq,m;:!ù$AZQ?M./§1234567890°",
    ),
    KeyboardLayout.GERMAN: (
        "yzYZ-[];'/?:\"=&*()_@#^<>",
        'zyZYßü+öä-_ÖÄ´/()=?"§&;:',
    ),
}
"""Keys of the US keyboard by what they type there, and what they type under the other layout."""


def layout_behind(sent: str, arrived: str) -> KeyboardLayout | None:
    """The layout that makes `arrived` of a scanner's `sent`; None where none does, or nothing changed."""
    if sent == arrived:
        return None
    for layout, (keys, characters) in _US.items():
        if sent.translate(str.maketrans(keys, characters)) == arrived:
            return layout
    return KeyboardLayout.OTHER if _is_consistent(sent, arrived) else None


def _is_consistent(sent: str, arrived: str) -> bool:
    """Whether each character became one other, and no two the same: digits or signs among them."""
    if len(sent) != len(arrived):
        return False
    pairs = set(zip(sent, arrived, strict=True))
    swapped = {one for one, other in pairs if one != other}
    if len(pairs) != len(set(sent)) or len(pairs) != len(set(arrived)):
        return False
    if any(one.isdigit() and other.isdigit() for one, other in pairs if one != other):
        return False  # no layout makes one digit of another: it is another code
    return len(swapped) > 1 and all(character.isprintable() for character in arrived)
