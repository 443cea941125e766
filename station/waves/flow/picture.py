"""Draws the view of the board: rows with their marks, filters, one wave told whole, what is proposed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from cloud_api.wire.board import BoardWave, WaveBoard, WaveCrates, WaveStage
from cloud_api.wire.waves import wave_title
from station.kernel.ids import WaveId
from station.kernel.messages import N_, Message, Tone
from station.waves.model.division import Division
from station.waves.model.night import AT_A_DESK, STILL_TO_BEGIN, Pace, Reckoned, title_of
from station.waves.model.proposals import PairAtDesk, SharedOut
from station.waves.model.view import (
    CrateRow,
    DeskRow,
    DivisionView,
    Figure,
    PairRow,
    PartRow,
    PlanView,
    Press,
    Step,
    WaveCard,
    WaveRow,
)

OLD = timedelta(seconds=20)
"""From this age on it is said how old the board is: four rounds were missed."""
STATES = {
    WaveStage.WAITING: Message("not released"),
    WaveStage.FREE: Message("to begin"),
    WaveStage.LEASED: Message("at a desk"),
    WaveStage.STARTED: Message("picking"),
    WaveStage.HALF_PICKED: Message("half picked"),
    WaveStage.COMPLETED: Message("packed"),
}
_LABEL_DIGITS = 6
MOST_LATE_TOLD = 3
"""How many are late stands beside each desk."""
QUESTIONS = {
    Step.SHARING: Message("Sharing waves over desks. Esc takes the best so far"),
    Step.PLAN: Message("Enter tells the desks, Esc leaves all as it is"),
    Step.DIVIDING: Message("Several desks pick it at once. Enter makes it so, Esc leaves it whole"),
    Step.PAIRS: Message("Both picked in one walk at one desk. Enter makes it so"),
}


class Clockface:
    """Moments as the clock on the warehouse's wall shows them."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def time(self, moment: datetime | None) -> str:
        """HH:MM, empty for none."""
        return "" if moment is None else f"{moment.astimezone(self._zone):%H:%M}"

    def after(self, moment: datetime, seconds: int) -> str:
        """HH:MM so many seconds later."""
        return self.time(moment + timedelta(seconds=seconds))


def by_departure(board: WaveBoard) -> list[BoardWave]:
    """As a foreman reads: who leaves first stands first, then who has no van yet, packed waves at the end."""

    def rank(wave: BoardWave) -> tuple[bool, bool, float, int, int]:
        departs = wave.departs_at
        is_done = wave.stage is WaveStage.COMPLETED
        return (
            is_done,
            departs is None,
            0.0 if departs is None else departs.timestamp(),
            wave.number,
            wave.part,
        )

    return sorted(board.waves, key=rank)


def belongs(wave: BoardWave, reckoned: Reckoned, shown: Press | None) -> bool:
    """Whether a filter shows a wave; None shows all."""
    checks: Mapping[Press | None, Callable[[], bool]] = {
        None: lambda: True,
        Press.LATE: lambda: reckoned.late_s > 0 and wave.stage is not WaveStage.COMPLETED,
        Press.RUNNING: lambda: wave.stage in AT_A_DESK,
        Press.WAITING: lambda: wave.stage in STILL_TO_BEGIN,
        Press.DONE: lambda: wave.stage is WaveStage.COMPLETED,
    }
    return checks[shown]()


def fits(wave: BoardWave, search: str) -> bool:
    """Whether what was typed stands in a pickup point, or is the number of a wave."""
    wanted = search.strip().casefold()
    if not wanted:
        return True
    return (
        wanted in (str(wave.number), title_of(wave))
        or wanted in f"{wave.pickup_point_name} {wave.pickup_point}".casefold()
    )


def pairs_of(board: WaveBoard) -> dict[UUID, str]:
    """For each wave of a pair that nobody has begun, the title of the other one."""
    to_begin = {wave.id: wave for wave in board.waves if wave.stage in STILL_TO_BEGIN}
    found: dict[UUID, str] = {}
    for wave in to_begin.values():
        other = None if wave.beside_id is None else to_begin.get(wave.beside_id)
        if other is not None:
            found |= {wave.id: title_of(other), other.id: title_of(wave)}
    return found


def row_of(wave: BoardWave, reckoned: Reckoned, clock: Clockface, beside: str = "") -> WaveRow:
    """One wave as it stands on the board; `beside` is the title of the one picked together with it."""
    tone, state = mark_of(wave, reckoned)
    return WaveRow(
        wave_id=WaveId(wave.id),
        title=title_of(wave),
        point=wave.pickup_point_name,
        code=wave.pickup_point,
        desk=wave.station_name or wave.desk_name or _left_by(wave),
        is_meant=wave.station_name is None and wave.desk_name is not None,
        beside=beside,
        tone=tone,
        state=state,
        pieces_put=wave.pieces_put,
        pieces=wave.pieces,
        short_pieces=wave.short_pieces,
        crates=wave.crates,
        crates_closed=wave.crates_closed,
        departs=clock.time(wave.departs_at),
        ready=clock.time(reckoned.ready_at),
    )


def mark_of(wave: BoardWave, reckoned: Reckoned) -> tuple[Tone | None, Message]:
    """Shape and words: how late, or how far."""
    if reckoned.late_s > 0:
        minutes = -(-reckoned.late_s // 60)
        if wave.stage is WaveStage.COMPLETED:
            return Tone.ASK, Message("packed {minutes} min late", minutes=minutes)
        return Tone.REFUSED, Message("{minutes} min late", minutes=minutes)
    waits = {WaveStage.WAITING: Tone.ASK, WaveStage.HALF_PICKED: Tone.ASK}
    tones = waits | {WaveStage.STARTED: Tone.INFO, WaveStage.COMPLETED: Tone.OK}
    return tones.get(wave.stage), STATES[wave.stage]


def _left_by(wave: BoardWave) -> str:
    """Where the crates of a half-picked wave stand."""
    return (wave.handed_by or "") if wave.stage is WaveStage.HALF_PICKED else ""


def card_of(wave: BoardWave, row: WaveRow, told: WaveCrates | None, clock: Clockface) -> WaveCard:
    """A wave told whole."""
    facts: list[Message] = []
    if wave.station_name is not None:
        facts.append(Message("{desk}, since {time}", desk=wave.station_name, time=clock.time(wave.taken_at)))
    if wave.lease_until is not None:
        facts.append(Message("Its desk keeps it until {time}", time=clock.time(wave.lease_until)))
    facts += _handing_facts(wave, clock)
    if wave.desk_name is not None and wave.stage in STILL_TO_BEGIN:
        place = (wave.desk_place or 0) + 1
        facts.append(Message("Meant for {desk}, place {place}", desk=wave.desk_name, place=place))
    if row.beside:
        facts.append(Message("In one walk with wave {wave}", wave=row.beside))
    if wave.released_at is not None:
        facts.append(Message("Released at {time}", time=clock.time(wave.released_at)))
    if wave.completed_at is not None:
        facts.append(Message("Packed at {time}", time=clock.time(wave.completed_at)))
    van = " · ".join(filter(None, (wave.van, wave.route_code)))
    is_of_it = told is not None and told.wave_id == wave.id
    crates = crate_rows(told) if told is not None and is_of_it else None
    return WaveCard(row, wave.orders, wave.lines, van, tuple(facts), crates, is_wanted(wave))


def is_wanted(wave: BoardWave) -> bool:
    """Whether its desk is asked to hand it over and has not done so."""
    return wave.wanted_at is not None and wave.stage is WaveStage.STARTED


def _handing_facts(wave: BoardWave, clock: Clockface) -> list[Message]:
    """Who left it and when, or that its desk was asked to."""
    left, at = wave.handed_by, clock.time(wave.handed_at)
    if wave.handed_at is not None:
        words = N_("Half picked, waits for a desk since {time}. Its crates stand at {desk}")
        return [Message(words, time=at, desk=left or "")]
    told = [Message("Half picked at {desk} before", desk=left)] if left is not None else []
    if is_wanted(wave):
        asked = clock.time(wave.wanted_at)
        told.append(Message("Asked at {time} to hand it over", time=asked))
    return told


def crate_rows(told: WaveCrates) -> tuple[CrateRow, ...]:
    """Crates with the digits people read on their labels."""
    return tuple(
        CrateRow(
            each.number,
            each.sscc[-_LABEL_DIGITS:],
            each.pieces_put,
            each.pieces,
            each.short_pieces,
            each.closed_at is not None,
        )
        for each in told.crates
    )


def figure_of(board: WaveBoard | None, pace: Pace) -> Figure:
    """Waves packed, and how fast it goes."""
    if board is None:
        return Figure("–", Message("waves"))
    done = sum(wave.stage is WaveStage.COMPLETED for wave in board.waves)
    total = len(board.waves)
    speed = Message("{lines} lines an hour a desk", lines=pace.lines_an_hour)
    in_sight = sum(desk.in_sight for desk in board.desks)
    desks = Message("{desks} desks in sight", desks=in_sight)
    under = Message("waves packed")
    return Figure(
        f"{done}/{total}", under, (board.cycle_name, speed, desks), done=total > 0 and done == total
    )


def question_of(step: Step, board: WaveBoard | None, late: int, card: WaveCard | None) -> Message:
    """What matters now."""
    if step is Step.WAVE and card is not None:
        return _about(card.row)
    if step in QUESTIONS:
        return QUESTIONS[step]
    if board is None:
        return Message("The board is asked for")
    if not board.waves:
        return Message("No waves yet: they come with the cut-off")
    if late:
        return Message("{count} waves will be late", count=late)
    if all(wave.stage is WaveStage.COMPLETED for wave in board.waves):
        return Message("All waves are packed")
    return Message("On time as far as is known")


def _about(row: WaveRow) -> Message:
    """How a wave stands to its van."""
    if row.departs and row.ready:
        words = N_("{state}: ready {ready}, its van leaves {departs}")
        return Message(words, state=row.state, ready=row.ready, departs=row.departs)
    if row.departs:
        return Message("{state}: its van leaves {departs}", state=row.state, departs=row.departs)
    return row.state


def notice_of(age: timedelta, is_silent: bool, pace: Pace, board: WaveBoard | None) -> Message | None:
    """How old the board is, or what the times rest on."""
    if board is None:
        return Message("No board yet: the cloud cannot be reached") if is_silent else None
    if age > OLD:
        return Message("No news for {minutes} min: this is the last board", minutes=max(1, age.seconds // 60))
    if not pace.is_measured:
        words = N_("Too little is put to measure the speed: reckoned with {lines} lines an hour a desk")
        return Message(words, lines=pace.lines_an_hour)
    return None


def plan_view(shared: SharedOut, board: WaveBoard, clock: Clockface) -> PlanView:
    """Who would pick what, desk by desk."""
    titles = {wave.id: title_of(wave) for wave in board.waves}
    names = {desk.station_id: desk.name for desk in board.desks}
    desks = tuple(
        DeskRow(
            names.get(queue.desk, ""),
            tuple(titles[wave] for wave in queue.waves if wave in titles),
            clock.after(board.told_at, queue.finish_s),
            queue.late,
        )
        for queue in shared.queues
    )
    return PlanView(desks, clock.after(board.told_at, shared.finish_s), shared.late[:MOST_LATE_TOLD])


def pair_rows(pairs: Sequence[PairAtDesk], board: WaveBoard) -> tuple[PairRow, ...]:
    """Which two follow each other, and where."""
    waves: dict[UUID, BoardWave] = {wave.id: wave for wave in board.waves}
    names = {desk.station_id: desk.name for desk in board.desks}
    return tuple(
        PairRow(
            title_of(waves[pair.one]),
            waves[pair.one].pickup_point_name,
            title_of(waves[pair.other]),
            waves[pair.other].pickup_point_name,
            pair.shared_products,
            names.get(pair.desk, ""),
        )
        for pair in pairs
        if pair.one in waves and pair.other in waves
    )


def division_view(wave: BoardWave, proposal: Division) -> DivisionView:
    """A wave in parts."""
    parts = tuple(
        PartRow(
            wave_title(wave.number, place),
            len(part.orders),
            part.products,
            part.pieces,
            _minutes(part.seconds),
        )
        for place, part in enumerate(proposal.parts, start=1)
    )
    return DivisionView(parts, _minutes(proposal.finish_s), _minutes(proposal.whole_s), proposal.more_stops)


def _minutes(seconds: int) -> int:
    return -(-seconds // 60)


def count(waves: Iterable[BoardWave], reckoned: Mapping[WaveId, Reckoned], shown: Press) -> int:
    """Waves a filter would show."""
    return sum(belongs(wave, reckoned[WaveId(wave.id)], shown) for wave in waves)
