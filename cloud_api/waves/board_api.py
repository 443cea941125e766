"""The board of waves over HTTP: read it, and steer the night from it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response
from fastapi.openapi.models import Example
from sqlalchemy import Connection, Row, select

from cloud_api.http.callers import Caller, Insider
from cloud_api.http.context import Context, Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.settings import WaveRelease
from cloud_api.storage.tables.orders import cycles
from cloud_api.storage.tables.waves import waves
from cloud_api.storage.transaction import reading, writing
from cloud_api.waves.board import board_of, newest_night
from cloud_api.waves.board_details import crates_of, goods_of, wave_of_crate
from cloud_api.waves.dividing import divide, orders_of, rejoin
from cloud_api.waves.handing import ask_for_waves
from cloud_api.waves.steering import Foreman, ForemanUnknownError, assign, hold_back, release
from cloud_api.wire.base import NO_NUL
from cloud_api.wire.board import (
    BoardGoods,
    WaveAssignments,
    WaveBoard,
    WaveCrates,
    WaveDivision,
    WaveOrders,
    WavesChanged,
    WavesChosen,
)
from cloud_api.wire.handing import WavesWanted

_SLUG = "waves-refused"
_MOST_TOLD = 5
_WAVE, _DESK = "01976b1e-5f00-7000-8000-0000000000b1", "01976b1e-5f00-7000-8000-0000000000d1"
_FIRST, _SECOND = "01976b1e-5f00-7000-8000-0000000000c1", "01976b1e-5f00-7000-8000-0000000000c2"
_WHO = "01976b1e-5f00-7000-8000-00000000000a"
_CHOSEN: dict[str, Example] = {
    "two": {"summary": "A group", "value": {"wave_ids": [_WAVE], "operator_id": _WHO}}
}
_ASSIGNED: dict[str, Example] = {
    "one": {
        "summary": "The first wave of a desk",
        "value": {
            "assignments": [{"wave_id": _WAVE, "station_id": _DESK, "place": 0}],
            "operator_id": _WHO,
        },
    }
}
_DIVIDED: dict[str, Example] = {
    "two": {
        "summary": "Two parts",
        "value": {"wave_id": _WAVE, "parts": [[_FIRST], [_SECOND]], "operator_id": _WHO},
    }
}
_Cycle = Annotated[UUID | None, Query(description="Unless told, the cycle that was cut off last.")]
_Warehouse = Annotated[
    str | None,
    Query(max_length=64, pattern=NO_NUL, description="For integrators; others see their own warehouse."),
]
_Sscc = Annotated[str | None, Query(pattern=r"^[0-9]{18}$", description="Of a crate label.")]
_Told = TypeVar("_Told", WavesChosen, WaveAssignments, WavesWanted, WaveDivision)


def routes() -> APIRouter:
    """The addresses of the board."""
    router = APIRouter(tags=["waves"])
    answers = problem_responses(
        HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.CONFLICT
    )
    read = answers | problem_responses(HTTPStatus.NOT_FOUND)
    router.get("/v1/waves/board", summary="The board of waves", responses=read)(read_board)
    router.get(
        "/v1/waves/board/goods",
        response_model=BoardGoods,
        summary="Products of all waves of a cycle",
        responses=read,
    )(read_goods)
    router.get("/v1/waves/crates", summary="Crates of a wave", responses=read)(read_crates)
    router.get("/v1/waves/orders", summary="Orders of a wave", responses=read)(read_orders)
    router.post("/v1/waves/divide", summary="Divide a wave over desks", responses=answers)(divide_wave)
    router.post("/v1/waves/rejoin", summary="Make divided waves whole again", responses=answers)(rejoin_waves)
    router.post("/v1/waves/release", summary="Release waves", responses=answers)(release_waves)
    router.post("/v1/waves/hold", summary="Hold waves back", responses=answers)(hold_waves)
    router.post("/v1/waves/assign", summary="Say which desk waves are meant for", responses=answers)(
        assign_waves
    )
    router.post(
        "/v1/waves/hand-over", summary="Ask desks to hand waves over, or to keep them", responses=answers
    )(want_waves)
    return router


def read_board(
    service: Service, caller: Insider, cycle_id: _Cycle = None, warehouse: _Warehouse = None
) -> WaveBoard:
    """Each wave of a cycle with how far it is, who has it and when its van leaves; and the desks that pick.

    Made to be asked every few seconds.
    """
    by_people = service.settings.wave_release is WaveRelease.BY_PEOPLE
    with reading(service.engine) as connection:
        place, cycle = _night(connection, caller, cycle_id, warehouse)
        return board_of(connection, place, cycle, service.now(), by_people=by_people)


def read_goods(service: Service, caller: Insider, cycle_id: UUID) -> Response:
    """Which products each wave of a cycle holds, and its weight and volume: for groups and put-walls.

    Products are named once, in `skus`; waves point into it. Ask for it packed (Accept-Encoding: gzip).
    """
    with reading(service.engine) as connection:
        _night(connection, caller, cycle_id, None)
        goods = goods_of(connection, cycle_id)
    return Response(goods.model_dump_json(), media_type="application/json")


def read_crates(
    service: Service, caller: Insider, wave_id: UUID | None = None, sscc: _Sscc = None
) -> WaveCrates:
    """The crates of a wave, which is named by its id or by the label of one of its crates."""
    with reading(service.engine) as connection:
        if (wave_id is None) == (sscc is None):
            raise ProblemError(HTTPStatus.CONFLICT, _SLUG, "Name a wave or a crate label, one of the two.")
        found = wave_id
        if sscc is not None:
            found = wave_of_crate(connection, sscc, None if caller.is_integrator else caller.warehouse)
        row = connection.execute(select(waves.c.warehouse).where(waves.c.id == found)).first()
        if found is None or row is None or not caller.may_see(row.warehouse):
            raise ProblemError(HTTPStatus.NOT_FOUND, _SLUG, "There is no such wave in this warehouse.")
        return crates_of(connection, found)


def read_orders(service: Service, caller: Insider, wave_id: UUID) -> WaveOrders:
    """The standing orders of a wave, with what is to be picked of each: to propose how to divide it."""
    with reading(service.engine) as connection:
        row = connection.execute(select(waves).where(waves.c.id == wave_id)).first()
        if row is None or not caller.may_see(row.warehouse):
            raise ProblemError(HTTPStatus.NOT_FOUND, _SLUG, "There is no such wave in this warehouse.")
        return orders_of(connection, row)


def divide_wave(
    service: Service, caller: Insider, told: Annotated[WaveDivision, Body(openapi_examples=_DIVIDED)]
) -> WavesChanged:
    """Let several desks pick one wave: each part is lent as a wave, and all go to their pickup point as one.

    409 when a desk has it, its crates have labels, or the parts are not exactly its orders.
    """
    return _steered(service, caller, told, divide)


def rejoin_waves(
    service: Service, caller: Insider, told: Annotated[WavesChosen, Body(openapi_examples=_CHOSEN)]
) -> WavesChanged:
    """Take divisions back while no desk has a part. 409 when none could be, with the reason of each."""
    return _steered(service, caller, told, rejoin)


def release_waves(
    service: Service, caller: Insider, told: Annotated[WavesChosen, Body(openapi_examples=_CHOSEN)]
) -> WavesChanged:
    """Let desks take these waves. 409 when none of them could be released, with the reason of each."""
    return _steered(service, caller, told, release)


def hold_waves(
    service: Service, caller: Insider, told: Annotated[WavesChosen, Body(openapi_examples=_CHOSEN)]
) -> WavesChanged:
    """Take a release back while no desk has the wave. 409 when none could be held, with each reason."""
    return _steered(service, caller, told, hold_back)


def assign_waves(
    service: Service, caller: Insider, told: Annotated[WaveAssignments, Body(openapi_examples=_ASSIGNED)]
) -> WavesChanged:
    """Say which desk waves are meant for, and in which order it gets them.

    Another desk gets such a wave only when none of its own and no unassigned one is left, so that nothing
    waits for a desk that is dead. 409 when none could be assigned, with the reason of each.
    """
    return _steered(service, caller, told, assign)


def want_waves(
    service: Service, caller: Insider, told: Annotated[WavesWanted, Body(openapi_examples=_CHOSEN)]
) -> WavesChanged:
    """Ask the desks that pick these waves to hand them over as they are; the next desk goes on with them.

    Each does so as soon as nothing is in the operator's hand, at once or when its network is there again.
    With `called_off` they are asked for no more: a desk that has not left its wave yet keeps it.
    409 when no wave could be asked for, with the reason of each.
    """
    return _steered(service, caller, told, ask_for_waves)


def _steered(
    service: Context,
    caller: Caller,
    told: _Told,
    act: Callable[[Connection, _Told, Foreman], WavesChanged],
) -> WavesChanged:
    try:
        with writing(service.engine) as connection:
            changed = act(connection, told, Foreman(caller, told.operator_id, service.now()))
    except ForemanUnknownError as unknown:
        raise ProblemError(HTTPStatus.CONFLICT, "foreman-unknown", str(unknown)) from unknown
    if not changed.done:
        raise ProblemError(HTTPStatus.CONFLICT, _SLUG, _reasons(changed))
    return changed


def _reasons(changed: WavesChanged) -> str:
    told = [each.detail for each in changed.left[:_MOST_TOLD]]
    rest = len(changed.left) - len(told)
    return " ".join([*told, f"So it is with {rest} more."] if rest else told)


def _night(
    connection: Connection, caller: Caller, cycle_id: UUID | None, warehouse: str | None
) -> tuple[str, Row[Any] | None]:
    """The warehouse and the cycle that are meant; raises ProblemError where the caller may not see them."""
    if cycle_id is not None:
        cycle = connection.execute(select(cycles).where(cycles.c.id == cycle_id)).first()
        if cycle is None or not caller.may_see(cycle.warehouse):
            detail = f"There is no cycle {cycle_id} in this warehouse."
            raise ProblemError(HTTPStatus.NOT_FOUND, "cycle-not-known", detail)
        return str(cycle.warehouse), cycle
    place = (warehouse or caller.warehouse) if caller.is_integrator else caller.warehouse
    if place is None:
        raise ProblemError(HTTPStatus.CONFLICT, _SLUG, "Name a cycle or a warehouse.")
    return place, newest_night(connection, place)
