"""Recipients and deliveries over HTTP, and who may do what with them."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from sqlalchemy import select

from cloud_api.deliveries.queueing import queue_deliveries
from cloud_api.settings import Settings
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.deliveries import deliveries
from cloud_api.storage.tables.people import audit
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.documents import DocumentKind
from tests.cloud_api.deliveries_kit import Post, open_post
from tests.cloud_api.kit import SQLITE_ONLY, Cloud, SetClock, running
from tests.cloud_api.together import all_at_once
from tests.cloud_api.webhook_kit import Sink, webhook_sink

MAIL = {"kind": "supplier", "recipient": "S1", "channel": "email", "address": "orders@supplier.example"}


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"address": "nobody"}, "no e-mail address"),
    ({"address": "a@b"}, "no e-mail address"),
    ({"address": "a b@c.example"}, "no e-mail address"),
    ({"address": "a@c.example\r\nBcc: x@y.example"}, "no e-mail address"),
    ({"address": ""}, "no e-mail address"),
    ({"address": f"{'a' * 250}@c.example"}, "no e-mail address"),
    ({"channel": "webhook", "address": "http://hooks.example/in"}, "over https"),
    ({"channel": "webhook", "address": "https://user:pw@hooks.example/in"}, "no URL"),
    ({"channel": "webhook", "address": "https://hooks.example/a b"}, "no URL"),
    ({"channel": "webhook", "address": "https://hooks.example:0/"}, "no URL"),
    ({"channel": "webhook", "address": "https://hooks.example:99999/"}, "no URL"),
    ({"channel": "webhook", "address": "https://[::1/"}, "no URL"),
    ({"channel": "webhook", "address": "https://hooks.example/#part"}, "no URL"),
    ({"channel": "webhook", "address": "file:///etc/passwd"}, "no URL"),
    ({"channel": "webhook", "address": "https://10.0.0.1/"}, "private network"),
    ({"channel": "webhook", "address": "https://[::ffff:127.0.0.1]/"}, "private network"),
    ({"channel": "webhook", "address": "https://[64:ff9b::7f00:1]/"}, "private network"),
    ({"channel": "webhook", "address": "https://169.254.169.254/latest"}, "no receiver may have"),
    ({"channel": "webhook", "address": "http://127.0.0.1:9/"}, "private network"),
    ({"channel": "download"}, "has no address"),
    ({"recipient": "S9"}, "no supplier with this code"),
    ({"documents": ["pick_sheet"]}, "may get purchase_order"),
    ({"documents": []}, "may get purchase_order"),
    ({"kind": "pickup_point", "recipient": "P9"}, "no pickup point"),
]


@pytest.fixture
def post(cloud: Cloud) -> Post:
    post = open_post(cloud.engine, cloud.clock)
    post.supplier("S1")
    return post


@pytest.fixture
def token(cloud: Cloud) -> str:
    return cloud.integrator()


def hook(url: str, **other: Any) -> dict[str, Any]:
    return {"kind": "supplier", "recipient": "S1", "channel": "webhook", "address": url, **other}


def acts(post: Post) -> list[str]:
    with reading(post.engine) as connection:
        rows = connection.execute(select(audit).order_by(audit.c.number)).all()
    return [row.action for row in rows if row.action.startswith(("recipient", "delivery"))]


def add(cloud: Cloud, token: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = cloud.call("POST", "/v1/recipients", token, json=body)
    assert answer.status_code == 201, answer.text
    added: dict[str, Any] = answer.json()
    return added


def refusal(answer: requests.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    detail: str = answer.json()["detail"]
    return detail


def test_recipients_are_added_changed_and_taken_away(cloud: Cloud, token: str, post: Post) -> None:
    added = add(cloud, token, MAIL)
    assert added["secret"] is None
    recipient = added["recipient"]
    assert (recipient["name"], recipient["documents"]) == ("京郊果园", ["purchase_order"])
    again = cloud.call("POST", "/v1/recipients", token, json=MAIL)
    assert (again.status_code, again.json()["recipient"]["id"]) == (200, recipient["id"])
    waiting = post.order("S1")
    path = f"/v1/recipients/{recipient['id']}"
    changed = cloud.call("PUT", path, token, json={**MAIL, "address": "new@supplier.example"})
    assert changed.json()["address"] == "new@supplier.example"
    assert cloud.call("GET", path, token).json() == changed.json()
    assert cloud.call("DELETE", path, token).status_code == 204
    assert cloud.call("GET", path, token).json()["active"] is False
    assert "taken away" in post.row(waiting).last_error
    assert "taken away" in refusal(cloud.call("POST", f"/v1/deliveries/{waiting}/replay", token), 409)
    listed = cloud.call("GET", "/v1/recipients", token).json()
    assert [item["id"] for item in listed["items"]] == [recipient["id"]]
    cloud.call("PUT", path, token, json={**MAIL, "address": "new@supplier.example"})
    assert post.row(waiting).next_try_at is not None, "taken in again, it gets what it missed"
    assert acts(post) == [
        "recipient-added",
        "recipient-changed",
        "recipient-changed",
        "recipient-removed",
        "recipient-changed",
    ]


@SQLITE_ONLY
def test_what_does_not_fit_is_refused_with_words(cloud: Cloud, token: str, post: Post) -> None:
    for change, words in REFUSED:
        answer = cloud.call("POST", "/v1/recipients", token, json={**MAIL, **change})
        assert words in refusal(answer, answer.status_code), change
        assert answer.status_code in (409, 422)
    assert cloud.call("GET", "/v1/recipients", token).json()["items"] == []


@SQLITE_ONLY
def test_a_chinese_domain_is_kept_in_ascii(cloud: Cloud, token: str, post: Post) -> None:
    added = add(cloud, token, {**MAIL, "address": "orders@果园.example"})
    assert added["recipient"]["address"] == f"orders@{'果园'.encode('idna').decode()}.example"


@SQLITE_ONLY
def test_a_secret_is_shown_once_and_in_no_list(cloud: Cloud, token: str, post: Post) -> None:
    added = add(cloud, token, hook("https://hooks.example/in?key=hidden"))
    secret = added["secret"]
    assert secret.startswith("whsec_")
    path = f"/v1/recipients/{added['recipient']['id']}"
    renewed = cloud.call("POST", f"{path}/secret", token).json()
    assert renewed["secret"] not in ("", secret)
    post.order("S1")
    for each in ("/v1/recipients", "/v1/deliveries"):
        listed = cloud.call("GET", each, token).text
        assert "https://hooks.example/in?…" in listed
        assert "hidden" not in listed
        assert secret not in listed
        assert renewed["secret"] not in listed
    whole = cloud.call("GET", path, token)
    assert whole.json()["address"].endswith("?key=hidden")
    assert "whsec_" not in whole.text
    mail = add(cloud, token, MAIL)["recipient"]["id"]
    assert "Only webhooks" in refusal(cloud.call("POST", f"/v1/recipients/{mail}/secret", token), 409)
    with reading(post.engine) as connection:
        trail = str([tuple(row) for row in connection.execute(select(audit))])
    assert secret not in trail
    assert "hidden" not in trail


@SQLITE_ONLY
def test_a_twin_is_refused(cloud: Cloud, token: str, post: Post) -> None:
    add(cloud, token, MAIL)
    other = add(cloud, token, {**MAIL, "address": "other@supplier.example"})["recipient"]["id"]
    assert "Another recipient" in refusal(cloud.call("PUT", f"/v1/recipients/{other}", token, json=MAIL), 409)
    moved = {**MAIL, "kind": "warehouse", "recipient": "W1"}
    assert "stay as they are" in refusal(cloud.call("PUT", f"/v1/recipients/{other}", token, json=moved), 409)


def test_the_same_recipient_added_at_once_is_added_once(cloud: Cloud, token: str, post: Post) -> None:
    def add_it() -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return requests.post(f"{cloud.url}/v1/recipients", headers=headers, json=MAIL, timeout=20).status_code

    assert sorted(all_at_once([add_it] * 4)) == [200, 200, 200, 201]


def test_each_document_goes_to_whom_it_concerns(cloud: Cloud, token: str, post: Post) -> None:
    set_up(cloud, token)
    post.supplier("S2")
    made = {
        "order of S1": post.document("S1"),
        "order of S2": post.document("S2"),
        "order of none": post.document("-"),
        "picks of P1": post.document("P1", DocumentKind.PICK_SHEET),
        "van to P1": post.document("P1", DocumentKind.DELIVERY_SHEET),
        "van to P2": post.document("P2", DocumentKind.DELIVERY_SHEET),
    }
    for _ in range(2):
        post.queue(*made.values())
    listed = cloud.call("GET", "/v1/deliveries", token).json()["items"]
    told = {
        name: sorted(
            item["address"] or item["channel"] for item in listed if item["document"]["id"] == str(each)
        )
        for name, each in made.items()
    }
    assert told == {
        "order of S1": ["boss@w.example", "orders@supplier.example"],
        "order of S2": ["boss@w.example", "download"],
        "order of none": ["boss@w.example", "buyer@w.example"],
        "picks of P1": ["boss@w.example", "desk@w.example"],
        "van to P1": ["boss@w.example", "desk@w.example", "p1@w.example"],
        "van to P2": ["boss@w.example", "desk@w.example"],
    }
    states = {item["channel"]: item["state"] for item in listed}
    assert states == {"email": "queued", "download": "sent"}


def test_two_who_queue_at_once_queue_once(cloud: Cloud, token: str, post: Post) -> None:
    add(cloud, token, MAIL)
    add(cloud, token, {**MAIL, "address": "b@supplier.example"})
    made = [post.document("S1") for _ in range(5)] + [post.document("-") for _ in range(5)]

    def queue() -> None:
        with writing(post.engine) as connection:
            queue_deliveries(connection, made, post.now())

    all_at_once([queue] * 4)
    with reading(post.engine) as connection:
        assert len(connection.execute(select(deliveries.c.id)).all()) == 5 * 2 + 5


@SQLITE_ONLY
def test_lists_are_filtered_and_paged(cloud: Cloud, token: str, post: Post) -> None:
    post.recipient("S1", "email", "a@b.example")
    wanted = [str(post.order("S1")) for _ in range(5)]
    (download,) = post.queue(post.document("-"))
    seen: list[str] = []
    after: str | None = None
    while True:
        asked = {"limit": 2, "channel": "email", **({"after": after} if after else {})}
        page = cloud.call("GET", "/v1/deliveries", token, params=asked).json()
        seen += [item["id"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == sorted(wanted, reverse=True)
    filters: list[tuple[dict[str, str], int]] = [
        ({"state": "queued"}, 5),
        ({"state": "sent"}, 1),
        ({"state": "failed"}, 0),
        ({"recipient": "S1"}, 5),
        ({"recipient": "-"}, 1),
        ({"cycle_id": str(post.cycle_id)}, 6),
        ({"cycle_id": str(new_uuid())}, 0),
    ]
    for asked_for, count in filters:
        answer = cloud.call("GET", "/v1/deliveries", token, params=asked_for)
        assert len(answer.json()["items"]) == count, asked_for
    counts = cloud.call("GET", f"/v1/cycles/{post.cycle_id}/deliveries", token).json()
    assert {name: counts[name] for name in ("queued", "sent", "opened", "confirmed", "failed")} == {
        "queued": 5,
        "sent": 1,
        "opened": 0,
        "confirmed": 0,
        "failed": 0,
    }
    refusal(cloud.call("GET", f"/v1/cycles/{new_uuid()}/deliveries", token), 404)
    assert "lies ready" in refusal(cloud.call("POST", f"/v1/deliveries/{download}/replay", token), 409)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with webhook_sink() as sink:
        yield sink


@SQLITE_ONLY
def test_replay_revival_and_the_tries_are_seen(cloud: Cloud, token: str, post: Post, sink: Sink) -> None:
    recipient = post.recipient("S1", "webhook", f"{sink.url}/hook")
    delivery_id = post.order("S1")
    post.send()
    answer = cloud.call("POST", f"/v1/deliveries/{delivery_id}/replay", token)
    assert (answer.status_code, answer.json()["state"]) == (202, "sent"), "what was sent stays sent"
    sink.moods["/hook"].append(410)
    post.send(delivery_id=delivery_id)
    detail = cloud.call("GET", f"/v1/deliveries/{delivery_id}", token).json()
    assert [each["outcome"] for each in detail["tries"]] == ["sent", "dead"]
    assert detail["delivery"]["state"] == "sent"
    assert sink.ids() == [str(delivery_id)] * 2
    assert "is dead" in refusal(cloud.call("POST", f"/v1/deliveries/{delivery_id}/replay", token), 409)
    missed = post.order("S1")
    listed = cloud.call("GET", "/v1/recipients", token, params={"dead": True}).json()["items"]
    assert [item["id"] for item in listed] == [str(recipient)]
    assert listed[0]["dead_because"]
    failed = cloud.call("GET", "/v1/deliveries", token, params={"state": "failed"}).json()["items"]
    assert [item["id"] for item in failed] == [str(missed)]
    assert cloud.call("POST", f"/v1/recipients/{recipient}/revival", token).json()["dead_at"] is None
    assert post.send().sent == 1
    assert post.row(missed).sent_at is not None
    assert acts(post) == ["delivery-replayed", "recipient-dead", "recipient-revived"]
    refusal(cloud.call("GET", f"/v1/deliveries/{new_uuid()}", token), 404)
    refusal(cloud.call("POST", f"/v1/deliveries/{new_uuid()}/replay", token), 404)


@SQLITE_ONLY
def test_a_test_message_says_how_it_went(post: Post, cloud: Cloud, clock: SetClock, sink: Sink) -> None:
    settings = Settings(database="unused.db", private_webhooks=True)
    recipient = post.recipient("S1", "webhook", f"{sink.url}/hook")
    mail = post.recipient("S1", "email", "a@b.example")
    with running(post.engine, clock, settings) as own:
        token = own.integrator()
        answer = own.call("POST", f"/v1/recipients/{recipient}/test", token)
        assert answer.json() == {"outcome": "sent", "detail": "the receiver answered 204"}
        assert b"webhook.test" in sink.posted[0].body
        sink.moods["/hook"].append(500)
        assert own.call("POST", f"/v1/recipients/{recipient}/test", token).json()["outcome"] == "delayed"
        answer = own.call("POST", f"/v1/recipients/{mail}/test", token).json()
        assert "YOULIN_CLOUD_SMTP_HOST" in answer["detail"]
    assert post.recipient_row(recipient).failing_since is None, "a test says nothing of the address's life"


def test_a_recipient_confirms_with_its_token(cloud: Cloud, token: str, post: Post) -> None:
    post.recipient("S1", "email", "a@b.example")
    delivery_id = post.order("S1")
    link = cloud.call("GET", f"/v1/deliveries/{delivery_id}", token).json()["link"]
    secret = link.rpartition(".")[2]
    path = f"/v1/deliveries/{delivery_id}/confirmation"
    for wrong in ("", "x" * 22, secret[:-1], "é" * 22):
        refusal(cloud.call("POST", path, json={"token": wrong, "name": "王"}), 404)
    other = f"/v1/deliveries/{new_uuid()}/confirmation"
    refusal(cloud.call("POST", other, json={"token": secret, "name": "王"}), 404)
    for name in ("", " ", "a\x00b", "x" * 101, "\n"):
        refusal(cloud.call("POST", path, json={"token": secret, "name": name}), 422)
    first = cloud.call("POST", path, json={"token": secret, "name": "王师傅"}).json()
    assert (first["state"], first["confirmed_by"]) == ("confirmed", "王师傅")
    cloud.clock.forward(minutes=5)
    assert cloud.call("POST", path, json={"token": secret, "name": "别人"}).json() == first
    row = post.row(delivery_id)
    assert row.opened_at == row.confirmed_at
    assert acts(post) == ["delivery-confirmed"]
    cloud.clock.forward(days=61)
    assert "expired" in refusal(cloud.call("POST", path, json={"token": secret, "name": "王"}), 404)


def set_up(cloud: Cloud, token: str) -> None:
    """A supplier, the buyer of what has none, a shop, and two people of the warehouse."""
    all_kinds = [kind.value for kind in DocumentKind]
    add(cloud, token, MAIL)
    add(
        cloud, token, {"kind": "supplier", "recipient": "-", "channel": "email", "address": "buyer@w.example"}
    )
    add(
        cloud,
        token,
        {"kind": "pickup_point", "recipient": "P1", "channel": "email", "address": "p1@w.example"},
    )
    desk = {"kind": "warehouse", "recipient": "W1", "channel": "email", "address": "desk@w.example"}
    add(cloud, token, desk)
    add(cloud, token, {**desk, "address": "boss@w.example", "documents": all_kinds})
