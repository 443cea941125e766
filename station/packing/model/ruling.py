"""What came of a scan or a button: the verdict and the values its words want."""

from dataclasses import dataclass, field
from typing import Any

from station.packing.model.box import Portion
from station.packing.model.verdicts import Verdict


@dataclass(frozen=True)
class Ruling:
    """An answer still without words; `portion` goes into the box with it."""

    verdict: Verdict
    values: dict[str, Any] = field(default_factory=dict, hash=False)
    portion: Portion | None = None


def ruling(verdict: Verdict, **values: Any) -> Ruling:
    """A ruling with its values by name."""
    return Ruling(verdict, values)
