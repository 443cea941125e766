"""Views of the dispatch desk for screens under test: an invented morning of vans around a warehouse."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import cos, pi, sin
from uuid import UUID
from zoneinfo import ZoneInfo

from cloud_api.wire.base import Zone
from cloud_api.wire.routes import PackState
from station.dispatch.model.verdicts import Verdict
from station.dispatch.model.view import (
    Answer,
    BrokenRule,
    CycleChoice,
    DayHead,
    DispatchView,
    Gauge,
    LoadingView,
    LoadState,
    MapPoint,
    MovePreview,
    PlanTotals,
    Progress,
    PublishedHead,
    RouteView,
    Span,
    SpanKind,
    Step,
    StopView,
    TimeAxis,
    UnservedView,
    VanView,
)
from station.kernel.ids import CycleId, RouteId, WaveId
from station.kernel.messages import Message, Sound, Tone

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 6, 18, 18, 0, tzinfo=UTC)
DEPOT = MapPoint(39.755, 116.553)
BEGIN = datetime(2026, 6, 19, 4, 0, tzinfo=ZONE)
NAMES = ("三元桥", "太阳宫", "望京西", "芍药居", "北土城", "牡丹园", "知春里")
STOPS_A_VAN = 8


class Previewer:
    """Every move costs 3 yuan a place further down; a van called V03 is too small."""

    def preview(self, wave_id: WaveId, van: str | None, position: int) -> MovePreview:
        if van == "V03":
            broken = BrokenRule(Message("300 kg too heavy"), blocks=True)
            return MovePreview(True, Tone.ASK, Message("300 kg too heavy"), cost_fen=500, breaks=(broken,))
        return MovePreview(True, Tone.OK, Message("+{yuan} yuan", yuan=position * 3), cost_fen=position * 300)


def wave_id(van: int, place: int) -> WaveId:
    return WaveId(UUID(int=van * 1_000 + place))


def stop(
    van: int, place: int, *, late: bool = False, locked: bool = False, changed: bool = False
) -> StopView:
    turn, far = van * 2 * pi / 5 + place * 0.11, 0.03 + place * 0.025
    arrives = BEGIN + timedelta(minutes=35 + van * 7 + place * 40)
    return StopView(
        wave_id=wave_id(van, place),
        position=place,
        code=f"P{van}{place:02d}",
        name=f"{NAMES[(van * 3 + place) % len(NAMES)]}店",
        address="北京市",
        contact="店长",
        phone="010-0000-0001",
        at=MapPoint(DEPOT.latitude + far * sin(turn), DEPOT.longitude + far * 1.3 * cos(turn)),
        arrives_at=arrives,
        serves_at=arrives + timedelta(minutes=10 if place == 1 else 0),
        leaves_at=arrives + timedelta(minutes=22 if place == 1 else 12),
        wait_s=600 if place == 1 else 0,
        window_from=BEGIN + timedelta(hours=1) if place % 2 else None,
        window_until=BEGIN + timedelta(hours=6),
        metres_before=4_200 + place * 130,
        weight_g=312_000,
        volume_ml=1_400_000,
        orders=214,
        crates=0 if place > 5 else 21,
        crates_loaded=0,
        zones=(Zone.AMBIENT, Zone.CHILLED),
        state=PackState.PACKED if place < 5 else PackState.PACKING,
        is_locked=locked,
        is_late=late,
        is_changed=changed,
        was=Message("before: {time} on {van}", time="07:10", van="V02") if changed else None,
        broken=BrokenRule(Message("12 minutes late"), blocks=False) if late else None,
    )


def route(van: int, *, late: bool = False, loading: LoadingView | None = None) -> RouteView:
    stops = tuple(
        stop(
            van, place, late=late and place == STOPS_A_VAN, locked=van == 2 and place == 2, changed=place == 3
        )
        for place in range(1, STOPS_A_VAN + 1)
    )
    spans: list[Span] = []
    at = BEGIN + timedelta(minutes=5 + van * 7)
    for each in stops:
        spans.append(Span(SpanKind.DRIVE, at, each.arrives_at, each.wave_id))
        if each.wait_s:
            spans.append(Span(SpanKind.WAIT, each.arrives_at, each.serves_at, each.wave_id))
        spans.append(Span(SpanKind.SERVE, each.serves_at, each.leaves_at, each.wave_id, each.is_late))
        at = each.leaves_at
    spans.append(Span(SpanKind.DRIVE, at, at + timedelta(minutes=30)))
    return RouteView(
        van=f"V{van:02d}",
        plate=f"京A·OI{van:03d}",
        driver="赵建国",
        phone="15409990001",
        colour=van - 1,
        number=van if loading is not None else None,
        code=None,
        route_id=RouteId(UUID(int=van)) if loading is not None else None,
        is_locked=van == 4,
        is_changed=True,
        departs_at=BEGIN + timedelta(minutes=5 + van * 7),
        returns_at=at + timedelta(minutes=30),
        shift_from=BEGIN,
        shift_until=BEGIN + timedelta(hours=7, minutes=30),
        metres=81_400 + van * 2_000,
        cost_fen=61_200,
        drive_s=14_000,
        wait_s=600,
        weight=Gauge(312_000 * STOPS_A_VAN + van * 1_200_000, 8_000_000),
        volume=Gauge(1_400_000 * STOPS_A_VAN, 32_000_000),
        stop_count=Gauge(STOPS_A_VAN, 0),
        stops=stops,
        spans=tuple(spans),
        path=(DEPOT, *(each.at for each in stops if each.at is not None), DEPOT),
        broken=(BrokenRule(Message("12 minutes late"), blocks=False),) if late else (),
        loading=loading or LoadingView(LoadState.NOT_PUBLISHED, 0, 105),
    )


def vans() -> tuple[VanView, ...]:
    return tuple(
        VanView(
            code=f"V{number:02d}",
            plate=f"京A·OI{number:03d}",
            driver="赵建国",
            phone="15409990001",
            weight_g=8_000_000,
            volume_ml=32_000_000,
            shift_from="04:00",
            shift_until="11:30",
            max_stops=0,
            fixed_cost_fen=30_000,
            cost_km_fen=220,
            cost_hour_fen=4_500,
            is_active=number != 10,
            is_away=number == 9,
            colour=number - 1,
            stops=STOPS_A_VAN if number < 9 else 0,
            has_left=False,
        )
        for number in range(1, 11)
    )


def day() -> DayHead:
    return DayHead(
        cycle="2026-06-18 晚团",
        day=date(2026, 6, 19),
        warehouse="北京示范仓",
        time_zone="Asia/Shanghai",
        stops=200,
        stops_packed=37,
        orders=50_000,
        crates=812,
        pieces=214_300,
        weight_g=70_637_000,
        volume_ml=114_227_000,
        vans=9,
        vans_weight_g=72_000_000,
        vans_volume_ml=300_000_000,
    )


def totals(cost_fen: int = 489_000, *, late: int = 0, left: int = 1) -> PlanTotals:
    back = BEGIN + timedelta(hours=6, minutes=40)
    return PlanTotals(8, 199, left, 712_000, cost_fen, 112_000, 4_800, late, late, back)


def base(step: Step, question: str) -> DispatchView:
    cycles = (
        CycleChoice(CycleId(UUID(int=1)), "2026-06-18 晚团", 200, True, 0),
        CycleChoice(CycleId(UUID(int=2)), "2026-06-17 晚团", 196, False, 2),
    )
    return DispatchView(
        serial=1,
        at=NOW,
        step=step,
        question=Message(question),
        cycles=cycles,
        day=day(),
        depot=DEPOT,
        vans=vans(),
    )


def no_cycle() -> DispatchView:
    words = Message("Stops come here at the cut-off")
    return DispatchView(serial=1, at=NOW, step=Step.NO_CYCLE, question=words)


def ready() -> DispatchView:
    return _with(base(Step.READY, "Plan tonight's routes"), unserved=unserved(), can_plan=True)


def planning() -> DispatchView:
    progress = Progress(Message("Searching"), 4.2, 20.0, 489_000, 199, 1, ((1.0, 520_000), (3.0, 489_000)))
    return _with(_planned(Step.PLANNING, "Searching for better routes"), progress=progress, can_stop=True)


def draft() -> DispatchView:
    answer = Answer(Verdict.MOVED, Tone.OK, Sound.OK, Message("三元桥店 is now stop 3 of van V02: −12 yuan"))
    return _with(
        _planned(Step.DRAFT, "Check the routes, then publish"),
        answer=answer,
        before=totals(498_000),
        can_plan=True,
        can_edit=True,
        can_undo=True,
        can_publish=True,
        differs=True,
        previewer=Previewer(),
    )


def late() -> DispatchView:
    view = draft()
    routes = (route(1, late=True), *view.routes[1:])
    return _with(view, routes=routes, totals=totals(late=1), must_confirm=True)


def published() -> DispatchView:
    states = (
        LoadingView(LoadState.DEPARTED, 101, 105, BEGIN + timedelta(minutes=9), 4),
        LoadingView(LoadState.LOADED, 105, 105),
        LoadingView(LoadState.LOADING, 40, 105),
        LoadingView(LoadState.WAITING, 0, 105),
    )
    routes = tuple(route(van, loading=states[min(van - 1, 3)]) for van in range(1, 9))
    return _with(
        _planned(Step.PUBLISHED, "Published: watch the loading"),
        routes=routes,
        published=PublishedHead(1, NOW, True),
        can_plan=True,
        can_edit=True,
        previewer=Previewer(),
    )


def unserved() -> tuple[UnservedView, ...]:
    reason, remedy = Message("Its position is not known"), Message("Enter it in the shop system")
    return (UnservedView(wave_id(99, 1), "P200", "无坐标店", 318_000, 900_000, reason, remedy, False),)


def _planned(step: Step, question: str) -> DispatchView:
    return _with(
        base(step, question),
        totals=totals(),
        routes=tuple(route(van) for van in range(1, 9)),
        unserved=unserved(),
        axis=TimeAxis(BEGIN - timedelta(hours=1), BEGIN + timedelta(hours=8)),
    )


def _with(view: DispatchView, **changes: object) -> DispatchView:
    return replace(view, **changes)  # type: ignore[arg-type]  # the fields are the view's own
