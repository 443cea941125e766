"""Where the files of the program lie."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Resources:
    """The folder `resources` of the program."""

    folder: Path

    @property
    def texts(self) -> Path:
        """Catalogues of sentences."""
        return self.folder / "texts"

    @property
    def fonts(self) -> Path:
        """Typefaces."""
        return self.folder / "fonts"

    @property
    def sounds(self) -> Path:
        """Sound files."""
        return self.folder / "sounds"

    @property
    def icons(self) -> Path:
        """Drawings."""
        return self.folder / "icons"

    @property
    def demo(self) -> Path:
        """Real data for the demonstration."""
        return self.folder / "demo"
