"""In-store weight codes: the seam to whoever reads them by a layout, and what a preview tells."""

from dataclasses import dataclass
from typing import Protocol

from station.kernel.messages import Message, Tone
from station.kernel.trouble import Trouble


@dataclass(frozen=True)
class LayoutPreview:
    """What a sample code means under the layouts: `facts` are names and values, empty when it is refused."""

    tone: Tone
    words: Message
    facts: tuple[tuple[Message, str], ...] = ()


class LayoutReader(Protocol):
    """Reads weight codes of scales in shops; neither call waits for anything."""

    def check(self, layout: str) -> Trouble | None:
        """What is wrong with a layout, None where nothing is."""
        ...

    def read(self, code: str, layouts: tuple[str, ...]) -> LayoutPreview:
        """What a code means under these layouts. Never raises."""
        ...
