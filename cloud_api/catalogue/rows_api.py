"""One row of master data over HTTP: list, read, put, patch, take away, alike for every kind."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import APIRouter, Body, Header, Path, Query, Response
from fastapi.openapi.models import Example
from sqlalchemy import Connection

from cloud_api.catalogue.editing import Edit, EditRefusal, Why, patch_row, put_row, remove_row
from cloud_api.catalogue.examples import EXAMPLES
from cloud_api.catalogue.kinds import KEY_SEPARATOR, SHAPES, Kind, Row
from cloud_api.catalogue.listing import (
    BinFilter,
    Filter,
    OperatorFilter,
    PlaceFilter,
    ProductFilter,
    SupplierFilter,
    etag_of,
    find_row,
    list_rows,
    masked,
)
from cloud_api.http.callers import Caller, Insider, Manager
from cloud_api.http.context import Context, Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.http.schemas import patch_schema
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.base import Code
from cloud_api.wire.catalogue import (
    Bin,
    BinKey,
    Kept,
    Operator,
    PickupPoint,
    Product,
    Removal,
    RowPage,
    RowVerdict,
    Supplier,
    Van,
    Warehouse,
)
from cloud_api.wire.stations import Role

MERGE_PATCH = "application/merge-patch+json"
_SEES_PHONES = frozenset({Role.INTEGRATOR, Role.MANAGER})
_RINGS_UP = frozenset({Kind.PICKUP_POINT, Kind.VAN})
"""Whose phones a dispatcher needs on the road."""
_STATUS = {
    Why.UNKNOWN: HTTPStatus.NOT_FOUND,
    Why.CHANGED_MEANWHILE: HTTPStatus.PRECONDITION_FAILED,
    Why.OTHER_WAREHOUSE: HTTPStatus.FORBIDDEN,
    Why.STILL_NEEDED: HTTPStatus.CONFLICT,
    Why.DOES_NOT_FIT: HTTPStatus.CONFLICT,
    Why.UNREADABLE: HTTPStatus.UNPROCESSABLE_ENTITY,
}
_ETAG = {"headers": {"ETag": {"description": "Send it as If-Match", "schema": {"type": "string"}}}}
_IfMatch = Annotated[
    str | None, Header(max_length=500, description="The ETag read: answers 412 if the row is another by now")
]
_IfNoneMatch = Annotated[
    str | None, Header(max_length=500, description="*: only if there is no such row yet")
]


@dataclass(frozen=True)
class Door:
    """Where rows of a kind are found, and as what OpenAPI describes them."""

    kind: Kind
    path: str
    many: str
    filter: type[Filter]
    page: Any
    kept: Any
    key: Any = Code

    @property
    def one(self) -> str:
        """The address of one row; codes may hold slashes."""
        return f"/v1/{self.path}/{{key}}" if self.key is UUID else f"/v1/{self.path}/{{key:path}}"


def doors() -> tuple[Door, ...]:
    """All kinds."""
    return (
        Door(Kind.WAREHOUSE, "warehouses", "warehouses", Filter, RowPage[Warehouse], Kept[Warehouse]),
        Door(Kind.SUPPLIER, "suppliers", "suppliers", SupplierFilter, RowPage[Supplier], Kept[Supplier]),
        Door(Kind.BIN, "bins", "bins", BinFilter, RowPage[Bin], Kept[Bin], BinKey),
        Door(Kind.PRODUCT, "products", "products", ProductFilter, RowPage[Product], Kept[Product]),
        Door(
            Kind.PICKUP_POINT,
            "pickup-points",
            "pickup points",
            PlaceFilter,
            RowPage[PickupPoint],
            Kept[PickupPoint],
        ),
        Door(
            Kind.OPERATOR, "operators", "operators", OperatorFilter, RowPage[Operator], Kept[Operator], UUID
        ),
        Door(Kind.VAN, "vans", "vans", PlaceFilter, RowPage[Van], Kept[Van]),
    )


def add_rows(router: APIRouter) -> None:
    """Add the five addresses of every kind."""
    for door in doors():
        _add_reading(router, door)
        _add_writing(router, door)


def _add_reading(router: APIRouter, door: Door) -> None:
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    one = problem_responses(*refusals, HTTPStatus.NOT_FOUND) | {200: _ETAG}
    name = door.kind.value.replace(" ", "_")
    # Badges open doors: only who gives them out may read them.
    reader = Manager if door.kind is Kind.OPERATOR else Insider
    listing = _described(_lister(door), caller=reader, wanted=Annotated[door.filter, Query()])
    router.get(
        f"/v1/{door.path}",
        name=f"list_{name}s",
        summary=f"List {door.many}",
        response_model=door.page,
        responses=problem_responses(*refusals),
    )(listing)
    router.get(
        door.one,
        name=f"read_{name}",
        summary=f"One {door.kind}",
        response_model=SHAPES[door.kind].message,
        responses=one,
    )(_described(_reader(door), caller=reader, key=_key(door)))


def _add_writing(router: APIRouter, door: Door) -> None:
    name = door.kind.value.replace(" ", "_")
    refusals = problem_responses(
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.PRECONDITION_FAILED,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    )
    created = {201: {"model": door.kept, "description": "It is new", **_ETAG}}
    router.put(
        door.one,
        name=f"put_{name}",
        summary=f"Create or replace a {door.kind}",
        response_model=door.kept,
        responses=refusals | created | {200: _ETAG},
    )(_described(_putter(door), key=_key(door), row=_body(door)))
    message = SHAPES[door.kind].message
    patch = Annotated[dict[str, Any], Body(media_type=MERGE_PATCH, openapi_examples=_example(door, "patch"))]
    router.patch(
        door.one,
        name=f"patch_{name}",
        summary=f"Change fields of a {door.kind}",
        response_model=door.kept,
        responses=refusals | {200: _ETAG},
        openapi_extra={"requestBody": {"content": {MERGE_PATCH: {"schema": patch_schema(message)}}}},
    )(_described(_patcher(door), key=_key(door), patch=patch))
    router.delete(
        door.one,
        name=f"delete_{name}",
        summary=f"Take a {door.kind} out of use",
        responses=refusals,
    )(_described(_remover(door), key=_key(door)))


def _key(door: Door) -> Any:
    """As programs that try the interface out find one that is there."""
    return Annotated[door.key, Path(examples=[KEY_SEPARATOR.join(_key_told(door))])]


def _key_told(door: Door) -> list[str]:
    return [EXAMPLES[door.kind][name] for name in SHAPES[door.kind].key_fields]


def _body(door: Door) -> Any:
    return Annotated[SHAPES[door.kind].message, Body(openapi_examples=_example(door, "whole"))]


def _example(door: Door, of: str) -> dict[str, Example]:
    whole = EXAMPLES[door.kind]
    value = whole if of == "whole" else {"name": whole["name"]} if "name" in whole else {"active": True}
    return {of: {"summary": f"A {door.kind}" if of == "whole" else "One field", "value": value}}


def _described(endpoint: Callable[..., Any], **types: Any) -> Callable[..., Any]:
    """FastAPI reads types off the function: here each kind's own are put on it."""
    endpoint.__annotations__.update(types)
    return endpoint


def _lister(door: Door) -> Callable[..., Any]:
    def list_all(service: Service, caller: Caller, wanted: Filter) -> Any:
        """By their keys; go on with `after` = `next`. A warehouse's own people see what is theirs."""
        with reading(service.engine) as connection:
            rows, further = list_rows(connection, door.kind, wanted, _own(caller))
        return {"items": [_shown(caller, door.kind, row) for row in rows], "next": further}

    return list_all


def _reader(door: Door) -> Callable[..., Any]:
    def read_one(service: Service, response: Response, caller: Caller, key: Any) -> Any:
        """The row with its ETag; phones are masked for those who have nobody to ring up."""
        with reading(service.engine) as connection:
            row = find_row(connection, door.kind, key)
        owner = getattr(row, "warehouse", None)
        if row is None or (owner is not None and not caller.may_see(owner)):
            detail = f"There is no {door.kind} {key}. GET /v1/{door.path} lists those there are."
            raise ProblemError(HTTPStatus.NOT_FOUND, Why.UNKNOWN, detail)
        shown = _shown(caller, door.kind, row)
        response.headers["ETag"] = etag_of(shown)
        return shown

    return read_one


def _putter(door: Door) -> Callable[..., Any]:
    def put_one(
        service: Service,
        response: Response,
        caller: Manager,
        key: Any,
        row: Any,
        if_match: _IfMatch = None,
        if_none_match: _IfNoneMatch = None,
    ) -> Any:
        """With If-Match it replaces only what was read; with If-None-Match: * it only creates."""
        edit = _edit(service, caller, door, key, if_match, if_none_match)
        return _answer(response, _in_turn(service, lambda connection: put_row(connection, edit, row)))

    return put_one


def _patcher(door: Door) -> Callable[..., Any]:
    def patch_one(
        service: Service,
        response: Response,
        caller: Manager,
        key: Any,
        patch: Any,
        if_match: _IfMatch = None,
    ) -> Any:
        """A JSON merge patch (RFC 7396): fields that are not named stay, null is what is usual."""
        edit = _edit(service, caller, door, key, if_match)
        return _answer(response, _in_turn(service, lambda connection: patch_row(connection, edit, patch)))

    return patch_one


def _remover(door: Door) -> Callable[..., Any]:
    def remove_one(service: Service, caller: Manager, key: Any, if_match: _IfMatch = None) -> Removal:
        """Deletes what nothing refers to, takes out of use what history needs; answers which it was."""
        edit = _edit(service, caller, door, key, if_match)
        return cast(Removal, _in_turn(service, lambda connection: remove_row(connection, edit)))

    return remove_one


def _edit(
    service: Context,
    caller: Caller,
    door: Door,
    key: Any,
    if_match: str | None,
    if_none_match: str | None = None,
) -> Edit:
    return Edit(
        door.kind,
        key,
        caller.actor,
        service.now(),
        _own(caller),
        if_match=if_match,
        if_none_match=if_none_match,
    )


def _own(caller: Caller) -> str | None:
    """The only warehouse that concerns the caller; None: the whole company."""
    return None if caller.is_integrator else caller.warehouse


def _in_turn(service: Context, act: Callable[[Connection], Any]) -> Any:
    with writing(service.engine) as connection:
        done = act(connection)
    if isinstance(done, EditRefusal):
        raise ProblemError(_STATUS[done.why], done.why, done.reason)
    return done


def _answer(response: Response, kept: Kept[Any]) -> Kept[Any]:
    response.headers["ETag"] = etag_of(kept.row)
    if kept.verdict is RowVerdict.CREATED:
        response.status_code = HTTPStatus.CREATED
    return kept


def _shown(caller: Caller, kind: Kind, row: Row) -> Row:
    rings_up = Role.DISPATCH in caller.roles and kind in _RINGS_UP
    return row if caller.roles & _SEES_PHONES or rings_up else masked(row)
