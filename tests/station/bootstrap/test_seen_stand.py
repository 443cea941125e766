"""A room nobody looks at does not work for what the sync brings; it has caught up before it is used."""

from station.bootstrap.stands.stand import SeenStand

STOCK, BIN = "stock", "bin"


class Flow:
    """Writes down what it was told and asked, in order."""

    def __init__(self) -> None:
        self.heard: list[object] = []

    def open(self) -> str:
        return "opened"

    def changes_applied(self, kinds: set[str]) -> None:
        self.heard.append(set(kinds))

    def press(self) -> str:
        self.heard.append("pressed")
        return "after the press"


class Room:
    """A desk that is on show or not."""

    def __init__(self, *, on_show: bool) -> None:
        self.on_show = on_show
        self.shown: list[str] = []
        self.flow = Flow()
        self.stand = SeenStand[Flow, str](self.flow, self.shown.append, lambda: self.on_show)


def test_a_room_on_show_looks_at_once() -> None:
    room = Room(on_show=True)
    room.stand.changed({STOCK})
    assert room.flow.heard == [{STOCK}]


def test_a_hidden_room_does_nothing_however_often_something_changes() -> None:
    room = Room(on_show=False)
    for _ in range(3):
        room.stand.changed({STOCK})
    assert room.flow.heard == []


def test_all_it_missed_is_looked_at_once_before_it_acts() -> None:
    room = Room(on_show=False)
    room.stand.changed({STOCK})
    room.stand.changed({BIN})
    room.stand.act(Flow.press)
    room.stand.act(Flow.press)
    assert room.flow.heard == [{STOCK, BIN}, "pressed", "pressed"]
    assert room.shown == ["after the press", "after the press"]


def test_the_next_change_on_show_brings_what_was_missed_with_it() -> None:
    room = Room(on_show=False)
    room.stand.changed({STOCK})
    room.on_show = True
    room.stand.changed({BIN})
    assert room.flow.heard == [{STOCK, BIN}]
