"""How a photo comes to the goods in hand: from a watched folder, or a file that a person chooses."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from station.inbound.commands.desk import Desk
from station.inbound.commands.photos import Photo, PhotoFault, copy_photo, newest_photo, note_photo
from station.inbound.model.rules import Ruling
from station.inbound.model.verdicts import Verdict
from station.kernel.aside import Aside
from station.kernel.trouble import Trouble

_FAULTS = {PhotoFault.NO_PHOTO: Verdict.NO_PHOTO, PhotoFault.TOO_LARGE: Verdict.PHOTO_TOO_LARGE}
Tell = Callable[[Callable[[], Ruling | None]], None]
"""Does what is left to do once the file is there, and shows what came of it."""


@dataclass(frozen=True)
class Paths:
    """Where photos lie: `kept` in the data folder; `watched` is where a camera puts them, if anywhere."""

    kept: Path
    watched: Path | None = None


class PhotoTalk:
    """The part of the conversation that is about photos; files are read and copied aside."""

    def __init__(self, desk: Desk, aside: Aside, paths: Paths, tell: Tell) -> None:
        self._desk = desk
        self._aside = aside
        self._paths = paths
        self._tell = tell
        self.asked = 0
        """How often a file was to be chosen by hand."""

    def take(self, since: datetime) -> Ruling | None:
        """The newest picture of the watched folder, not before `since`."""
        if self._desk.card is None:
            return Ruling(Verdict.NOT_NOW)
        folder = self._paths.watched
        if folder is None:
            self._ask()
            return None
        self._aside(lambda: newest_photo(folder, since), self._found, self._failed)
        return None

    def attach(self, file: Path) -> Ruling | None:
        """Copy a file and let it go with the goods in hand."""
        if self._desk.card is None:
            return Ruling(Verdict.NOT_NOW)
        kept = self._paths.kept
        self._aside(lambda: copy_photo(file, kept), self._copied, self._failed)
        return None

    def _ask(self) -> None:
        self.asked += 1

    def _found(self, found: Path | None) -> None:
        def go_on() -> Ruling | None:
            if found is not None:
                return self.attach(found)
            self._ask()
            return None

        self._tell(go_on)

    def _copied(self, photo: Photo | PhotoFault) -> None:
        self._tell(lambda: self._noted(photo))

    def _noted(self, photo: Photo | PhotoFault) -> Ruling | None:
        if isinstance(photo, PhotoFault):
            return Ruling(_FAULTS[photo])
        if self._desk.card is None:
            return None
        note_photo(self._desk, photo)
        self._desk.card = replace(self._desk.card, photo=photo.hash)
        return Ruling(Verdict.PHOTO_TAKEN)

    def _failed(self, trouble: Trouble) -> None:
        values = {"what": trouble.what, "remedy": trouble.remedy}
        self._tell(lambda: Ruling(Verdict.NOT_RECORDED, values))
