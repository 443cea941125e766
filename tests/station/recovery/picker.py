"""A picking process to be killed: a station without a window and a script that scans; run by test_kill.py.

It takes one JSON line on standard input (what to do) when its imports are done, and prints one JSON line for
each act it is about to do (`doing`; `scan` unless it is a button), each view its screen was shown (`shown`),
and its end (`finished`).
A view is printed where a window would draw it: what is on standard output was acknowledged.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from station.bootstrap.stands.picking import TAKES_A_WAVE
from station.demo.autopilot import Autopilot
from station.picking.flow import PickingFlow
from station.picking.model.verdicts import Verdict
from station.picking.model.view import PickingView, Step, TileState
from station.printing.queue import JobState
from tests.station.recovery.desk import HeadlessDesk, Seen, headless_settings

MISTAKES = 0.1
UNDO = 0.08
LATER = 0.04
SHORT = 0.02


def tell(**what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def shown(view: PickingView) -> dict[str, Any]:
    """What the screen says, as far as the disk must say the same after a crash."""
    return {
        "step": view.step.value,
        "wave": view.wave.title if view.wave and view.wave.started else None,
        "short": view.wave.short if view.wave else 0,
        "crates": {tile.sscc: [tile.put, tile.state is TileState.CLOSED] for tile in view.crates},
    }


class PrintingDesk(HeadlessDesk):
    """Acknowledges on standard output, before the script goes on."""

    doing: str | None = None

    def picking(self, view: PickingView) -> None:
        before = self.seen.view.answer if self.seen.view else None
        # A label that came out meanwhile shows a view, too: it answers nothing.
        tell(shown=shown(view), answers=self.doing if view.answer is not before else None)
        super().picking(view)

    def bug(self, error: Exception) -> None:
        tell(bug=repr(error))
        super().bug(error)


class Script:
    """Picks wave after wave, with mistakes, undoing and shortages, until the cloud has none left."""

    def __init__(self, order: dict[str, Any]) -> None:
        self._order = order
        self._random = Random(order["seed"])
        self._pilot = Autopilot(order["gtins"], MISTAKES, order["seed"])
        self._acts = 0
        self._desk = PrintingDesk(headless_settings(Path(order["folder"]), order["printer"]))

    def run(self) -> None:
        self._desk.core.start()
        self._desk.sign_in(self._order["badge"])
        view: PickingView | None = self._desk.rest()
        while view is not None:
            view = self._go_on(view)
        self._desk.wait("the end of sync and printing", _settled)
        self._desk.core.stop()
        tell(finished=True)

    def _go_on(self, view: PickingView) -> PickingView | None:
        if view.step in TAKES_A_WAVE:
            taken = self._desk.take_wave()
            return taken if taken.step is Step.SCAN_PRODUCT else None
        self._acts += 1
        doing = self._desk.doing = f"{self._order['life']}.{self._acts}"
        button = self._button(view)
        tell(doing=doing, scan=button is None)
        answered = self._desk.press(button) if button else self._desk.scan(self._code(view), device=doing)
        self._desk.doing = None
        return answered

    def _button(self, view: PickingView) -> Callable[[PickingFlow], PickingView] | None:
        """A button to press now, or None to scan."""
        chance = self._random.random()
        if view.answer is not None and view.answer.verdict is Verdict.CONFIRM_SHORT:
            return lambda flow: flow.declare_short()
        if view.can_undo and chance < UNDO:
            return lambda flow: flow.undo()
        if view.can_put_off and chance < UNDO + LATER:
            return lambda flow: flow.put_off()
        if view.can_short and chance < UNDO + LATER + SHORT:
            return lambda flow: flow.declare_short()
        return None

    def _code(self, view: PickingView) -> str:
        code = self._pilot.next_code(view)
        assert code is not None, f"the desk asks for nothing: {view}"
        return code


def _settled(seen: Seen) -> bool:
    if seen.sync is None or not seen.sync.connected or seen.sync.waiting or seen.printing is None:
        return False
    return not any(seen.printing.counts.get(state) for state in (JobState.WAITING, JobState.SENT))


def main() -> int:
    # The solver is the slowest import: it is no part of what is to be killed.
    import station.picking.planner  # noqa: F401

    tell(ready=True)
    line = sys.stdin.readline()
    if line:
        Script(json.loads(line)).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
