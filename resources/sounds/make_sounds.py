"""Makes the five sounds of the station from pure tones, so that they are ours and can be made again.

Run it to write the WAV files beside it. Each sound is a few notes; a note with odd harmonics carries
through the noise of a hall better than a pure sine of the same level.
"""

import math
import struct
import sys
import wave
from dataclasses import dataclass
from pathlib import Path

RATE_HZ = 22_050
PEAK = 0.82
FADE_S = 0.006


@dataclass(frozen=True)
class Note:
    """A tone (0 Hz is silence) of `seconds`, with `edge` as the share of odd harmonics."""

    hz: float
    seconds: float
    edge: float = 0.25


SOUNDS: dict[str, tuple[Note, ...]] = {
    "ok": (Note(1568.0, 0.09),),
    "put_done": (Note(784.0, 0.07), Note(0, 0.04), Note(784.0, 0.09)),
    "wrong": (Note(196.0, 0.55, edge=0.9),),
    "ask": (Note(587.3, 0.14), Note(440.0, 0.2)),
    "wave_done": (Note(523.3, 0.11), Note(659.3, 0.11), Note(784.0, 0.11), Note(1046.5, 0.3)),
}


def samples(notes: tuple[Note, ...]) -> list[int]:
    """The notes one after the other as 16-bit samples."""
    return [value for note in notes for value in _note_samples(note)]


def _note_samples(note: Note) -> list[int]:
    count = round(note.seconds * RATE_HZ)
    if note.hz == 0:
        return [0] * count
    wave_form = [_tone(note, at / RATE_HZ) * _envelope(at / RATE_HZ, note.seconds) for at in range(count)]
    loudest = max(abs(value) for value in wave_form)
    return [round(value / loudest * PEAK * 32_767) for value in wave_form]


def _tone(note: Note, second: float) -> float:
    turn = 2 * math.pi * note.hz * second
    return math.sin(turn) + note.edge * (math.sin(3 * turn) / 3 + math.sin(5 * turn) / 5)


def _envelope(second: float, seconds: float) -> float:
    """Soft edges, so that nothing clicks, and a slow fall."""
    edge = min(1.0, second / FADE_S, (seconds - second) / FADE_S)
    return edge * (1 - 0.35 * second / seconds)


def write(folder: Path) -> None:
    """Write a mono 16-bit WAV per sound into `folder`."""
    for name, notes in SOUNDS.items():
        with wave.open(str(folder / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            values = samples(notes)
            file.writeframes(struct.pack(f"<{len(values)}h", *values))


if __name__ == "__main__":
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
