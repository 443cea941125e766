"""Crates and boxes over HTTP: the life of one crate, where boxes are, which shops keep them."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from cloud_api.crates.life import crate_life, find_crate
from cloud_api.crates.listing import boxes_out, list_boxes
from cloud_api.http.callers import Caller, Insider
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.sheets import write_csv
from cloud_api.storage.transaction import reading
from cloud_api.wire.base import NO_NUL
from cloud_api.wire.crates import BoxesOut, BoxPage, CrateLife

_HEADINGS = ("自提点", "自提点名称", "周转箱", "集货箱", "离仓时间")
_Warehouse = Annotated[
    str | None,
    Query(max_length=64, pattern=NO_NUL, description="For integrators; others see their own warehouse."),
]
_Label = Annotated[str, Path(pattern=r"^[0-9]{18}$", examples=["106912345000000017"])]
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["crates"])
    answers = problem_responses(
        HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY
    )
    one = answers | problem_responses(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
    router.get("/v1/crates/{sscc}", summary="One crate with its whole life", responses=one)(read_crate)
    router.get("/v1/boxes", summary="Re-usable boxes", responses=answers)(read_boxes)
    router.get("/v1/boxes/out", summary="Boxes shops have not given back", responses=answers)(read_boxes_out)
    router.get(
        "/v1/boxes/out.csv",
        summary="Boxes shops have not given back, as a table",
        response_class=Response,
        responses=answers | _FILE,
    )(read_boxes_out_file)
    return router


def read_crate(service: Service, caller: Insider, sscc: _Label) -> CrateLife:
    """By its label, or by one it had before it was packed anew.

    A crate of another warehouse is told as such: 409 `other-warehouse`.
    """
    with reading(service.engine) as connection:
        crate = find_crate(connection, sscc)
        if crate is None:
            detail = f"No crate of ours ever had the label {sscc}."
            raise ProblemError(HTTPStatus.NOT_FOUND, "crate-unknown", detail)
        if not caller.may_see(crate.warehouse):
            detail = f"Crate {sscc} belongs to warehouse {crate.warehouse}."
            raise ProblemError(HTTPStatus.CONFLICT, "other-warehouse", detail)
        return crate_life(connection, crate, sscc)


def read_boxes(
    service: Service,
    caller: Insider,
    warehouse: _Warehouse = None,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 200,
    after: Annotated[str | None, Query(pattern=r"^[0-9]{8}$")] = None,
) -> BoxPage:
    """Boxes that were ever used, by number; go on with `after` as `next` says."""
    with reading(service.engine) as connection:
        return list_boxes(connection, _whose(caller, warehouse), after, limit)


def read_boxes_out(service: Service, caller: Insider, warehouse: _Warehouse = None) -> list[BoxesOut]:
    """By pickup point, the one with the box that is out longest first."""
    with reading(service.engine) as connection:
        return list(boxes_out(connection, _whose(caller, warehouse)))


def read_boxes_out_file(service: Service, caller: Insider, warehouse: _Warehouse = None) -> Response:
    """As `/v1/boxes/out`, one line a box, for a spreadsheet; times are in UTC."""
    with reading(service.engine) as connection:
        shops = boxes_out(connection, _whose(caller, warehouse))
    lines = [
        [
            shop.pickup_point,
            shop.pickup_point_name,
            box.number,
            box.label or "",
            "" if box.out_since is None else box.out_since.strftime("%Y-%m-%d %H:%MZ"),
        ]
        for shop in shops
        for box in shop.boxes
    ]
    headers = {"Content-Disposition": 'attachment; filename="boxes-out.csv"'}
    return Response(write_csv(_HEADINGS, lines), media_type="text/csv; charset=utf-8", headers=headers)


def _whose(caller: Caller, asked: str | None) -> str | None:
    """The warehouse whose boxes the caller may see; None: all."""
    if caller.is_integrator:
        return asked
    if asked in (None, caller.warehouse):
        return caller.warehouse
    detail = f"{caller.name} belongs to warehouse {caller.warehouse} and sees the boxes of no other one."
    raise ProblemError(HTTPStatus.FORBIDDEN, "other-warehouse", detail)
