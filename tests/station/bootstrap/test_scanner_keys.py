"""Keys of the window become what the guide reads, whatever a platform says of special ones."""

from hardware.identify import F8, F13, Stroke
from station.bootstrap.scanner_keys import strokes_of
from station.shell.burst import F13_KEY, RIGHT_BRACKET_KEY, KeyRecord
from station.shell.key_tap import F8_KEY


def test_special_keys_are_named_and_a_separator_is_typed() -> None:
    records = (
        KeyRecord("", F13_KEY, 1),
        KeyRecord("a", 65, 2, caps_lock=True),
        KeyRecord("", RIGHT_BRACKET_KEY, 3, ctrl=True),
        KeyRecord("\x1d", RIGHT_BRACKET_KEY, 4, ctrl=True),
        KeyRecord("]", RIGHT_BRACKET_KEY, 5),
        KeyRecord("", F8_KEY, 6),
    )
    assert strokes_of(records) == (
        Stroke("", 1, name=F13),
        Stroke("a", 2, caps_lock=True),
        Stroke("\x1d", 3),
        Stroke("\x1d", 4),
        Stroke("]", 5),
        Stroke("", 6, name=F8),
    )
