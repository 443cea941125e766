"""Bins, goods in them and counts for tests of the book of stock."""

from typing import Any

from cloud_api.storage.ids import new_uuid
from cloud_api.wire.exchange import ChangeKind
from tests.cloud_api.kit import DeskKit, Shop, operator, product, verdicts

SUPERVISOR = "01976b1e-5f00-7000-8000-00000000000b"
RETIRED = "01976b1e-5f00-7000-8000-00000000000c"
STRANGER = "01976b1e-5f00-7000-8000-00000000000d"
COUNTER = "01976b1e-5f00-7000-8000-00000000000a"
SECOND = "01976b1e-5f00-7000-8000-00000000000e"
BINS = ("A-01", "A-02", "A-03", "R-01")


def furnish(shop: Shop) -> None:
    """Bins in W1 and W2, people who may settle and who may not; peaches with a price, rice by weight."""
    bins = [_bin("W1", code, path=100 * n) for n, code in enumerate(BINS, 1)] + [_bin("W2", "B-01")]
    people = [
        operator(),
        operator(id=SUPERVISOR, name="周主管", badge="7700000026", supervisor=True),
        operator(id=RETIRED, name="吴师傅", badge="7700000033", supervisor=True, active=False),
        operator(id=STRANGER, name="郑主管", badge="7700000040", supervisor=True, warehouse="W2"),
        operator(id=SECOND, name="钱师傅", badge="7700000057"),
    ]
    goods = [product("PEACH", cost_fen=350), product("RICE", goods="weight", weight_g=500, cost_fen=400)]
    told = {"bins": bins, "operators": people, "products": goods}
    answer = shop.call("PUT", "/v1/catalogue", json=told)
    assert answer.status_code == 200, answer.text


def _bin(warehouse: str, code: str, **other: Any) -> dict[str, Any]:
    return {"warehouse": warehouse, "code": code, "zone": "ambient", **other}


def moved(sku: str = "PEACH", quantity: int = 10, why: str = "receipt", **other: Any) -> dict[str, Any]:
    """The body of StockMoved; into A-01 unless told otherwise."""
    sides = {} if {"from_bin", "to_bin"} & other.keys() else {"to_bin": "A-01"}
    return {"movement_id": str(new_uuid()), "sku": sku, "quantity": quantity, "why": why, **sides, **other}


def tell(desk: DeskKit, kind: str, *bodies: dict[str, Any], **fact: Any) -> None:
    """Facts that are accepted, one request."""
    result = desk.push(*(desk.fact(kind, body, **fact) for body in bodies))
    assert set(verdicts(result)) == {"accepted"}, result


def reason(desk: DeskKit, kind: str, body: dict[str, Any], **fact: Any) -> str:
    """Why a fact is refused."""
    result = desk.push(desk.fact(kind, body, **fact))["results"][0]
    assert result["verdict"] == "refused", result
    return str(result["reason"])


def book(asker: Any, **query: Any) -> dict[tuple[str, str, str], int]:
    """Pieces by bin, product and lot, as the service tells them."""
    answer = asker.call("GET", "/v1/stock", params=query)
    assert answer.status_code == 200, answer.text
    return {(row["bin"], row["sku"], row["lot"]): row["quantity"] for row in answer.json()["items"]}


def counts_of(asker: Any, **query: Any) -> list[dict[str, Any]]:
    """Counts, the one asked last first."""
    answer = asker.call("GET", "/v1/counts", params=query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def changes_of(station: DeskKit, kind: ChangeKind, after: int = 0) -> list[dict[str, Any]]:
    """Bodies of the changes of one kind that this station is told."""
    page = station.call("GET", "/v1/changes", params={"after": after, "limit": 1000}).json()
    return [change["body"] for change in page["changes"] if change["kind"] == kind]


def asked(bin_code: str = "A-01", sku: str | None = "PEACH", why: str = "asked") -> dict[str, Any]:
    """The body of CountAsked."""
    return {"count_id": str(new_uuid()), "bin": bin_code, "sku": sku, "why": why}


def taken(count: dict[str, Any], **found: int) -> dict[str, Any]:
    """The body of CountTaken: pieces by product, without lots."""
    lots = [{"sku": sku, "quantity": quantity} for sku, quantity in found.items()]
    return {"count_id": count["count_id"], "bin": count["bin"], "sku": count["sku"], "found": lots}


def settled(count: dict[str, Any], *, approved: bool = True, by: str = SUPERVISOR) -> dict[str, Any]:
    """The body of CountSettled."""
    return {"count_id": count["count_id"], "approved": approved, "supervisor_id": by, "reason": "复核过"}
