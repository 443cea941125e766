"""An order with a page, taken through a night by the facts of desks and tills."""

import re
from html.parser import HTMLParser
from typing import Any

import requests

from tests.cloud_api.kit import DeskKit, Shop, order, pickup_point, product
from tests.cloud_api.night_kit import (
    Night,
    collection,
    open_night,
    pack,
    pack_short,
    receive,
    start_next,
)

SHOP: dict[str, Any] = {
    "name": "优邻·望京花园东区店",
    "address": "北京市朝阳区望京街道阜通东大街 6 号院 3 号楼底商 102",
    "phone": "139-1100-0001",
    "latitude": 39.99591,
    "longitude": 116.48106,
    "datum": "GCJ-02",
}


class Words(HTMLParser):
    """The words of a page in order, and the tags it is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._silent = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._silent = tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if data.strip() and not self._silent:
            self.words.append(" ".join(data.split()))


class OrderStory:
    """One order of shop P1 (2 PEACH, 1 MILK) and its page at each step of its way."""

    def __init__(self, shop: Shop, *more: dict[str, Any], **point: Any) -> None:
        given = {
            "products": [
                product("PEACH", name="平谷大桃", spec="500g"),
                product("MILK", name="鲜牛奶", spec="950ml", zone="chilled"),
            ],
            "pickup_points": [pickup_point("P1", **{**SHOP, **point})],
        }
        assert shop.call("PUT", "/v1/catalogue", json=given).status_code == 200
        self.shop = shop
        self.night: Night = open_night(shop, order("A", "P1", PEACH=2, MILK=1), *more)
        self.path = str(self.night.state("A")["page"])
        self.till: DeskKit = shop.cloud.till("P1")

    def get(self) -> requests.Response:
        return self.shop.cloud.call("GET", self.path)

    def page(self) -> Words:
        answer = self.get()
        assert answer.status_code == 200, answer.text
        return Words(answer.text)

    def said(self) -> str:
        return " ".join(self.page().words)

    def timeline(self) -> list[str]:
        """The steps reached with their moments."""
        found = re.findall(
            r'<li class="(now|done|next)".*?class="step">(.*?)</span><span class="moment">(.*?)</span>',
            self.get().text,
        )
        return [f"{words} {moment}".strip() for kind, words, moment in found if kind != "next"]

    def pack(self) -> None:
        self.night.later(hours=4)
        pack(self.night, start_next(self.night))

    def pack_short(self, sku: str, missing: int) -> None:
        start_next(self.night)
        pack_short(self.night, "P1", sku, missing)

    def depart(self) -> None:
        self.night.later(hours=4)
        (route,) = self.night.publish(self.night.route_plan(1, ("V1", ["P1"])))["routes"]
        crates = self.night.crates("P1")
        self.night.load(route, *crates)
        assert self.night.depart(route, crates)["verdict"] == "accepted"

    def arrive(self) -> None:
        self.night.later(hours=1)
        receive(self.till, *self.night.crates("P1"))

    def collect(self, **pieces: int) -> str:
        """Hand over; the id of the collection."""
        self.night.later(hours=6)
        body = collection(self.night.order_id("A"), **pieces)
        assert self.till.report("OrderCollected", body)["verdict"] == "accepted"
        return str(body["collection_id"])

    def undo(self, collection_id: str) -> None:
        body = {
            "collection_id": collection_id,
            "order_id": self.night.order_id("A"),
            "reason": "给错人了",
        }
        assert self.till.report("CollectionUndone", body)["verdict"] == "accepted"
