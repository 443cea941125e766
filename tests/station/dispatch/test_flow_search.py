"""The search for routes beside the desk: it shows its best, can be stopped, fits what changes meanwhile."""

import threading
from collections.abc import Callable

from cloud_api.wire.exchange import ChangeKind
from station.dispatch.model.verdicts import Verdict
from station.dispatch.model.view import Step
from station.kernel.messages import Message, Tone
from station.kernel.trouble import Trouble
from tests.station.dispatch.night_kit import (
    Make,
    left,
    stop,
    verdict,
    wave,
    waves,
)


def test_the_search_shows_its_best_can_be_stopped_and_blocks_edits(make: Make) -> None:
    night = make(held=True)
    night.finish()
    view = night.flow.plan()
    assert (view.step, view.can_stop, view.can_edit, view.previewer) == (Step.PLANNING, True, False, None)
    assert verdict(night.flow.move(wave(1), "V1", 1)) is Verdict.PLANNING_NOW
    assert verdict(night.flow.plan()) is Verdict.PLANNING_NOW
    view = night.flow.stop_planning()
    assert view.progress is not None
    assert (view.progress.is_stopping, view.can_stop) == (True, False)
    night.finish()
    during, after = night.shown[-2:]
    assert during.progress is not None
    assert (during.step, during.progress.served, len(during.progress.curve)) == (Step.PLANNING, 4, 1)
    assert waves(during, "V1") == [1, 3]
    assert (after.step, verdict(after)) == (Step.DRAFT, Verdict.PLAN_STOPPED)


def test_what_changes_during_a_search_is_fitted_to_its_answer(make: Make) -> None:
    night = make(held=True)
    night.finish()
    night.flow.plan()
    night.tell(ChangeKind.STOP, stop(5))
    night.finish()
    night.finish()
    view = night.shown[-1]
    assert view.progress is None
    assert left(view) == {5: "Not planned yet"}
    assert sum(len(each.stops) for each in view.routes) == 4


def test_a_planner_that_cannot_run_leaves_the_draft_alone(make: Make) -> None:
    def broken(*_: object) -> None:
        raise Trouble(Message("No planning engine"), Message("Call IT"), retry_helps=False)

    night = make(plan_routes=broken)
    night.flow.plan()
    view = night.shown[-1]
    assert view.notice is not None
    assert (view.step, view.notice.tone, view.can_plan) == (Step.READY, Tone.REFUSED, True)


def test_progress_from_another_thread_is_shown_on_the_store_thread(make: Make) -> None:
    seen: list[int] = []

    def threaded(problem, seconds, on_better, stop, start, locks):  # type: ignore[no-untyped-def]  # as in_turn
        from tests.station.dispatch.night_kit import in_turn

        answers: list[object] = []
        worker = threading.Thread(
            target=lambda: answers.append(in_turn(problem, seconds, on_better, stop, start, locks))
        )
        worker.start()
        worker.join(10)
        seen.append(len(answers))
        return answers[0]

    night = make(plan_routes=threaded)
    posted: list[Callable[[], None]] = []
    night.flow._act = posted.append
    night.flow.plan()
    assert (seen, len(posted)) == ([1], 1)
    shown = len(night.shown)
    posted[0]()
    assert len(night.shown) == shown, "a search that has ended shows nothing more"
