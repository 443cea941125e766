"""Documents by webhook, to real receivers in all their moods; signatures checked by the library they use."""

import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, update
from standardwebhooks import Webhook, WebhookVerificationError

from cloud_api.deliveries.recipients import find, revive, rotate_secret
from cloud_api.deliveries.sending import next_due_at
from cloud_api.deliveries.webhooks import new_secret
from cloud_api.jobs.sweep import left_to_do
from cloud_api.storage.clock import system_clock
from cloud_api.storage.hooks import Job
from cloud_api.storage.tables.deliveries import recipients
from cloud_api.storage.transaction import reading, writing
from tests.cloud_api.deliveries_kit import CONTENT, Post, open_post
from tests.cloud_api.kit import DEADLINE_S, SQLITE_ONLY, SetClock
from tests.cloud_api.together import all_at_once
from tests.cloud_api.webhook_kit import Sink, webhook_sink


@pytest.fixture
def sink() -> Iterator[Sink]:
    with webhook_sink() as sink:
        yield sink


@pytest.fixture
def post(engine: Engine, clock: SetClock) -> Post:
    post = open_post(engine, clock, public_url="https://youlin.example")
    post.supplier("S1")
    return post


def test_a_document_arrives_signed(engine: Engine, sink: Sink) -> None:
    """By the real clock: receivers refuse a signature of another day."""
    post = open_post(engine, system_clock, public_url="https://youlin.example")
    post.supplier("S1")
    secret = new_secret()
    post.recipient("S1", "webhook", f"{sink.url}/hook?key=1", secret=secret)
    delivery_id = post.order("S1")
    assert post.send().sent == 1
    (posted,) = sink.posted
    assert posted.path == "/hook?key=1"
    told = Webhook(secret).verify(posted.body, posted.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(posted.body, posted.headers)
    assert posted.headers["webhook-id"] == str(delivery_id)
    assert told["type"] == "document.ready"
    assert told["data"]["content"] == CONTENT
    assert told["data"]["document"]["kind"] == "purchase_order"
    assert told["data"]["document"]["recipient"] == "S1"
    assert told["data"]["link"].startswith(f"https://youlin.example/d/{delivery_id}.")
    assert post.outcomes(delivery_id) == ["sent"]


@SQLITE_ONLY
def test_while_a_secret_changes_both_sign(engine: Engine, sink: Sink) -> None:
    post = open_post(engine, system_clock)
    post.supplier("S1")
    old = new_secret()
    recipient = post.recipient("S1", "webhook", sink.url, secret=old)
    with writing(engine) as connection:
        row = find(connection, recipient, lock=True)
        assert row is not None
        fresh, until = rotate_secret(connection, row, post.now())
    assert until - post.now() > timedelta(hours=23)
    post.order("S1")
    post.send()
    for secret in (old, fresh):
        Webhook(secret).verify(sink.posted[0].body, sink.posted[0].headers)
    with writing(engine) as connection:
        connection.execute(update(recipients).values(old_secret_until=post.now()))
    post.order("S1")
    post.send()
    Webhook(fresh).verify(sink.posted[1].body, sink.posted[1].headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(sink.posted[1].body, sink.posted[1].headers)


@SQLITE_ONLY
@pytest.mark.parametrize(
    ("mood", "words"),
    [
        (500, "answered 500"),
        (404, "answered 404"),
        ((302, {"Location": "http://127.0.0.1:1/"}), "redirects are not followed"),
        ("reset", "refused or broke"),
        ("nonsense", "no HTTP"),
        ("slow", "did not answer in time"),
        ("drip", ""),
    ],
)
def test_what_does_not_come_through_is_tried_again_under_the_same_id(
    engine: Engine, clock: SetClock, sink: Sink, mood: Any, words: str
) -> None:
    post = open_post(engine, clock, webhook_timeout_s=0.4)
    post.supplier("S1")
    recipient = post.recipient("S1", "webhook", f"{sink.url}/hook")
    delivery_id = post.order("S1")
    sink.moods["/hook"].append(mood)
    post.send()
    ((outcome, detail),) = post.tries(delivery_id)
    assert outcome == "delayed"
    assert words in detail
    row = post.row(delivery_id)
    assert (row.sent_at, row.failed_at, row.next_try_at) == (None, None, clock.now + timedelta(seconds=5))
    assert post.recipient_row(recipient).failing_since == clock.now
    clock.forward(seconds=5)
    post.settings = post.settings.model_copy(update={"webhook_timeout_s": 5.0})
    assert post.send().sent == 1
    assert sink.ids() == [str(delivery_id)] * 2
    assert post.recipient_row(recipient).failing_since is None


@SQLITE_ONLY
def test_waits_grow_and_end(post: Post, clock: SetClock, sink: Sink) -> None:
    post.recipient("S1", "webhook", f"{sink.url}/hook")
    delivery_id = post.order("S1")
    sink.moods["/hook"].extend([500] * 20)
    waits = []
    while (due := post.row(delivery_id).next_try_at) is not None:
        waits.append((due - clock.now).total_seconds())
        clock.now = due
        post.send(draw=lambda: 1.0)
    hours = 1.2 * 3600
    assert waits == pytest.approx(
        [0, 6, 360, 2160, 2 * hours, 5 * hours, 10 * hours, 14 * hours, 20 * hours, 24 * hours]
    )
    row = post.row(delivery_id)
    assert (row.failed_at, row.attempts) == (clock.now, 10)
    assert row.last_error == "the receiver answered 500"
    assert next_due_at(post.engine) is None


@SQLITE_ONLY
def test_410_is_dead_at_once_and_a_revival_sends_what_was_missed(
    post: Post, clock: SetClock, sink: Sink
) -> None:
    recipient = post.recipient("S1", "webhook", f"{sink.url}/hook")
    delivery_id = post.order("S1")
    sink.moods["/hook"].append(410)
    post.send()
    assert post.recipient_row(recipient).dead_because == "the receiver answered 410: it wants no more"
    assert post.row(delivery_id).failed_at == clock.now
    missed = post.order("S1")
    assert post.row(missed).failed_at == clock.now
    assert post.send().outcomes == {}
    with writing(post.engine) as connection:
        assert revive(connection, recipient, post.now()) == (post.cycle_id,)
    with reading(post.engine) as connection:
        assert (Job.DELIVER, str(post.cycle_id)) in left_to_do(connection, post.now())
    assert post.send().sent == 2
    assert post.recipient_row(recipient).dead_at is None
    assert post.row(missed).failed_at is None


@SQLITE_ONLY
def test_after_days_without_one_success_a_recipient_is_dead(post: Post, clock: SetClock, sink: Sink) -> None:
    recipient = post.recipient("S1", "webhook", f"{sink.url}/hook")
    sink.moods["/hook"].extend([500] * 5)
    post.order("S1")
    post.send()
    since = clock.now
    for days in (2, 2):
        clock.forward(days=days)
        post.send()
        assert post.recipient_row(recipient).failing_since == since
        assert post.recipient_row(recipient).dead_at is None
    waiting = post.order("S1")
    clock.forward(days=1)
    post.send()
    row = post.recipient_row(recipient)
    assert row.dead_at == clock.now
    assert row.dead_because == "nothing came through since 2026-06-18: the receiver answered 500"
    assert post.row(waiting).failed_at == clock.now


@SQLITE_ONLY
@pytest.mark.parametrize("written", ["120", "Thu, 18 Jun 2026 12:02:00 GMT"])
def test_a_host_that_asks_for_time_gets_it(post: Post, clock: SetClock, sink: Sink, written: str) -> None:
    post.recipient("S1", "webhook", f"{sink.url}/hook")
    post.settings = post.settings.model_copy(update={"sends_a_host": 1})
    waiting = [post.order("S1") for _ in range(4)]
    sink.moods["/hook"].append((429, {"Retry-After": written}))
    post.send()
    assert len(sink.posted) == 1, "the others were not tried"
    for delivery_id in waiting:
        assert post.row(delivery_id).next_try_at == clock.now + timedelta(seconds=120)
    clock.forward(seconds=120)
    assert post.send().sent == 4


@SQLITE_ONLY
def test_a_host_that_hangs_holds_up_nobody_else(engine: Engine, clock: SetClock, sink: Sink) -> None:
    post = open_post(engine, clock, webhook_timeout_s=0.4)
    post.supplier("S1")
    post.supplier("S2")
    post.recipient("S1", "webhook", f"{sink.url}/slow")
    sink.moods["/slow"].extend(["slow"] * 40)
    slow = [post.order("S1") for _ in range(30)]
    with webhook_sink() as other:
        post.recipient("S2", "webhook", other.url.replace("127.0.0.1", "localhost"))
        quick = [post.order("S2") for _ in range(30)]
        post.send()
    assert all(post.row(delivery_id).sent_at is not None for delivery_id in quick)
    tried = sum(bool(post.tries(delivery_id)) for delivery_id in slow)
    assert 3 <= tried <= 3 + post.settings.sends_a_host
    assert next_due_at(engine) == clock.now + timedelta(seconds=5)


@SQLITE_ONLY
def test_a_host_gets_no_more_at_once_than_allowed(engine: Engine, clock: SetClock) -> None:
    post = open_post(engine, clock, sends_a_host=3)
    post.supplier("S1")
    three = threading.Barrier(3)
    met: Iterator[int] = iter(range(25))

    def pause() -> None:
        """The first three wait for one another: so many are allowed, and used."""
        if next(met) < 3:
            three.wait(DEADLINE_S)

    with webhook_sink(pause=pause) as limited:
        post.recipient("S1", "webhook", limited.url)
        for _ in range(25):
            post.order("S1")
        assert post.send().sent == 25
        assert limited.most_at_once == 3


def test_two_workers_send_each_delivery_once(post: Post, sink: Sink) -> None:
    post.recipient("S1", "webhook", f"{sink.url}/hook")
    wanted = [str(post.order("S1")) for _ in range(30)]
    reports = all_at_once([post.send, post.send, post.send])
    assert sum(report.sent for report in reports) == 30
    assert sorted(sink.ids()) == sorted(wanted)


@SQLITE_ONLY
def test_a_try_that_was_cut_off_leaves_a_trace_and_is_made_again_after_its_lease(
    post: Post, clock: SetClock, sink: Sink
) -> None:
    from cloud_api.deliveries.claims import take
    from cloud_api.deliveries.rules import LEASE

    post.recipient("S1", "webhook", f"{sink.url}/hook")
    delivery_id = post.order("S1")
    with writing(post.engine) as connection:
        assert take(connection, delivery_id, post.now()) is not None
        assert take(connection, delivery_id, post.now()) is None
    assert post.outcomes(delivery_id) == ["started"]
    assert post.send().outcomes == {}
    assert next_due_at(post.engine) == clock.now + LEASE
    clock.now += LEASE
    assert post.send().sent == 1
    assert post.outcomes(delivery_id) == ["unknown", "sent"]


@SQLITE_ONLY
def test_over_https_only_who_is_vouched_for_gets_it(engine: Engine, clock: SetClock, tmp_path: Path) -> None:
    pytest.importorskip("cryptography")
    from tests.cloud_api.certificates import make_certificate

    certificate = make_certificate(tmp_path)
    with webhook_sink(certificate.server) as sink:
        post = open_post(engine, clock)
        post.supplier("S1")
        post.recipient("S1", "webhook", sink.url)
        delivery_id = post.order("S1")
        post.send()
        assert "not trusted" in post.row(delivery_id).last_error
        assert sink.posted == []
        clock.forward(seconds=5)
        post.settings = post.settings.model_copy(update={"ca_file": certificate.trusted})
        assert post.send().sent == 1


@SQLITE_ONLY
def test_a_name_that_leads_inside_is_refused_at_each_try(
    engine: Engine, clock: SetClock, sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that was public when it was added and is not any more."""
    post = open_post(engine, clock)
    post.settings = post.settings.model_copy(update={"private_webhooks": False})
    post.supplier("S1")
    post.recipient("S1", "webhook", "https://hooks.example/in")
    port = int(sink.url.rpartition(":")[2])
    inside = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_asked, **_how: [inside])
    delivery_id = post.order("S1")
    post.send()
    assert "private network" in post.row(delivery_id).last_error
    assert sink.posted == []


@SQLITE_ONLY
def test_a_name_that_nobody_answers_for_holds_no_job(
    engine: Engine, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name server that is silent: the system's look-up waits far longer than a try may."""
    post = open_post(engine, clock)
    post.settings = post.settings.model_copy(update={"webhook_timeout_s": 0.05})
    post.supplier("S1")
    post.recipient("S1", "webhook", "https://hooks.example/in")
    asked, answered = threading.Event(), threading.Event()

    def silent(*_asked: Any, **_how: Any) -> Any:
        asked.set()
        answered.wait(DEADLINE_S)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", silent)
    delivery_id = post.order("S1")
    try:
        post.send()
        assert asked.is_set()
        assert not answered.is_set()
    finally:
        answered.set()
    assert post.outcomes(delivery_id) == ["delayed"]
    assert "could not be looked up in time" in post.row(delivery_id).last_error
    assert post.row(delivery_id).next_try_at is not None


@SQLITE_ONLY
def test_one_that_cannot_be_drawn_stops_no_other(post: Post, sink: Sink) -> None:
    post.recipient("S1", "webhook", f"{sink.url}/hook")
    broken, whole = post.document("S1"), post.document("S1")
    drawn = post.file_of

    def file_of(engine: Engine, document_id: Any, wanted: Any) -> bytes:
        if document_id == broken:
            raise LookupError("no content")
        return drawn(engine, document_id, wanted)

    post.file_of = file_of
    of_broken, of_whole = post.queue(broken)[0], post.queue(whole)[0]
    assert post.send().sent == 1
    assert post.outcomes(of_broken) == ["held"]
    assert post.row(of_broken).next_try_at is not None
    assert json.loads(sink.posted[0].body)["data"]["delivery_id"] == str(of_whole)
