"""Draws the whole desk as one view: the routes under work, or the best of the search that runs."""

from dataclasses import dataclass, replace

from station.dispatch.commands.desk import DispatchDesk
from station.dispatch.commands.planning import Search
from station.dispatch.commands.publishing import differs, unplanned
from station.dispatch.model import view_desk
from station.dispatch.model.edit_night import Night, Sheet, sheet_of
from station.dispatch.model.edit_preview import DraftPreviewer
from station.dispatch.model.edit_words import step_words
from station.dispatch.model.view import Answer, DispatchView, Notice, RefusedRow, Step
from station.dispatch.model.view_picture import Picture, marks_of
from station.dispatch.store.drafts import DraftStep
from station.kernel.messages import Message, Tone


@dataclass(frozen=True)
class DeskState:
    """What the conversation adds to the rows."""

    serial: int
    search: Search | None = None
    measuring: bool = False
    answer: Answer | None = None
    notice: Notice | None = None
    must_confirm: bool = False
    refused_rows: tuple[RefusedRow, ...] = ()


def draw(desk: DispatchDesk, state: DeskState) -> DispatchView:
    """The desk at this moment."""
    night, search = desk.night(), state.search
    own = None if night is None else desk.sheet(night)
    sheet = (search.sheet() if search else None) or own
    before = None if night is None else _before(desk, night)
    step = _step(desk, state, own)
    picture = None if sheet is None else _picture(desk, sheet, before)
    view = DispatchView(
        serial=state.serial,
        at=desk.clock.now(),
        step=step,
        question=view_desk.QUESTIONS[step],
        answer=state.answer,
        notice=state.notice or _warning(desk),
        cycles=view_desk.cycle_choices(desk.cycles, desk.cycle_id),
        day=None if desk.day is None else view_desk.day_head(desk.day),
        depot=None if desk.day is None else desk.day.depot,
        totals=None if sheet is None else view_desk.plan_totals(sheet),
        before=None if before is None else view_desk.plan_totals(before),
        routes=() if picture is None else picture.routes(),
        unserved=() if sheet is None else view_desk.unserved_stops(sheet, before),
        axis=None if picture is None else picture.axis(),
        travel=_travel(desk, state),
        progress=None if search is None else search.progress(desk.clock.monotonic()),
        published=view_desk.published_head(desk.published, desk.day),
        differs=own is not None and desk.published is not None and differs(own, desk.published),
        is_stale=_is_stale(desk, own),
        vans=view_desk.van_list(desk.vans, sheet, desk.published),
        refused_rows=state.refused_rows,
    )
    return _with_handles(view, desk, state, own)


def _with_handles(
    view: DispatchView, desk: DispatchDesk, state: DeskState, own: Sheet | None
) -> DispatchView:
    """What the dispatcher may do now; nothing but stopping while a search runs."""
    search = state.search
    idle = search is None and own is not None
    return replace(
        view,
        can_plan=idle and bool(desk.day and desk.day.stops),
        can_stop=search is not None and not search.stop.is_set(),
        can_edit=idle,
        can_undo=search is None and desk.trail.can_undo,
        can_redo=search is None and desk.trail.can_redo,
        undo_words=_words(desk.step) if desk.trail.can_undo else None,
        redo_words=_words(desk.following),
        can_publish=idle and view.step is Step.DRAFT,
        must_confirm=state.must_confirm,
        previewer=DraftPreviewer(own) if idle and own is not None else None,
    )


def _step(desk: DispatchDesk, state: DeskState, own: Sheet | None) -> Step:
    if desk.day is None:
        return Step.NO_CYCLE
    if state.search is not None:
        return Step.PLANNING
    out = desk.published
    if out is None:
        return Step.DRAFT if desk.draft().served() else Step.READY
    same = desk.step is None if own is None else not differs(own, out)
    return Step.PUBLISHED if same and not out.refusal else Step.DRAFT


def _before(desk: DispatchDesk, night: Night) -> Sheet | None:
    """What the numbers are compared with: what is out, else the routes before."""
    if desk.published is not None:
        return sheet_of(night, desk.published.draft())
    return sheet_of(night, desk.base) if desk.base is not None and desk.base.served() else None


def _picture(desk: DispatchDesk, sheet: Sheet, before: Sheet | None) -> Picture:
    marks = None if before is None else marks_of(before)
    return Picture(sheet, desk.published, marks, view_desk.colours(desk.vans))


def _travel(desk: DispatchDesk, state: DeskState) -> Message | None:
    if state.measuring:
        return Message("Measuring the ways between the stops")
    return desk.ways.how if desk.ways is not None and desk.has_ways() else None


def _warning(desk: DispatchDesk) -> Notice | None:
    if desk.ways is None or desk.ways.warning is None or not desk.has_ways():
        return None
    return Notice(Tone.ASK, desk.ways.warning)


def _is_stale(desk: DispatchDesk, own: Sheet | None) -> bool:
    """Stops came after the planning."""
    planned = desk.published is not None or desk.draft().served() > 0
    return planned and own is not None and bool(unplanned(own, desk.published))


def _words(step: DraftStep | None) -> Message | None:
    return None if step is None else step_words(step.verdict, step.values)
