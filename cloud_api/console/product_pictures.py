"""Pages on which products get the pictures pickers know them by."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query, UploadFile
from fastapi.responses import RedirectResponse, Response

from cloud_api.catalogue.picture_files import PictureFault
from cloud_api.catalogue.pictures import (
    SENTENCES,
    ZipRefusedError,
    put_picture,
    put_pictures,
    read_picture,
    remove_picture,
)
from cloud_api.console.frame import Frame
from cloud_api.console.visit import Visitor
from cloud_api.storage.photo_store import MOST_BYTES
from cloud_api.wire.catalogue import RowVerdict

_LONGEST_KEY = 64
_A_YEAR = "private, max-age=31536000, immutable"
_ONE, _MANY = "/console/product-picture", "/console/product-pictures"


class ProductPicturePages:
    """Shows, takes and removes the picture of a product; takes a ZIP of many."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def routes(self) -> APIRouter:
        """The addresses of these pages."""
        router = APIRouter()
        router.get(_ONE)(self.show)
        router.post(_ONE)(self.bring)
        router.post(f"{_ONE}/removal")(self.remove)
        router.post(_MANY)(self.bring_many)
        return router

    def show(self, visit: Visitor, key: Annotated[str, Query(max_length=_LONGEST_KEY)]) -> Response:
        """The picture itself; pages name it with its hash, so a browser may keep it."""
        found = read_picture(visit.service.engine, key.replace("\0", ""))
        if found is None:
            return Response(status_code=int(HTTPStatus.NOT_FOUND))
        headers = {"Cache-Control": _A_YEAR, "X-Content-Type-Options": "nosniff"}
        return Response(found[1].data, media_type=found[1].media_type, headers=headers)

    def bring(
        self, visit: Visitor, row_key: Annotated[str, Form(max_length=_LONGEST_KEY)], file: UploadFile
    ) -> Response:
        """Show the product by this file from now on."""
        service, data = visit.service, file.file.read(MOST_BYTES + 1)
        sku = row_key.replace("\0", "")
        kept = put_picture(service.engine, visit.caller, sku, data, service.now())
        if kept is None:
            return self._unknown(visit)
        if isinstance(kept, PictureFault):
            back = f"/console/rows/products/one?{urlencode({'key': sku})}"
            return self._message(
                visit, "图片没有收下", SENTENCES[kept], back, HTTPStatus.UNPROCESSABLE_ENTITY
            )
        return _to_row(sku)

    def remove(self, visit: Visitor, row_key: Annotated[str, Form(max_length=_LONGEST_KEY)]) -> Response:
        """Show the product by no picture any more."""
        service, sku = visit.service, row_key.replace("\0", "")
        if not remove_picture(service.engine, visit.caller, sku, service.now()):
            return self._unknown(visit)
        return _to_row(sku)

    def bring_many(self, visit: Visitor, file: UploadFile) -> Response:
        """Take each file of a ZIP by itself and say what became of it."""
        service = visit.service
        try:
            results = list(put_pictures(service.engine, visit.caller, file.file.read(), service.now()))
        except ZipRefusedError as refusal:
            back = "/console/rows/products"
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return self._message(visit, "压缩包没有收下", str(refusal), back, status)
        refused = [each for each in results if each.verdict is RowVerdict.REFUSED]
        same = sum(each.verdict is RowVerdict.UNCHANGED for each in results)
        values = {
            "title": "商品图片",
            "refused": refused,
            "same": same,
            "kept": len(results) - len(refused) - same,
        }
        return self._frame.page("pictures.html", room="rows", person=visit.caller.name, values=values)

    def _unknown(self, visit: Visitor) -> Response:
        meaning = "没有这个商品，可能已经删除。"
        return self._message(visit, "没有这个商品", meaning, "/console/rows/products", HTTPStatus.NOT_FOUND)

    def _message(self, visit: Visitor, title: str, meaning: str, back: str, status: HTTPStatus) -> Response:
        values = {"title": title, "meaning": meaning, "back": back}
        return self._frame.page(
            "message.html", room="rows", person=visit.caller.name, values=values, status=status
        )


def _to_row(sku: str) -> Response:
    query = urlencode({"key": sku, "note": "kept"})
    return RedirectResponse(f"/console/rows/products/one?{query}", int(HTTPStatus.SEE_OTHER))
