"""The console is closed: to strangers, to other warehouses, to foreign pages, to names that are HTML."""

import re

import pytest
import requests
from fastapi.routing import iter_route_contexts
from playwright.sync_api import Browser, ViewportSize

from cloud_api.console.api import routes as console_routes
from cloud_api.storage.ids import new_uuid
from cloud_api.wire.stations import Role
from tests.cloud_api.bins_kit import place
from tests.cloud_api.console_kit import (
    BADGE,
    DESK,
    OPERATOR_ID,
    PHONE,
    PIN,
    open_console,
    queue_documents,
)
from tests.cloud_api.kit import (
    DEADLINE_S,
    SQLITE_ONLY,
    Shop,
    new_cycle,
    operator,
    order,
    pickup_point,
    product,
)
from tests.cloud_api.night_kit import refusal

HOSTILE = """<script>document.title='hacked'</script>"'><img src=x onerror=alert(1)>{{7*7}}"""
pytestmark = SQLITE_ONLY


PAGES = (
    "/console",
    "/console/cycles/{cycle}",
    "/console/cycles/{cycle}/cut-off",
    "/console/cycles/{cycle}/shortages",
    "/console/deliveries",
    "/console/deliveries?state=failed",
    "/console/imports",
    "/console/orders",
    "/console/orders?refused=1",
    "/console/orders/one?no=N1",
    "/console/conflicts",
    "/console/facts/refused",
    "/console/stations",
    "/console/device?code=ABCD",
    "/console/recipients",
    "/console/rows/products",
    "/console/rows/products/one?key=PEACH",
    "/console/rows/products/one",
    "/console/rows/suppliers",
    "/console/rows/pickup-points",
    "/console/rows/pickup-points/one?key=P1",
    "/console/rows/vans",
    "/console/rows/vans/one",
    "/console/rows/bins",
    "/console/rows/bins/one?key=W1:A-1",
    "/console/rows/operators",
    "/console/rows/operators/one?key=" + OPERATOR_ID,
    "/console/trail",
)


@pytest.mark.parametrize(("size", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"])
def test_names_that_are_html_do_no_harm_on_any_page(
    browser: Browser, house: Shop, size: ViewportSize, scheme: str
) -> None:
    spoil(house)
    console = open_console(browser, house.cloud.url, size, color_scheme=scheme).sign_in()
    for path in PAGES:
        page = console.go(path.format(cycle=house.cycle_id))
        console.assert_well(f"hostile-{scheme}-{size['width']}-{PAGES.index(path):02}")
        assert page.title() != "hacked"
        assert page.locator("main script, main img").count() == 0
        assert "49" not in page.locator("h1").inner_text()
    console.close()


def spoil(house: Shop) -> None:
    """Every name people and systems can give holds what a browser would run."""
    name = HOSTILE[:100]
    rows = {
        "warehouses": [{"code": "W1", "name": name}, {"code": "W2", "name": "通州仓"}],
        "suppliers": [{"code": "S1", "name": name, "contact": name, "address": name}],
        "products": [product("PEACH", name=name, spec=name, category=name, supplier="S1")],
        "pickup_points": [pickup_point("P1", name=name, address=name, contact=name)],
        "operators": [operator(manager=True, name=name)],
        "bins": [place("A-1", aisle=name)],
    }
    assert house.call("PUT", "/v1/catalogue", json=rows).status_code == 200
    told = {**order("N1", "P1", PEACH=2), "customer": name, "address": name}
    house.send(told, {**told, "order_no": name[:64]}, {**told, "order_no": "BAD", "pickup_point": name[:64]})
    desk = house.cloud.desk(name[:60])
    body = {"sku": name, "order_id": name, "lines": [{"sku": name, "quantity": name}], "reason": name}
    refusal(desk, name[:60], body)
    house.cloud.call("POST", "/v1/device-authorization", json={"name": name[:60]})
    house.cut_off()
    queue_documents(house.cloud, house.cycle_id)


def test_nothing_of_another_warehouse_is_shown_or_changed(house: Shop) -> None:
    told = new_cycle("W2", "通州团")
    cycle = house.call("POST", "/v1/cycles", json=told).json()["id"]
    house.send(order("FAR", "Q1", PEACH=1))
    far = {"id": str(new_uuid()), "name": "孙师傅", "badge": "7700000033", "warehouse": "W2"}
    assert house.call("PUT", "/v1/catalogue", json={"operators": [far]}).status_code == 200
    station = house.cloud.station(Role.WAREHOUSE, warehouse="W2", name="远工位")
    house.call("POST", f"/v1/cycles/{cycle}/cut-off")
    queue_documents(house.cloud, cycle)
    delivery = house.call("GET", "/v1/deliveries", params={"cycle_id": cycle}).json()["items"][0]["id"]
    person = Person(house)
    for path in (
        f"/console/cycles/{cycle}",
        f"/console/cycles/{cycle}/cut-off",
        f"/console/cycles/{cycle}/shortages",
        f"/console/deliveries/{delivery}",
        "/console/orders/one?no=FAR",
        "/console/rows/pickup-points/one?key=Q1",
        f"/console/rows/operators/one?key={far['id']}",
        f"/console/conflicts/{new_uuid()}",
        f"/console/imports/{new_uuid()}",
    ):
        answer = person.get(path)
        assert answer.status_code == 404, path
        assert "孙师傅" not in answer.text
        assert "FAR" not in answer.text or "one?no=FAR" in path
    for path in ("/console", "/console/stations", "/console/orders", "/console/rows/operators"):
        text = person.get(path).text
        assert [word for word in ("通州团", "远工位", "孙师傅", ">FAR<") if word in text] == [], path
    for path, body in (
        (f"/console/cycles/{cycle}/cut-off", {}),
        (f"/console/stations/{station.station_id}/revocation", {}),
        (f"/console/deliveries/{delivery}/replay", {}),
        ("/console/rows/pickup-points/removal", {"row_key": "Q1"}),
        ("/console/rows/operators/pin", {"row_key": far["id"], "pin": "917364"}),
        ("/console/rows/pickup-points/one", {"row_key": "Q1", "name": "x"}),
    ):
        assert person.post(path, body).status_code in (404, 409), path
    person.post("/console/orders/one", {"no": "FAR", "kind": "cancellation"})
    assert house.call("GET", "/v1/orders/FAR").json()["status"] == "paid"
    assert station.call("GET", "/v1/changes").status_code == 200


class Person:
    """A manager signed in, without a browser's good manners."""

    def __init__(self, house: Shop) -> None:
        self.url = house.cloud.url
        self.session = requests.Session()
        told = {"badge": BADGE, "pin": PIN}
        answer = self.session.post(f"{self.url}/console/sign-in", told, timeout=DEADLINE_S)
        assert answer.status_code == 200

    def get(self, path: str) -> requests.Response:
        return self.session.get(self.url + path, timeout=DEADLINE_S)

    def post(self, path: str, body: dict[str, str], site: str = "same-origin") -> requests.Response:
        headers = {"Sec-Fetch-Site": site}
        return self.session.post(
            self.url + path, body, headers=headers, timeout=DEADLINE_S, allow_redirects=False
        )


def test_every_page_asks_who_is_there_and_every_change_where_it_comes_from(house: Shop) -> None:
    """Of every address the console has, whatever it is: none may be forgotten."""
    person = Person(house)
    routes = [
        (method, str(context.path_format))
        for context in iter_route_contexts(console_routes("优邻站").routes)
        for method in sorted(context.methods or ())
    ]
    assert len(routes) > 40
    for method, template in routes:
        if template.startswith(("/console/sign-in", "/console/assets", "/docs")):
            continue
        path = re.sub(r"\{[^}]*\}", str(new_uuid()), template)
        nobody = requests.request(
            method,
            house.cloud.url + path,
            headers={"Sec-Fetch-Site": "same-origin"},
            timeout=DEADLINE_S,
            allow_redirects=False,
        )
        assert nobody.status_code == 303, template
        assert nobody.headers["Location"].startswith("/console/sign-in"), template
        if method == "POST":
            assert person.post(path, {}, site="cross-site").status_code == 403, template
    assert person.get("/console").status_code == 200


def test_no_words_of_the_address_become_a_message(house: Shop) -> None:
    person = Person(house)
    for path in PAGES:
        separator = "&" if "?" in path else "?"
        text = person.get(f"{path.format(cycle=house.cycle_id)}{separator}note=Pay+now+to+evil.example").text
        assert "evil.example" not in text, path
