"""Editing the layouts of in-store weight codes, with a sample read by them at each change."""

from station.devices.model.layouts import LayoutReader
from station.devices.model.told import Told
from station.devices.model.view import LayoutsPart
from station.kernel.messages import Message, Tone


class LayoutDesk:
    """What is being edited beside what is in use; belongs to the store thread."""

    def __init__(self, reader: LayoutReader, fixed: tuple[str, ...]) -> None:
        """`fixed` are the layouts of the settings file; where there are any, only it can change them."""
        self._reader = reader
        self._fixed = fixed
        self._saved: tuple[str, ...] = fixed
        self._edited: tuple[str, ...] = fixed
        self._sample = ""

    @property
    def is_fixed(self) -> bool:
        """Whether the settings file names them."""
        return bool(self._fixed)

    @property
    def edited(self) -> tuple[str, ...]:
        """The layouts as they are edited, empty lines left out."""
        return self._edited

    def saved(self, layouts: tuple[str, ...]) -> None:
        """These are in use now."""
        if not self.is_fixed:
            self._saved = self._edited = layouts

    def edit(self, layouts: tuple[str, ...]) -> None:
        """Write them so; nothing is in use yet."""
        if not self.is_fixed:
            self._edited = tuple(each.strip() for each in layouts if each.strip())

    def try_code(self, code: str) -> None:
        """Read this sample by what is edited."""
        self._sample = code.strip()

    def obstacle(self) -> Message | None:
        """What is wrong with the first wrong layout."""
        for number, layout in enumerate(self._edited, start=1):
            trouble = self._reader.check(layout)
            if trouble is not None:
                return Message("Line {number}: {words}", number=number, words=trouble.words())
        return None

    def part(self) -> LayoutsPart:
        """As it is now."""
        obstacle = self.obstacle()
        preview = None
        if self._sample and obstacle is None:
            preview = self._reader.read(self._sample, self._edited)
        return LayoutsPart(
            layouts=self._edited,
            is_fixed=self.is_fixed,
            told=None if obstacle is None else Told(Tone.REFUSED, obstacle),
            sample=self._sample,
            preview=preview,
            is_changed=self._edited != self._saved,
        )
