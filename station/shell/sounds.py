"""Plays the sound of a verdict by whatever the PC has, and says so when it has nothing."""

import shutil
import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from station.kernel.messages import Sound

PLAYERS = (("paplay",), ("aplay", "-q"), ("pw-play",))


class SoundState(StrEnum):
    """Whether sounds can be heard."""

    READY = "ready"
    SILENT = "silent"
    """No player on this PC, or the file or device does not play: verdicts are only seen."""


class Sounds(Protocol):
    """Something that makes a verdict heard."""

    def play(self, sound: Sound) -> None:
        """Start `sound` and return at once; the sound before it stops. Never raises."""
        ...

    def state(self) -> SoundState:
        """Whether it can be heard, as far as is known."""
        ...


class RecordingSounds:
    """Keeps what was played instead of making noise: for tests and for a demo without a speaker."""

    def __init__(self) -> None:
        self.played: list[Sound] = []

    def play(self, sound: Sound) -> None:
        self.played.append(sound)

    def state(self) -> SoundState:
        return SoundState.READY


class NoSounds:
    """A PC without any way to make a sound."""

    def play(self, sound: Sound) -> None:
        """Nothing is heard."""

    def state(self) -> SoundState:
        return SoundState.SILENT


class CommandSounds:
    """Plays through a command of the system, as a process of its own."""

    def __init__(self, folder: Path, command: tuple[str, ...]) -> None:
        """`folder` holds a WAV per sound; `command` gets the file as its last argument."""
        self._folder = folder
        self._command = command
        self._playing: subprocess.Popen[bytes] | None = None
        self._state = SoundState.READY

    def play(self, sound: Sound) -> None:
        self._end_last()
        file = self._folder / f"{sound.value}.wav"
        try:
            self._playing = subprocess.Popen(  # noqa: S603 - a command of our own list and a file of ours
                [*self._command, str(file)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            self._state = SoundState.SILENT

    def state(self) -> SoundState:
        if self._playing is not None and self._playing.poll() not in (None, 0):
            self._state = SoundState.SILENT
        return self._state

    def close(self) -> None:
        """Stop what plays."""
        self._end_last()

    def _end_last(self) -> None:
        """End the sound before; one that failed by itself tells that nothing can be heard."""
        if self._playing is None:
            return
        result = self._playing.poll()
        if result is None:
            self._playing.kill()
            self._playing.wait()
        else:
            self._state = SoundState.READY if result == 0 else SoundState.SILENT
        self._playing = None


class WindowsSounds:
    """Plays through winsound, which Python brings on Windows."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds a WAV per sound."""
        self._folder = folder
        self._state = SoundState.READY

    def play(self, sound: Sound) -> None:
        if sys.platform == "win32":
            import winsound

            flags = winsound.SND_ASYNC | winsound.SND_FILENAME | winsound.SND_NODEFAULT
            try:
                winsound.PlaySound(str(self._folder / f"{sound.value}.wav"), flags)
                self._state = SoundState.READY
            except RuntimeError:
                self._state = SoundState.SILENT

    def state(self) -> SoundState:
        return self._state


def system_sounds(folder: Path) -> Sounds:
    """The best player this PC has for the WAVs of `folder`."""
    if sys.platform == "win32":
        return WindowsSounds(folder)
    for name, *options in PLAYERS:
        program = shutil.which(name)
        if program:
            return CommandSounds(folder, (program, *options))
    return NoSounds()
