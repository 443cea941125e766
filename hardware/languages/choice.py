"""The language of a name: one place knows them all."""

from hardware.languages.escpos import EscPos
from hardware.languages.language import Language, LanguageName
from hardware.languages.tspl import Tspl
from hardware.languages.zpl import Zpl


def language_named(name: LanguageName) -> Language:
    """The language of a name."""
    match name:
        case LanguageName.ZPL:
            return Zpl()
        case LanguageName.TSPL:
            return Tspl()
        case LanguageName.ESCPOS:
            return EscPos()
