"""Purchase orders and photos of goods over HTTP."""

from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from cloud_api.http.callers import Anyone, Caller, Insider
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.receiving.listing import find_purchase, list_purchases, receipts_of
from cloud_api.receiving.photos import PhotoFault, keep_photo, read_photo
from cloud_api.storage.photo_store import JPEG, MOST_BYTES, PNG, WEBP
from cloud_api.storage.transaction import reading
from cloud_api.wire.base import NO_NUL
from cloud_api.wire.inbound import PhotoKept, PurchasePage, PurchaseReceipts
from cloud_api.wire.stations import Role

_LARGEST_NUMBER = 9_999_999
_PICTURES = (JPEG, PNG, WEBP)
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_UPLOAD: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {kind: {**_BINARY, "example": "the bytes of the picture"} for kind in _PICTURES},
    }
}
_DOWNLOAD: dict[int | str, dict[str, Any]] = {
    200: {"description": "The picture", "content": dict.fromkeys(_PICTURES, _BINARY)}
}
_Hash = Annotated[
    str,
    Path(
        pattern=r"^[0-9a-f]{64}$",
        description="SHA-256 of the file, in hex.",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    ),
]
_TAKES_PHOTOS = frozenset({Role.WAREHOUSE, Role.PICKUP})
_FAULTS = {
    PhotoFault.TOO_LARGE: (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        f"The photo has more than {MOST_BYTES} bytes. Take it with fewer pixels and send it again.",
    ),
    PhotoFault.NO_PHOTO: (
        HTTPStatus.CONFLICT,
        "These bytes are no JPEG, PNG or WebP picture. Send the file as the camera wrote it.",
    ),
    PhotoFault.OTHER_HASH: (
        HTTPStatus.CONFLICT,
        "The bytes have another SHA-256 than the address says. They changed on the way: send them again.",
    ),
}


def routes() -> APIRouter:
    """The addresses of this slice."""
    router = APIRouter(tags=["receiving"])
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    answers = problem_responses(*refusals)
    of_one = problem_responses(*refusals, HTTPStatus.NOT_FOUND)
    of_photo = problem_responses(*refusals, HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    router.get("/v1/purchases", summary="Purchase orders: what came, what lacks", responses=answers)(
        read_purchase_orders
    )
    router.get("/v1/purchases/{document_id}", summary="All that came of a purchase order", responses=of_one)(
        read_purchase_receipts
    )
    router.put(
        "/v1/photos/{sha256}", summary="Keep a photo of goods", openapi_extra=_UPLOAD, responses=of_photo
    )(put_photo)
    router.get(
        "/v1/photos/{sha256}",
        summary="A photo of goods",
        response_class=Response,
        responses={**of_one, **_DOWNLOAD},
    )(get_photo)
    return router


def read_purchase_orders(
    service: Service,
    caller: Insider,
    warehouse: Annotated[
        str | None,
        Query(max_length=64, pattern=NO_NUL, description="For integrators; others see their own warehouse."),
    ] = None,
    cycle_id: UUID | None = None,
    supplier: Annotated[str | None, Query(max_length=64, pattern=NO_NUL)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    before: Annotated[int | None, Query(ge=1, le=_LARGEST_NUMBER)] = None,
) -> PurchasePage:
    """What each supplier was to bring and what came, the newest first; `lacks` counts pieces.

    Damaged and refused pieces did not come. `shared` tells what became of a product that lacked when the
    order was closed.
    """
    with reading(service.engine) as connection:
        return list_purchases(connection, _whose(caller, warehouse), cycle_id, supplier, before, limit)


def read_purchase_receipts(service: Service, caller: Insider, document_id: UUID) -> PurchaseReceipts:
    """Each receipt with lot, expiry, reason and photo, for a claim against the supplier."""
    with reading(service.engine) as connection:
        purchase = find_purchase(connection, document_id)
        if purchase is None or not caller.may_see(purchase.warehouse):
            detail = f"There is no purchase order {document_id}. GET /v1/purchases lists those there are."
            raise ProblemError(HTTPStatus.NOT_FOUND, "purchase-unknown", detail)
        return receipts_of(connection, purchase)


async def put_photo(service: Service, caller: Anyone, request: Request, sha256: _Hash) -> PhotoKept:
    """JPEG, PNG or WebP of at most 8 MiB, under the SHA-256 of its bytes; again is a success.

    Facts name a photo by its hash, before or after the file itself is here. A service keeps photos as long
    as its settings say.
    """
    if not caller.roles & _TAKES_PHOTOS:
        detail = "Photos of goods come from stations of a warehouse or a shop. Send it from one of them."
        raise ProblemError(HTTPStatus.FORBIDDEN, "wrong-role", detail)
    data = await request.body()
    kept = await run_in_threadpool(keep_photo, service.engine, caller, sha256, data, service.now())
    if isinstance(kept, PhotoFault):
        status, detail = _FAULTS[kept]
        raise ProblemError(status, kept, detail)
    return kept


def get_photo(service: Service, caller: Anyone, sha256: _Hash) -> Response:
    """A photo that a station of the caller's warehouse, or of its shop, has sent."""
    photo = read_photo(service.engine, caller, sha256)
    if photo is None:
        detail = "There is no such photo. It may not have been sent yet, or it was kept long enough."
        raise ProblemError(HTTPStatus.NOT_FOUND, "photo-unknown", detail)
    headers = {"Cache-Control": "private, max-age=86400, immutable", "X-Content-Type-Options": "nosniff"}
    return Response(photo.data, media_type=photo.media_type, headers=headers)


def _whose(caller: Caller, asked: str | None) -> str | None:
    """The warehouse whose purchase orders the caller may see; None: all."""
    if caller.is_integrator:
        return asked
    if asked in (None, caller.warehouse):
        return caller.warehouse
    detail = (
        f"{caller.name} belongs to warehouse {caller.warehouse} and sees purchase orders of no other one."
    )
    raise ProblemError(HTTPStatus.FORBIDDEN, "other-warehouse", detail)
