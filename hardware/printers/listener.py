"""The ear of a simulated printer: takes jobs and questions out of what comes over one wire."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from hardware.faults import Fault
from hardware.languages.language import Language, Piece, PieceKind
from hardware.printers.engine import PrintEngine

NONSENSE = b"\x02x\x03\x02y\x03\x02z\x03"
"""No answer in any language."""


class Wire(Protocol):
    """One connection, seen from the printer."""

    def receive(self) -> bytes | None:
        """Wait a moment for bytes: None where none came, empty where the other side has gone.

        May raise OSError.
        """
        ...

    def send(self, data: bytes) -> None:
        """Send all bytes. May raise OSError."""
        ...

    def reset(self) -> None:
        """Break the connection so that the other side notices. May raise OSError."""
        ...


class Listener:
    """Answers the questions of one client and hands its jobs to the engine."""

    def __init__(self, wire: Wire, language: Language, engine: PrintEngine, ended: threading.Event) -> None:
        self._wire, self._language, self._engine, self._ended = wire, language, engine, ended
        self._unread = bytearray()
        self._one_answer = threading.Lock()

    def run(self) -> None:
        """Listen until the client goes, a fault breaks the connection, or the printer is switched off."""
        with suppress(OSError):
            while not self._ended.is_set() and self._receive():
                while self._take_next():
                    pass

    def _receive(self) -> bool:
        """False when the client has gone or the fault ends the connection."""
        if self._engine.fault in (Fault.STALLS, Fault.RESETS) and self._language.is_begun(self._unread):
            if self._engine.fault is Fault.RESETS:
                self._wire.reset()
                return False
            self._engine.wait_while(Fault.STALLS)
        chunk = self._wire.receive()
        if chunk:
            self._unread += chunk
        return chunk != b""

    def _take_next(self) -> bool:
        """Deal with the first whole thing in the stream; False when there is none."""
        piece = self._language.cut(self._unread)
        if piece is None:
            return False
        if piece.kind is not PieceKind.QUESTION and self._engine.fault in (Fault.RESETS, Fault.STALLS):
            return False
        self._deal_with(piece)
        return True

    def _deal_with(self, piece: Piece) -> None:
        data = bytes(self._unread[piece.start : piece.end])
        match piece.kind:
            case PieceKind.JOB:
                del self._unread[: piece.end]
                self._engine.take(data)
            case PieceKind.QUESTION:
                is_begun = self._language.is_begun(self._unread[: piece.start])
                del self._unread[piece.start : piece.end]
                self._answer(data, job_begun=is_begun)
            case PieceKind.MARKER:
                del self._unread[piece.start : piece.end]
                self._engine.take(self._in_turn(data))

    def _in_turn(self, marker: bytes) -> Callable[[], None]:
        def answer() -> None:
            with suppress(OSError):
                self._answer(marker, job_begun=False)

        return answer

    def _answer(self, question: bytes, job_begun: bool) -> None:
        state = self._engine.state(job_begun=job_begun)
        if state is not None:
            is_garbled = self._engine.fault is Fault.GARBLES
            answer = NONSENSE if is_garbled else self._language.answer(question, state)
            with self._one_answer:
                self._wire.send(answer)
