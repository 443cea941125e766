"""What came of a scan or a button: the verdict and the values its words want."""

from dataclasses import dataclass, field
from typing import Any

from station.counting.model.verdicts import Verdict


@dataclass(frozen=True)
class Ruling:
    """An answer still without words."""

    verdict: Verdict
    values: dict[str, Any] = field(default_factory=dict, hash=False)


def ruling(verdict: Verdict, **values: Any) -> Ruling:
    """A ruling with its values by name."""
    return Ruling(verdict, values)
