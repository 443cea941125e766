"""What the key of a desk command is called, on a sheet and in an answer alike."""

from station.kernel.desk_commands import DeskCommand
from station.kernel.messages import Message

_NAMES = {
    DeskCommand.ENTER: Message("Enter"),
    DeskCommand.ESCAPE: Message("Esc"),
    DeskCommand.UP: Message("↑"),
    DeskCommand.DOWN: Message("↓"),
    DeskCommand.LEFT: Message("←"),
    DeskCommand.RIGHT: Message("→"),
    DeskCommand.NEXT_FIELD: Message("Tab"),
    DeskCommand.BACKSPACE: Message("Backspace"),
    DeskCommand.SPACE: Message("Space"),
    DeskCommand.HOME: Message("Home"),
    DeskCommand.SIGN_OUT: Message("Sign out"),
    DeskCommand.SYNC: Message("Cloud"),
    DeskCommand.PRINTING: Message("Printing"),
    DeskCommand.DEVICES: Message("Devices"),
}


def key_name(command: DeskCommand) -> Message:
    """The name of the key, or of the button, that `command` stands for."""
    if DeskCommand.ROOM_1 <= command <= DeskCommand.ROOM_10:
        return Message("Room {number}", number=command - DeskCommand.ROOM_1 + 1)
    if DeskCommand.DIGIT_0 <= command <= DeskCommand.DIGIT_9:
        return Message("{digit}", digit=command - DeskCommand.DIGIT_0)
    # Function keys are called as they are: no catalogue has them.
    return _NAMES.get(command) or Message("{key}", key=command.name)
