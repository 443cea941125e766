"""The answer to an act, as a value: a verdict and what its words need."""

from dataclasses import dataclass, field
from typing import Any

from station.kernel.messages import Message
from station.pickup.model.verdicts import VERDICTS, Verdict


@dataclass(frozen=True)
class Ruling:
    """A verdict with the values of its words."""

    verdict: Verdict
    values: dict[str, Any] = field(default_factory=dict)

    def words(self) -> Message:
        """The sentence for the operator."""
        return Message(VERDICTS[self.verdict].words, **self.values)


def called(name: str, spec: str) -> str:
    """A product as it is said: with its specification."""
    return f"{name} {spec}".strip()


def numbers(crates: list[int]) -> str:
    """Crate numbers in a sentence."""
    return ", ".join(str(number) for number in sorted(set(crates)))
