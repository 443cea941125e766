"""What a scanned command asks of a desk: the same as a key of the keyboard, for hands in gloves."""

from enum import IntEnum


class DeskCommand(IntEnum):
    """The number within a command's code; a room gives its keys their meaning."""

    F1 = 1
    F2 = 2
    F3 = 3
    F4 = 4
    F5 = 5
    F6 = 6
    F7 = 7
    F8 = 8
    F9 = 9
    F10 = 10
    F11 = 11
    F12 = 12
    ENTER = 20
    ESCAPE = 21
    UP = 22
    DOWN = 23
    LEFT = 24
    RIGHT = 25
    NEXT_FIELD = 26
    """Tab."""
    BACKSPACE = 27
    SPACE = 28
    HOME = 29
    DIGIT_0 = 30
    DIGIT_1 = 31
    DIGIT_2 = 32
    DIGIT_3 = 33
    DIGIT_4 = 34
    DIGIT_5 = 35
    DIGIT_6 = 36
    DIGIT_7 = 37
    DIGIT_8 = 38
    DIGIT_9 = 39
    ROOM_1 = 41
    ROOM_2 = 42
    ROOM_3 = 43
    ROOM_4 = 44
    ROOM_5 = 45
    ROOM_6 = 46
    ROOM_7 = 47
    ROOM_8 = 48
    ROOM_9 = 49
    ROOM_10 = 50
    """Ctrl+1 to Ctrl+9 and Ctrl+0: the rooms of work on the left."""
    SIGN_OUT = 60
    SYNC = 61
    PRINTING = 62
    DEVICES = 63
    """The rooms under them."""


def command_of(number: int) -> DeskCommand | None:
    """The command with this number, None for one this version does not know."""
    try:
        return DeskCommand(number)
    except ValueError:
        return None
