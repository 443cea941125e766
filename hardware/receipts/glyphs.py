"""Characters the fonts do not have, so that nothing disappears from a slip unseen."""

import unicodedata

from hardware.drawing.canvas import REGULAR, Faces

REPLACEMENT = "□"
"""What stands for a character that cannot be drawn: emoji, the rarest of names."""
_NOT_A_CHARACTER = "\U0010ffff"
_LOOK_SIZE = 20
_MODIFIERS = frozenset({"Mn", "Me", "Cf", "Sk"})
"""Marks on the character before: left out where they cannot be drawn, as that one is there already."""


class Glyphs:
    """Knows which characters the faces can draw; the regular and the bold one have the same."""

    def __init__(self, faces: Faces) -> None:
        self._font = faces.get(REGULAR, _LOOK_SIZE)
        self._missing = bytes(self._font.getmask(_NOT_A_CHARACTER))
        self._known: dict[str, bool] = {}

    def drawable(self, text: str) -> str:
        """The text composed (NFC), with `REPLACEMENT` for each character that has no shape."""
        return "".join(map(self._drawable, unicodedata.normalize("NFC", text)))

    def _drawable(self, character: str) -> str:
        if character.isspace() or self._has(character):
            return character
        return "" if unicodedata.category(character) in _MODIFIERS else REPLACEMENT

    def _has(self, character: str) -> bool:
        if character not in self._known:
            self._known[character] = bytes(self._font.getmask(character)) != self._missing
        return self._known[character]
