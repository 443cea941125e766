"""The five sounds are ours, differ to the ear, and a PC without a speaker says so."""

import importlib.util
import struct
import sys
import wave
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from station.kernel.messages import Sound
from station.shell.sounds import (
    CommandSounds,
    NoSounds,
    RecordingSounds,
    Sounds,
    SoundState,
    WindowsSounds,
    system_sounds,
)

WRITE_ARGUMENT = "import sys; open(sys.argv[1] + '.heard', 'w').write('1')"


@pytest.fixture
def maker(resources: Path) -> ModuleType:
    """make_sounds.py as a module."""
    spec = importlib.util.spec_from_file_location("make_sounds", resources / "sounds" / "make_sounds.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def read(file: Path) -> tuple[int, list[int]]:
    with wave.open(str(file), "rb") as sound:
        assert (sound.getnchannels(), sound.getsampwidth()) == (1, 2)
        frames = sound.readframes(sound.getnframes())
        return sound.getframerate(), list(struct.unpack(f"<{len(frames) // 2}h", frames))


def loudest_hz(file: Path) -> float:
    rate_hz, samples = read(file)
    spectrum = np.abs(np.fft.rfft(samples, n=1 << 16))
    return float(np.argmax(spectrum)) * rate_hz / (1 << 16)


def test_the_files_are_what_the_script_makes(resources: Path, maker: ModuleType, tmp_path: Path) -> None:
    maker.write(tmp_path)
    names = sorted(sound.value for sound in Sound)
    assert sorted(file.stem for file in tmp_path.iterdir()) == names
    for name in names:
        assert read(resources / "sounds" / f"{name}.wav") == read(tmp_path / f"{name}.wav")


def test_each_sound_differs_in_pitch_or_length(resources: Path) -> None:
    pitch = {sound: loudest_hz(resources / "sounds" / f"{sound.value}.wav") for sound in Sound}
    seconds = {}
    for sound in Sound:
        rate_hz, samples = read(resources / "sounds" / f"{sound.value}.wav")
        seconds[sound] = len(samples) / rate_hz
        assert max(map(abs, samples)) > 20_000, "a hall is loud"
    assert pitch[Sound.OK] > 1200
    assert seconds[Sound.OK] < 0.15
    assert pitch[Sound.WRONG] < 250
    assert seconds[Sound.WRONG] > 0.4
    assert pitch[Sound.PUT_DONE] < pitch[Sound.OK]
    ordered = sorted(pitch.values())
    assert all(higher / lower > 1.15 for lower, higher in pairwise(ordered))
    assert all(second < 0.8 for second in seconds.values())


@pytest.mark.parametrize(
    "sounds",
    [
        RecordingSounds(),
        NoSounds(),
        CommandSounds(Path("nowhere"), ("no-such-player-anywhere",)),
        WindowsSounds(Path("nowhere")),
    ],
    ids=lambda sounds: type(sounds).__name__,
)
def test_every_player_takes_every_sound_and_says_how_it_is(sounds: Sounds) -> None:
    for sound in Sound:
        sounds.play(sound)
    assert sounds.state() in SoundState


def test_the_recording_twin_keeps_what_was_played() -> None:
    sounds = RecordingSounds()
    sounds.play(Sound.OK)
    sounds.play(Sound.WRONG)
    assert sounds.played == [Sound.OK, Sound.WRONG]


def test_a_command_gets_the_file(tmp_path: Path, qtbot: QtBot) -> None:
    sounds = CommandSounds(tmp_path, (sys.executable, "-c", WRITE_ARGUMENT))
    sounds.play(Sound.ASK)
    qtbot.waitUntil((tmp_path / "ask.wav.heard").exists)
    assert sounds.state() is SoundState.READY
    sounds.close()


def test_a_player_that_fails_makes_the_state_silent(tmp_path: Path, qtbot: QtBot) -> None:
    sounds = CommandSounds(tmp_path, (sys.executable, "-c", "raise SystemExit(1)"))
    sounds.play(Sound.OK)
    qtbot.waitUntil(lambda: sounds.state() is SoundState.SILENT)
    sounds.close()


def test_the_next_sound_ends_the_one_before(tmp_path: Path) -> None:
    sounds = CommandSounds(tmp_path, (sys.executable, "-c", "import signal; signal.pause()"))
    for _ in range(3):
        sounds.play(Sound.WAVE_DONE)
    sounds.close()
    assert sounds.state() is SoundState.READY


def test_a_pc_without_a_player_is_silent_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    sounds = system_sounds(tmp_path)
    assert sounds.state() is SoundState.SILENT
    (tmp_path / "aplay").write_text("#!/bin/sh\n")
    (tmp_path / "aplay").chmod(0o755)
    assert system_sounds(tmp_path).state() is SoundState.READY
