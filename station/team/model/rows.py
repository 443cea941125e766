"""Makes rows of figures: desks in the order of their names, tasks in the order of the work."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from cloud_api.wire.work import DeskFigures, TaskFigures, TeamReport, per_hour
from station.kernel.messages import Message
from station.people.task_words import TASK_WORDS, task_list
from station.team.model.view import FigureRow, Rate

NO_FIGURES = Rate(None, None)


def desk_rows(report: TeamReport, zone: ZoneInfo) -> tuple[FigureRow, ...]:
    """A row for each task of a desk; one without figures where somebody is but did nothing yet."""
    return tuple(row for desk in report.desks for row in _of_desk(desk, zone))


def task_rows(figures: Iterable[TaskFigures]) -> tuple[FigureRow, ...]:
    """A row for each task."""
    return tuple(_row(each.task.value, TASK_WORDS[each.task], (_worked(each),), each) for each in figures)


def _of_desk(desk: DeskFigures, zone: ZoneInfo) -> Iterable[FigureRow]:
    who = _who(desk, zone)
    name = Message("{name}", name=desk.name)
    key = str(desk.station_id)
    if not desk.tasks:
        yield FigureRow(key, name, who, NO_FIGURES, NO_FIGURES, 0, 0)
    for each in desk.tasks:
        title = Message("{before} · {next}", before=desk.name, next=TASK_WORDS[each.task])
        yield _row(f"{key} {each.task}", title, who, each)


def _who(desk: DeskFigures, zone: ZoneInfo) -> tuple[Message, ...]:
    if not desk.operator or desk.last_act_at is None:
        return (Message("Nobody now"),)
    at = f"{desk.last_act_at.astimezone(zone):%H:%M}"
    return (
        Message("{name}, last act {time}", name=desk.operator, time=at),
        Message("Skills: {tasks}", tasks=task_list(desk.skills)),
    )


def _worked(each: TaskFigures) -> Message:
    return Message("{lines} lines, {pieces} pcs", lines=each.lines, pieces=each.pieces)


def _row(key: str, title: Message, under: tuple[Message, ...], each: TaskFigures) -> FigureRow:
    lines = Rate(per_hour(each.lines, each.active_s), each.usual_lines)
    pieces = Rate(per_hour(each.pieces, each.active_s), each.usual_pieces)
    return FigureRow(key, title, under, lines, pieces, each.caught, each.active_s // 60)
