"""What is told of a device address in the settings that cannot be used."""

from hardware.errors import BadAddress
from station.kernel.messages import Message
from station.kernel.trouble import Trouble


def bad_address(error: BadAddress) -> Trouble:
    """The trouble to tell: the rest of the station works on."""
    return Trouble(
        Message("A device in the settings cannot be used: {reason}", reason=str(error.what)),
        Message("Correct it in the settings and start again; the rest works"),
        retry_helps=False,
    )
