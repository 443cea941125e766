"""What people do about labels: copies are marked, recorded with the operator, and count on."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from hardware.labels import BadgeLabel, ClosingSlip, CrateLabel, LabelKind, SlipRow, ZoneMark
from hardware.printers.folder import FolderPrinter
from station.kernel.ids import JobId
from station.printing import commands, queue
from station.printing.queue import JobState, NewJob
from station.printing.view import ReprintReason
from station.storage import tables
from tests.station.printing.kit import OPERATOR, Room, crate, mark, new_job, room


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Room]:
    with room(tmp_path / "station.db", FolderPrinter(tmp_path / "labels")) as opened:
        yield opened


def facts(made: Room) -> list[tuple[str, object, dict[str, object]]]:
    def read() -> list[tuple[str, object, dict[str, object]]]:
        with made.records.database.look() as connection:
            rows = connection.execute(select(tables.fact).order_by(tables.fact.c.seq))
            return [(row.kind, row.operator_id, json.loads(row.body)) for row in rows]

    return made.records.submit(read).result()


def reprint(made: Room, number: int, document: LabelKind = LabelKind.CRATE) -> int:
    return made.records.act(
        commands.reprint, made.author(), crate(number), document, ReprintReason.DAMAGED, mark
    )


def slip(page: int) -> ClosingSlip:
    return ClosingSlip(
        brand="",
        title="",
        pickup_point="三元梅园",
        crate="1/1",
        zone=ZoneMark.AMBIENT,
        zone_text="",
        columns=("", "", ""),
        rows=(SlipRow(f"order {page}", "1"),),
        more=f"page {page}",
        totals=(),
        printed="",
        sscc=f"{1:018d}",
    )


def unknown(made: Room, *numbers: int) -> list[JobId]:
    """Labels that were sent and of which nothing is known."""
    made.enqueue(*numbers)
    for _ in numbers:
        made.records.act(queue.send_next, made.clock.now(), list(LabelKind), "printer")
    made.records.act(queue.recover, made.clock.now(), list(LabelKind))
    return made.ids(JobState.UNKNOWN)


def _crate_label(made: Room, job_id: JobId) -> CrateLabel:
    label = made.records.act(queue.label_of, job_id)
    assert isinstance(label, CrateLabel)
    return label


def test_a_reprint_is_marked_and_recorded_with_the_operator(made: Room) -> None:
    made.enqueue(1)
    assert reprint(made, 1) == 2
    assert reprint(made, 1) == 3
    first, second, third = made.jobs()
    labels = [_crate_label(made, job.id) for job in (first, second, third)]
    assert [label.copy_mark for label in labels] == ["", "copy 2", "copy 3"]
    assert replace(labels[2], copy_mark="") == labels[0]
    assert [job.copy_number for job in (first, second, third)] == [1, 2, 3]
    kind, operator, body = facts(made)[0]
    assert (kind, operator) == ("LabelReprinted", OPERATOR)
    assert body == {
        "crate_id": str(crate(1)),
        "sscc": f"{1:018d}",
        "document": "crate_label",
        "reason": "damaged",
        "copy_number": 2,
    }


def test_a_slip_is_reprinted_with_all_its_pages(made: Room) -> None:
    pages = [NewJob("三元梅园 1/1", crate(1), slip(page)) for page in (1, 2, 3)]
    made.records.act(queue.enqueue, [new_job(1), *pages], made.clock.now())
    assert reprint(made, 1, LabelKind.SLIP) == 2
    copies = [made.records.act(queue.label_of, job.id) for job in made.jobs() if job.copy_number == 2]
    assert copies == [replace(slip(page), copy_mark="copy 2") for page in (1, 2, 3)]
    assert len(facts(made)) == 1


def test_what_was_never_queued_cannot_be_reprinted_and_leaves_nothing(made: Room) -> None:
    with pytest.raises(LookupError):
        reprint(made, 7)
    assert (made.jobs(), facts(made)) == ([], [])


def test_labels_that_came_out_are_settled_at_once(made: Room) -> None:
    ids = unknown(made, 1, 2, 3)
    assert made.records.act(commands.came_out, ids[:2], made.clock.now()) == 2
    assert made.records.act(commands.came_out, ids, made.clock.now()) == 1
    assert made.states() == [JobState.CONFIRMED] * 3
    assert [job.reason for job in made.jobs()] == ["", "", ""]
    assert facts(made) == []


def test_a_second_press_prints_no_second_copy(made: Room) -> None:
    ids = unknown(made, 1, 2)
    act, author = made.records.act, made.author()
    assert act(commands.did_not_come_out, author, ids, mark) == [2, 2]
    assert act(commands.did_not_come_out, author, ids, mark) == []
    assert made.states() == [JobState.CANCELLED] * 2 + [JobState.WAITING] * 2
    assert [fact[2]["reason"] for fact in facts(made)] == ["never_came_out"] * 2


def test_a_label_that_is_printed_or_on_its_way_is_not_cancelled(made: Room) -> None:
    made.enqueue(1, 2)
    made.records.act(queue.send_next, made.clock.now(), list(LabelKind), "printer")
    sent, waiting = made.jobs()
    assert made.records.act(commands.cancel, sent.id, made.clock.now()) == 0
    assert made.records.act(commands.cancel, waiting.id, made.clock.now()) == 1
    assert made.states() == [JobState.SENT, JobState.CANCELLED]


def test_a_badge_belongs_to_no_crate_and_prints_again_without_a_mark(made: Room) -> None:
    badge = BadgeLabel("优邻站", "王芳", "拣货员", "朝阳仓", "7700000017")
    made.records.act(queue.enqueue, [NewJob("王芳", None, badge)], made.clock.now())
    first = made.jobs()[-1]
    made.records.act(commands.reprint_page, made.author(), first.id, "lost", mark)
    assert [(job.document, job.crate_id, job.copy_number) for job in made.jobs()[-2:]] == [
        (LabelKind.BADGE, None, 1),
        (LabelKind.BADGE, None, 2),
    ]
