"""The page of an order over HTTP, for whoever holds its link."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlalchemy.exc import OperationalError

from cloud_api.http.context import Context, Service
from cloud_api.pages.content import OrderPage, read_order_page
from cloud_api.pages.drawing import PageMaker
from cloud_api.storage.page_links import order_of
from cloud_api.storage.transaction import reading


class OrderPages:
    """Answers links; templates are read when the service is assembled."""

    def __init__(self, brand: str) -> None:
        self._maker = PageMaker(brand)

    def read(self, service: Service, token: str) -> HTMLResponse:
        """The page of the order a link was made for: status, goods, shop, pickup code.

        No login: the link carries a MAC of 128 bits, so guessing one needs no limit on tries. It is not
        cached, not indexed and not sent on to other sites.
        """
        try:
            page = _page(service, token)
        except OperationalError:
            return self._maker.busy()
        return self._maker.unknown() if page is None else self._maker.order(page, service.now())


def routes(brand: str) -> APIRouter:
    """The addresses of this slice; `brand` heads the pages."""
    router = APIRouter(tags=["pages"])
    router.get(
        "/o/{token}",
        summary="The customer's page of an order",
        response_class=HTMLResponse,
        responses={int(HTTPStatus.NOT_FOUND): {"description": "No such link", "content": {"text/html": {}}}},
    )(OrderPages(brand).read)
    return router


def _page(service: Context, token: str) -> OrderPage | None:
    with reading(service.engine) as connection:
        order_id = order_of(connection, token)
        return None if order_id is None else read_order_page(connection, order_id)
