"""An order is done or opened again: asked once more where something follows from it."""

from collections.abc import Callable

from station.inbound.commands import closing
from station.inbound.commands.desk import Desk
from station.inbound.model.rules import Ruling
from station.inbound.model.verdicts import Verdict


class ClosingTalk:
    """Remembers what was asked; the same key once more confirms it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked = ""

    @property
    def asks(self) -> bool:
        """Whether something is to be confirmed."""
        return bool(self._asked)

    @property
    def asks_to_close(self) -> bool:
        """Whether closing with something lacking is to be confirmed."""
        return self._asked == "close"

    def forget(self) -> None:
        """Something else was done: it is not confirmed any more."""
        self._asked = ""

    def finish(self) -> Ruling:
        """Close the chosen order, or open it again. Raises Trouble."""
        order = self._desk.chosen
        if order is None:
            return Ruling(Verdict.NOT_NOW)
        if order.closed_at is not None:
            return self._twice("reopen", Ruling(Verdict.CONFIRM_REOPEN), closing.reopen)
        if not order.lacking:
            return closing.close(self._desk)
        lacks = sum(line.lacks for line in order.lacking)
        return self._twice("close", Ruling(Verdict.CONFIRM_CLOSE, {"lacks": lacks}), closing.close)

    def _twice(self, what: str, asking: Ruling, act: Callable[[Desk], Ruling]) -> Ruling:
        if self._asked != what:
            self._asked = what
            return asking
        self._asked = ""
        return act(self._desk)
