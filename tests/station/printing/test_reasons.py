"""Every reason a printer can give has a sentence of the catalogue, and says the same there."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from hardware.errors import Reason
from station.kernel.messages import Message
from station.printing.reasons import HARDWARE_WORDS, StationReason, reason_words


@pytest.fixture(scope="module")
def catalogue(project: Path) -> ModuleType:
    """The tool that collects the sentences of the code."""
    spec = importlib.util.spec_from_file_location("texts_build", project / "resources/texts/build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("reason", list(Reason))
def test_each_reason_of_the_hardware_has_its_sentence(reason: Reason) -> None:
    assert reason_words(reason.value) == Message(reason.value)
    assert HARDWARE_WORDS[reason] == reason.value


def test_each_reason_is_collected_for_translation(catalogue: ModuleType) -> None:
    said = {str(message.id) for message in catalogue.sentences() if message.id}
    assert {reason.value for reason in (*Reason, *StationReason)} <= said


def test_a_reason_nobody_knows_is_told_as_it_is() -> None:
    assert reason_words("The moon is full.") == Message("The moon is full.")
    assert reason_words("") == Message("")
