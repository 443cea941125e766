"""What products look like, over HTTP."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Path, Request, Response
from starlette.concurrency import run_in_threadpool

from cloud_api.catalogue.picture_files import PictureFault
from cloud_api.catalogue.pictures import (
    SENTENCES,
    ZipRefusedError,
    put_picture,
    put_pictures,
    read_picture,
    remove_picture,
)
from cloud_api.http.callers import Anyone, Manager
from cloud_api.http.context import Service
from cloud_api.http.problems import ProblemError, problem_responses
from cloud_api.storage.photo_store import JPEG, PNG, WEBP
from cloud_api.wire.base import Code
from cloud_api.wire.catalogue import PictureKept, PicturesKept

_BINARY = {"schema": {"type": "string", "format": "binary"}}


def _upload(*kinds: str) -> dict[str, Any]:
    content = {kind: {**_BINARY, "example": "its bytes"} for kind in kinds}
    return {"requestBody": {"required": True, "content": content}}


_ETAG = {"ETag": {"description": "Send it as If-None-Match", "schema": {"type": "string"}}}
_DOWNLOAD: dict[int | str, dict[str, Any]] = {
    200: {"description": "The picture", "content": {JPEG: _BINARY}, "headers": _ETAG},
    304: {"description": "It is the one that was named", "headers": _ETAG},
}
_OF_A_PICTURE = ("DELETE", "GET", "PUT")
_Sku = Annotated[Code, Path(examples=["PEACH-500"])]
_IfNoneMatch = Annotated[
    str | None, Header(max_length=500, description="The ETag of the picture that is there")
]


def add_pictures(router: APIRouter) -> None:
    """Add the addresses; before those of rows, whose keys may hold slashes."""
    refusals = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY)
    bad = (HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    of_one = problem_responses(*refusals, HTTPStatus.NOT_FOUND)
    path = "/v1/products/{sku:path}/picture"
    router.put(
        path,
        summary="Show a product by a picture",
        openapi_extra=_upload(JPEG, PNG, WEBP),
        responses=problem_responses(*refusals, HTTPStatus.NOT_FOUND, *bad),
    )(put_product_picture)
    router.get(
        path,
        summary="What a product looks like",
        response_class=Response,
        responses={**of_one, **_DOWNLOAD},
    )(get_product_picture)
    router.delete(
        path,
        summary="Show a product by no picture",
        status_code=HTTPStatus.NO_CONTENT,
        responses=of_one,
    )(delete_product_picture)
    router.post(
        "/v1/product-pictures",
        summary="Show many products by the pictures in a ZIP",
        openapi_extra=_upload("application/zip"),
        responses=problem_responses(*refusals, *bad),
    )(post_product_pictures)
    # A product's own address takes any path: without this, PATCH would look for a SKU that ends in /picture.
    router.patch(path, include_in_schema=False)(no_such_method)


def no_such_method() -> None:
    """A picture is put whole."""
    raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": ", ".join(_OF_A_PICTURE)})


async def put_product_picture(service: Service, caller: Manager, request: Request, sku: _Sku) -> PictureKept:
    """JPEG, PNG or WebP of at most 8 MiB and 40 million pixels; kept as a JPEG of at most 480 x 480.

    It is turned as the camera was held and loses what the camera noted, such as where that was. Stations are
    told by the product, whose `picture` is the new hash.
    """
    data = await request.body()
    kept = await run_in_threadpool(put_picture, service.engine, caller, sku, data, service.now())
    if kept is None:
        raise _unknown(sku)
    if isinstance(kept, PictureFault):
        too_large = kept is PictureFault.TOO_LARGE
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_large else HTTPStatus.CONFLICT
        raise ProblemError(status, kept, SENTENCES[kept])
    return kept


def get_product_picture(
    service: Service, _caller: Anyone, sku: _Sku, if_none_match: _IfNoneMatch = None
) -> Response:
    """The picture as it is kept, for every station; its ETag is the SHA-256 of its bytes."""
    found = read_picture(service.engine, sku)
    if found is None:
        detail = f"There is no picture of {sku}. PUT one at this address, or ask a manager to."
        raise ProblemError(HTTPStatus.NOT_FOUND, "picture-unknown", detail)
    digest, kept = found
    etag = f'"{digest}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff"}
    if if_none_match is not None and etag in _told(if_none_match):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(kept.data, media_type=kept.media_type, headers=headers)


def delete_product_picture(service: Service, caller: Manager, sku: _Sku) -> None:
    """Stations forget the picture with the next change; again is a success."""
    if not remove_picture(service.engine, caller, sku, service.now()):
        raise _unknown(sku)


async def post_product_pictures(service: Service, caller: Manager, request: Request) -> PicturesKept:
    """Files called by SKU or bar code, such as 100001.jpg or 6901234567892.png; each is taken by itself.

    The answer tells of every file what became of it, and why one was refused. Sent again it is harmless.
    """
    data = await request.body()
    try:
        results = await run_in_threadpool(
            lambda: list(put_pictures(service.engine, caller, data, service.now()))
        )
    except ZipRefusedError as refusal:
        raise ProblemError(HTTPStatus.CONFLICT, "zip-refused", str(refusal)) from refusal
    return PicturesKept(results=results)


def _told(header: str) -> list[str]:
    return [each.strip().removeprefix("W/") for each in header.split(",")]


def _unknown(sku: str) -> ProblemError:
    detail = f"There is no product {sku}. GET /v1/products lists those there are."
    return ProblemError(HTTPStatus.NOT_FOUND, "row-unknown", detail)
