"""The work people did, over HTTP: as figures, and as a table for a spreadsheet."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response

from cloud_api.http.callers import Caller, Insider
from cloud_api.http.context import Context, Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.people.team import team_report
from cloud_api.people.work import CAUGHT, WorkWanted, work_sums
from cloud_api.sheets import write_csv
from cloud_api.storage.transaction import reading
from cloud_api.wire.base import NO_NUL, Moment
from cloud_api.wire.work import TeamReport, WorkBy, WorkReport, WorkSum

LONGEST = timedelta(days=93)
_UNLESS_TOLD = timedelta(days=28)
_FIRST = {
    WorkBy.OPERATOR: "操作员",
    WorkBy.DESK: "工位",
    WorkBy.HOUR: "小时",
    WorkBy.TASK: "任务",
}
_FIGURES = ("行数", "件数", "扫码数", "拦下的错误", "错商品", "错箱", "多放", "批次", "其他", "工作秒数")
_Warehouse = Annotated[
    str | None,
    Query(max_length=64, pattern=NO_NUL, description="For integrators; others see their own warehouse."),
]
_FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file",
        "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def routes() -> APIRouter:
    """The addresses of people's work."""
    router = APIRouter(tags=["people"])
    answers = problem_responses(
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    )
    router.get("/v1/people/work", summary="What people did", responses=answers)(read_work)
    router.get(
        "/v1/people/work.csv",
        summary="What people did, as a table",
        response_class=Response,
        responses=answers | _FILE,
    )(read_work_file)
    router.get("/v1/people/team", summary="The night by desk and task", responses=answers)(read_team)
    return router


def read_team(service: Service, caller: Insider, warehouse: _Warehouse = None) -> TeamReport:
    """The running hour and the eleven before it, beside the medians of the same hours of the last four weeks.

    Desks stand in the order of their names. Below half an hour of work there is no usual rate.
    """
    whose = _whose(caller, warehouse)
    if whose is None:
        raise ProblemError(HTTPStatus.CONFLICT, "warehouse-wanted", "Name the warehouse.")
    with reading(service.engine) as connection:
        return team_report(connection, whose, service.now())


def read_work(
    service: Service,
    caller: Insider,
    warehouse: _Warehouse = None,
    since: Moment | None = None,
    until: Moment | None = None,
    by: WorkBy = WorkBy.OPERATOR,
    operator_id: UUID | None = None,
) -> WorkReport:
    """Lines, pieces, scans and errors caught, by operator, desk, hour or task, of hours that begin in a time.

    Of the last 28 days unless told otherwise, 93 at most. Rows come in the order of names, not of figures.
    A desk tells an hour when it is over: the running one may be lacking.
    """
    wanted = _wanted(service, caller, warehouse, since, until, operator_id)
    with reading(service.engine) as connection:
        rows = work_sums(connection, wanted, by)
    return WorkReport(since=wanted.since, until=wanted.until, by=by, rows=rows)


def read_work_file(
    service: Service,
    caller: Insider,
    warehouse: _Warehouse = None,
    since: Moment | None = None,
    until: Moment | None = None,
    by: WorkBy = WorkBy.OPERATOR,
) -> Response:
    """As `/v1/people/work`, for a spreadsheet; hours are in UTC."""
    wanted = _wanted(service, caller, warehouse, since, until, None)
    with reading(service.engine) as connection:
        rows = work_sums(connection, wanted, by)
    data = write_csv([_FIRST[by], *_FIGURES], [_cells(row) for row in rows])
    headers = {"Content-Disposition": 'attachment; filename="work.csv"'}
    return Response(data, media_type="text/csv; charset=utf-8", headers=headers)


def _cells(row: WorkSum) -> list[str | int]:
    first = row.name or str(row.id or row.task or (row.hour and row.hour.strftime("%Y-%m-%d %H:%MZ")))
    caught = [row.caught_by[kind] for kind in CAUGHT]
    return [first, row.lines, row.pieces, row.scans, row.caught, *caught, row.active_s]


def _wanted(
    service: Context,
    caller: Caller,
    warehouse: str | None,
    since: datetime | None,
    until: datetime | None,
    operator_id: UUID | None,
) -> WorkWanted:
    end = until or service.now()
    begin = since or _before(end)
    if not timedelta() <= end - begin <= LONGEST:
        detail = f"Ask for {LONGEST.days} days at most, `since` before `until`."
        raise ProblemError(HTTPStatus.CONFLICT, "period-too-long", detail)
    return WorkWanted(_whose(caller, warehouse), begin, end, operator_id)


def _before(end: datetime) -> datetime:
    """The first years of our era have no month before them."""
    try:
        return end - _UNLESS_TOLD
    except OverflowError:
        return end


def _whose(caller: Caller, asked: str | None) -> str | None:
    """The warehouse whose people the caller may see; None: all."""
    if caller.is_integrator:
        return asked
    if asked in (None, caller.warehouse):
        return caller.warehouse
    detail = f"{caller.name} belongs to warehouse {caller.warehouse} and sees the work of no other one."
    raise ProblemError(HTTPStatus.FORBIDDEN, "other-warehouse", detail)
