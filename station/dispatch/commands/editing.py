"""What the dispatcher does to routes by hand: each act is a step on the disk, taken back and done again."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from station.dispatch.commands.desk import DispatchDesk
from station.dispatch.commands.opening import base_step, read_trail
from station.dispatch.model.edit import Draft
from station.dispatch.model.edit_night import Night
from station.dispatch.model.edit_preview import DraftPreviewer
from station.dispatch.model.edit_rules import Ruling
from station.dispatch.model.edit_words import step_words
from station.dispatch.model.verdicts import Verdict
from station.dispatch.store import drafts
from station.dispatch.store.drafts import Act
from station.kernel.ids import WaveId


def apply_edit(desk: DispatchDesk, night: Night, ruling: Ruling, wave_id: WaveId | None = None) -> Ruling:
    """Make an edit durable and say what it came to; a refused one changes nothing."""
    if ruling.draft is None:
        return ruling
    told = ruling if wave_id is None else _with_difference(desk, night, ruling, wave_id)
    keep_step(desk, night, Act.EDITED, ruling, ruling.draft)
    return told


def keep_step(desk: DispatchDesk, night: Night, act: Act, ruling: Ruling, draft: Draft) -> None:
    """A step on the disk: from here on it survives a restart."""
    assert desk.cycle_id is not None
    with desk.act() as (connection, author):
        base_step(connection, desk, night.fit(desk.draft()))
        values = _plain(ruling.values)
        drafts.append_step(connection, desk.cycle_id, author.at, act, ruling.verdict, values, draft)
        read_trail(desk, connection)


def undo(desk: DispatchDesk) -> Ruling:
    """Back to the step before."""
    if not desk.trail.can_undo or desk.step is None:
        return Ruling(Verdict.NOTHING_TO_UNDO)
    undone = step_words(desk.step.verdict, desk.step.values)
    _walk(desk, Act.UNDO)
    return Ruling(Verdict.UNDONE, {"act": undone})


def redo(desk: DispatchDesk) -> Ruling:
    """Forth to the step that was undone last."""
    if desk.following is None:
        return Ruling(Verdict.NOTHING_TO_REDO)
    done = step_words(desk.following.verdict, desk.following.values)
    _walk(desk, Act.REDO)
    return Ruling(Verdict.REDONE, {"act": done})


def _walk(desk: DispatchDesk, act: Act) -> None:
    assert desk.cycle_id is not None
    with desk.act() as (connection, author):
        drafts.append_walk(connection, desk.cycle_id, author.at, act)
        read_trail(desk, connection)


def _with_difference(desk: DispatchDesk, night: Night, ruling: Ruling, wave_id: WaveId) -> Ruling:
    """Cost and broken rules of a move, as the preview told them."""
    found = DraftPreviewer(desk.sheet(night)).preview_of(ruling, wave_id)
    values = {**ruling.values, "difference": found.words}
    if ruling.verdict is Verdict.MOVED and found.breaks:
        return replace(
            ruling, verdict=Verdict.MOVED_WITH_PROBLEM, values=values | {"problem": found.breaks[0].words}
        )
    return replace(ruling, values=values)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """What can be written down."""
    return {name: value for name, value in values.items() if isinstance(value, str | int)}
