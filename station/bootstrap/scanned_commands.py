"""Scanned commands on the Qt thread: done where the operator looks, and told where they do nothing."""

from collections.abc import Callable

from PySide6.QtCore import QTimer

from station.kernel.desk_commands import command_of
from station.kernel.key_names import key_name
from station.kernel.messages import Message, Texts
from station.shell.command_card import CommandCard
from station.shell.command_keys import COMMAND_TELLINGS, CommandKeys, CommandVerdict
from station.shell.look import Look
from station.shell.sounds import Sounds
from station.shell.window import MainWindow


class ScannedCommands:
    """Does the commands of one window."""

    def __init__(self, window: MainWindow, texts: Texts, look: Look, sounds: Sounds) -> None:
        self._keys = CommandKeys(window)
        self._card = CommandCard(texts, look, window)
        self._sounds = sounds

    def do(self, number: int, done: Callable[[], None]) -> None:
        """Do the command `number` and call `done` once, also where a dialog opens and stays open."""
        told = _Once(done)
        QTimer.singleShot(0, told)
        self._card.hide()
        try:
            self._act(number)
        finally:
            told()

    def _act(self, number: int) -> None:
        command = command_of(number)
        verdict = CommandVerdict.UNKNOWN if command is None else self._keys.do(command)
        telling = COMMAND_TELLINGS.get(verdict)
        if telling is None:
            return
        words = Message(telling.words) if command is None else Message(telling.words, key=key_name(command))
        self._sounds.play(telling.sound)
        self._card.say(telling.tone, words)


class _Once:
    """Calls at the first call only."""

    def __init__(self, call: Callable[[], None]) -> None:
        self._call: Callable[[], None] | None = call

    def __call__(self) -> None:
        call, self._call = self._call, None
        if call is not None:
            call()
