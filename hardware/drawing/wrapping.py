"""Breaks Chinese and Latin text into lines of about equal length without tearing specifications apart."""

import re
from collections.abc import Callable, Sequence
from unicodedata import category

_PIECE = re.compile(
    r"[^\S\n]+|[A-Za-z0-9][A-Za-z0-9.,×x*/%+-]*[\u4e00-\u9fff]?(?<=\d[\u4e00-\u9fff])|[!-~]+|.", re.S
)
_UNSEEN = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))
"""Categories of controls, joiners and blanks; what is private or unassigned is seen as a mark."""
_NEVER_FIRST = frozenset("，。、；：！？）】》」』”’…·,.;:!?)]}%℃")
_NEVER_LAST = frozenset("（【《「『“‘([{￥#")


def clean(text: str) -> str:
    """The text on one line: blanks collapsed, characters that only steer a screen left out."""
    return "".join(c for c in " ".join(text.split()) if c == " " or category(c) not in _UNSEEN)


def pieces(text: str) -> list[str]:
    """What stays together on a line: a Chinese character, a word, "500g", "12枚", with its punctuation."""
    whole: list[str] = []
    for piece in _PIECE.findall(text):
        glued = whole and (piece[0] in _NEVER_FIRST or whole[-1][-1] in _NEVER_LAST)
        if glued:
            whole[-1] += piece
        else:
            whole.append(piece)
    return whole


def break_lines(parts: Sequence[str], width: float, measure: Callable[[str], float]) -> list[str]:
    """Fill lines of at most `width` greedily; a piece wider than a line is broken between its characters.

    `measure` must add up over characters: each piece is measured by itself. Blanks at the ends of a line
    take no room.
    """
    lines, filled = [""], 0.0
    for part in parts:
        bare = part.strip()
        whole = measure(part if lines[-1] else part.lstrip())
        needed = filled + whole - (measure(part) - measure(part.rstrip()) if bare != part else 0.0)
        if not bare or needed <= width:
            lines[-1], filled = (lines[-1] + part).lstrip(), filled + whole
        elif measure(bare) <= width:
            lines.append(part.lstrip())
            filled = measure(part.lstrip())
        else:
            filled = _break_piece(lines, filled, part, width, measure)
    return [line.strip() for line in lines if line.strip()]


def _break_piece(
    lines: list[str], filled: float, part: str, width: float, measure: Callable[[str], float]
) -> float:
    """How far the last line is filled then."""
    for character in part:
        wide = measure(character)
        if lines[-1] and filled + wide > width:
            lines.append("")
            filled = 0.0
        lines[-1] += character
        filled += wide
    return filled
