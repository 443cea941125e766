"""Dots on their way through printers that also look for commands in them."""

import re


def broken(data: bytes, command: re.Pattern[bytes], first: int) -> bytes:
    """The data with the first byte of each match of `command` replaced by `first`.

    Some printers carry out commands wherever they see them, in the middle of a picture too: one would
    answer a question nobody asked, or reset itself. One dot more at an edge breaks the command, and neither
    eye nor scanner can see it. `first` must not begin a match itself, so that one pass is enough.
    """
    return command.sub(lambda match: bytes([first]) + match.group()[1:], data)
