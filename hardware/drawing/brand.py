"""The brand as this deployment shows it: its words and its logo, in black and white."""

from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from hardware.errors import SettingsError

_LIGHT = 140
"""Grey from which a dot of the logo stays white."""
_LARGEST_PX = 16_000_000


@dataclass(frozen=True)
class Brand:
    """What stands for the brand on every label; an empty `text` leaves the label's own words.

    `logo` is a picture file Pillow reads (PNG for choice, with or without transparency).
    """

    text: str = ""
    logo: Path | None = None


class BadLogo(SettingsError):  # noqa: N818 - a state of the world, not a bug of ours
    """The logo file is gone, or no picture we can read."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The logo {path} cannot be read.", "Choose a PNG picture.")


class Logo:
    """The logo, opened once and scaled to each place."""

    def __init__(self, path: Path) -> None:
        """Raises BadLogo."""
        try:
            with Image.open(path) as picture:
                if picture.width * picture.height > _LARGEST_PX:
                    raise BadLogo(path)
                self._grey = _on_white(picture)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise BadLogo(path) from error

    def fitted(self, width: int, height: int) -> Image.Image:
        """As large as fits `width` × `height` dots, black is 1."""
        scale = min(width / self._grey.width, height / self._grey.height)
        size = (max(1, int(self._grey.width * scale)), max(1, int(self._grey.height * scale)))
        small = self._grey.resize(size, Image.Resampling.LANCZOS)
        return small.point(lambda value: 255 if value < _LIGHT else 0).convert("1", dither=Image.Dither.NONE)


def _on_white(picture: Image.Image) -> Image.Image:
    """The picture in grey on white paper, without empty margins."""
    coloured = picture.convert("RGBA")
    paper = Image.new("RGBA", coloured.size, "white")
    grey = Image.alpha_composite(paper, coloured).convert("L")
    ink = grey.point(lambda value: 255 if value < _LIGHT else 0).getbbox()
    return grey.crop(ink) if ink else grey
