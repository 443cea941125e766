"""What stands on the command sheet of each room: its keys as codes, for a desk with nothing but a scanner."""

from collections.abc import Mapping

from station.bootstrap.roles import (
    COUNTING,
    CRATES,
    DEVICES,
    DISPATCH,
    INBOUND,
    LOADING,
    PACKING,
    PICKING,
    PICKUP,
    PRINTING,
    SLOTTING,
    SYNC,
    TEAM,
    WAVES,
)
from station.devices.model.label_page import PRINTED_HERE
from station.devices.model.words import LABEL_WORDS
from station.kernel.desk_commands import DeskCommand as Do
from station.kernel.key_names import key_name
from station.kernel.messages import Message

DOOR = "door"
"""The pages before the rooms: sign-in and enrolment."""

Row = tuple[Message, Do]

_WALK: tuple[Row, ...] = (
    (Message("Next field or button"), Do.NEXT_FIELD),
    (Message("Press it, or confirm"), Do.ENTER),
)
_ARROWS: tuple[Row, ...] = ((Message("Up"), Do.UP), (Message("Down"), Do.DOWN))
_FRAME: tuple[Row, ...] = (
    (Message("Cloud"), Do.SYNC),
    (Message("Devices"), Do.DEVICES),
    (Message("Sign out"), Do.SIGN_OUT),
)
_REPRINT: tuple[Row, ...] = (
    (Message("Print label again: damaged"), Do.F2),
    (Message("Print label again: lost"), Do.F3),
    (Message("Print label again: never came out"), Do.F4),
)

_PICKING: tuple[Row, ...] = (
    (Message("Take it, or: it is out"), Do.F9),
    (Message("Undo"), Do.F8),
    (Message("Short"), Do.F6),
    (Message("Damaged"), Do.F11),
    (Message("Supervisor"), Do.F1),
    (Message("Later"), Do.F7),
    (Message("Weigh; or: give back"), Do.F5),
    (Message("Put instead"), Do.F12),
    (Message("One fewer in hand"), Do.LEFT),
    (Message("One more in hand"), Do.RIGHT),
    (Message("Crate before"), Do.UP),
    (Message("Next crate"), Do.DOWN),
    (Message("Close crate"), Do.F10),
    *_REPRINT[:2],
    (Message("Hand over; or: label never came out"), Do.F4),
    (Message("Large figures, or the whole desk"), Do.HOME),
    (Message("Back"), Do.ESCAPE),
)
_LOADING: tuple[Row, ...] = (
    (Message("Depart"), Do.F9),
    (Message("Undo"), Do.F8),
    (Message("Take off"), Do.F7),
    (Message("Supervisor"), Do.F1),
    (Message("Cancel"), Do.ESCAPE),
    *_ARROWS,
    (Message("A page back"), Do.LEFT),
    (Message("A page on"), Do.RIGHT),
)
_PICKUP: tuple[Row, ...] = (
    (Message("Confirm handover, or complete the receipt"), Do.F9),
    (Message("Receive crates; or: not found"), Do.F6),
    (Message("Not wanted"), Do.F7),
    (Message("Undo"), Do.F8),
    (Message("Print slip"), Do.F5),
    (Message("Empties"), Do.F10),
    *_ARROWS,
    (Message("Press it, or confirm"), Do.ENTER),
    (Message("Put away"), Do.ESCAPE),
    (Message("Undo: given to the wrong customer"), Do.F1),
    (Message("Undo: wrong goods were taken"), Do.F2),
    (Message("Undo: the customer did not take it"), Do.F3),
    (Message("Undo: confirmed by mistake"), Do.F4),
)
_DISPATCH: tuple[Row, ...] = (*_WALK, *_ARROWS, (Message("Back"), Do.ESCAPE))
_PRINTING: tuple[Row, ...] = (
    (Message("It came out"), Do.F9),
    (Message("No: print it again"), Do.F8),
    (Message("All came out"), Do.F7),
    (Message("None came out"), Do.F6),
    (Message("Do not print this label"), Do.F5),
    *_REPRINT,
    *_WALK,
    *_ARROWS,
)
_SYNC: tuple[Row, ...] = (
    (Message("Sync now"), Do.F9),
    (Message("Settled"), Do.F8),
    *_WALK,
    *_ARROWS,
)
_DEVICES: tuple[Row, ...] = (
    *((LABEL_WORDS[kind], Do(Do.F1 + place)) for place, kind in enumerate(PRINTED_HERE)),
    (Message("Print the ticked labels"), Do.F9),
    *_WALK,
    *_ARROWS,
    (Message("Press it, or tick it"), Do.SPACE),
)
_COUNTING: tuple[Row, ...] = (
    (Message("Done, begin, confirm or approve"), Do.F9),
    (Message("Undo; or: count again"), Do.F8),
    (Message("Weigh; or: damaged"), Do.F6),
    (Message("Grams; or: move"), Do.F5),
    (Message("Expiry; or: expired"), Do.F7),
    (Message("Lot; or: lost"), Do.F10),
    (Message("Count"), Do.F2),
    (Message("Look up"), Do.F3),
    (Message("Differences"), Do.F4),
    *_ARROWS,
    (Message("Press it, or confirm"), Do.ENTER),
    (Message("Back"), Do.ESCAPE),
)
_INBOUND: tuple[Row, ...] = (
    (Message("Suppliers"), Do.F2),
    (Message("Expiry"), Do.F3),
    (Message("Lot"), Do.F4),
    (Message("Weigh"), Do.F5),
    (Message("Damaged"), Do.F6),
    (Message("Refuse"), Do.F7),
    (Message("Undo"), Do.F8),
    (Message("Photo"), Do.F9),
    (Message("Order done; or: more came"), Do.F10),
    (Message("Put away"), Do.F12),
    *_ARROWS,
    (Message("Press it, or confirm"), Do.ENTER),
    (Message("Cancel"), Do.ESCAPE),
)
_CRATES: tuple[Row, ...] = (
    (Message("Crates"), Do.F2),
    (Message("Came back"), Do.F3),
    (Message("Missing boxes"), Do.F4),
    (Message("Weigh; or: sound"), Do.F5),
    (Message("Open again; or: damaged"), Do.F6),
    (Message("Pack anew; or: lost"), Do.F7),
    (Message("Print label again"), Do.F8),
    (Message("Let pass"), Do.F9),
    (Message("Empty one weighed"), Do.F10),
    (Message("It is empty"), Do.F11),
    *_ARROWS,
    (Message("Weigh again, or confirm"), Do.ENTER),
    (Message("Back"), Do.ESCAPE),
)
_PACKING: tuple[Row, ...] = (
    (Message("Pack this one; or: box is done"), Do.F9),
    (Message("Undo"), Do.F8),
    (Message("Part missing"), Do.F6),
    (Message("Label again"), Do.F2),
    *_ARROWS,
    (Message("Begin, or box is done"), Do.ENTER),
    (Message("Back"), Do.ESCAPE),
)
_SLOTTING: tuple[Row, ...] = (
    (Message("Map"), Do.F2),
    (Message("Moves"), Do.F3),
    (Message("Next board"), Do.F4),
    (Message("Assign"), Do.F5),
    (Message("Look for moves"), Do.F6),
    (Message("Skip"), Do.F7),
    (Message("Undo"), Do.F8),
    (Message("Start"), Do.F9),
    *_ARROWS,
    (Message("Bin on the left"), Do.LEFT),
    (Message("Bin on the right"), Do.RIGHT),
    (Message("Back"), Do.ESCAPE),
)
_WAVES: tuple[Row, ...] = (
    (Message("Late"), Do.F2),
    (Message("Under way"), Do.F3),
    (Message("To begin"), Do.F4),
    (Message("Packed"), Do.F5),
    (Message("Share over desks"), Do.F6),
    (Message("Hold back"), Do.F7),
    (Message("Pairs"), Do.F8),
    (Message("Hand over: ask the desk of the wave"), Do.F11),
    (Message("Divide over desks, or make whole"), Do.F12),
    (Message("Release the next group, or this wave"), Do.F9),
    (Message("Find a pickup point"), Do.F10),
    *_ARROWS,
    (Message("Open, or make it so"), Do.ENTER),
    (Message("Back"), Do.ESCAPE),
)
_TEAM: tuple[Row, ...] = (
    (Message("Desks"), Do.F2),
    (Message("Tasks"), Do.F3),
    (Message("My figures"), Do.F4),
    (Message("Newest figures"), Do.F5),
    *_ARROWS,
)
_DOOR: tuple[Row, ...] = (
    *_WALK,
    (Message("Show a code"), Do.F9),
    (Message("Go on working as before"), Do.ESCAPE),
)
_ROOMS: Mapping[str, tuple[Row, ...]] = {
    PICKING: (*_PICKING, *_FRAME),
    LOADING: (*_LOADING, *_FRAME),
    PICKUP: (*_PICKUP, *_FRAME),
    DISPATCH: (*_DISPATCH, *_FRAME),
    PRINTING: (*_PRINTING, *_FRAME),
    SYNC: (*_SYNC, *_FRAME),
    DEVICES: (*_DEVICES, *_FRAME),
    INBOUND: (*_INBOUND, *_FRAME),
    COUNTING: (*_COUNTING, *_FRAME),
    CRATES: (*_CRATES, *_FRAME),
    PACKING: (*_PACKING, *_FRAME),
    SLOTTING: (*_SLOTTING, *_FRAME),
    WAVES: (*_WAVES, *_FRAME),
    TEAM: (*_TEAM, *_FRAME),
    DOOR: _DOOR,
}
SHEETS = tuple(_ROOMS)
"""Rooms that have a sheet, and the door."""
DIGITS = tuple(Do(Do.DIGIT_0 + digit) for digit in (1, 2, 3, 4, 5, 6, 7, 8, 9, 0))
"""The keypad, as it is read."""
KEYPAD: tuple[Row, ...] = (
    *((key_name(digit), digit) for digit in DIGITS),
    (Message("Delete a digit"), Do.BACKSPACE),
    (Message("Press it, or confirm"), Do.ENTER),
)
"""What numbers are typed with."""


def commands_for(room: str) -> tuple[Row, ...]:
    """The commands of `room` (an id of bootstrap.roles, or DOOR) in the words of its buttons.

    Raises KeyError for a room there is none of.
    """
    return _ROOMS[room]
