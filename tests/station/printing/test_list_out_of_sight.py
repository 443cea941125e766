"""The list of labels is long: out of sight it is read only when no label is under way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.printing.queue import JobState
from tests.station.printing.test_flow import Bench


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Bench]:
    room = Bench(tmp_path / "station.db")
    room.flow.look_at_list(False)
    yield room
    room.database.close()


def test_labels_under_way_are_counted_but_not_listed(room: Bench) -> None:
    room.queued(JobState.CONFIRMED, JobState.WAITING)
    view = room.flow.view()
    assert view.counts == {JobState.CONFIRMED: 1, JobState.WAITING: 1}
    assert view.jobs == ()


def test_the_list_is_read_once_the_last_label_is_out(room: Bench) -> None:
    room.queued(JobState.CONFIRMED, JobState.FAILED)
    assert [job.state for job in room.flow.view().jobs] == [JobState.FAILED, JobState.CONFIRMED]


def test_a_person_who_comes_to_look_sees_the_list_at_once(room: Bench) -> None:
    room.queued(JobState.WAITING)
    room.flow.look_at_list(True)
    assert [job.state for job in room.views[-1].jobs] == [JobState.WAITING]


def test_a_question_is_asked_whoever_looks(room: Bench) -> None:
    room.queued(JobState.UNKNOWN, JobState.WAITING)
    question = room.flow.view().question
    assert question is not None
    assert len(question.jobs) == 1
