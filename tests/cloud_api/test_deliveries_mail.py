"""Documents by e-mail, over real connections to mail servers in all their moods."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, update
from sqlalchemy.exc import OperationalError

import cloud_api.deliveries.mail_server as mail_server_limits
from cloud_api.deliveries import sending
from cloud_api.deliveries.claims import take
from cloud_api.deliveries.rules import LEASE
from cloud_api.jobs.sweep import left_to_do
from cloud_api.settings import MailSecurity, Settings
from cloud_api.storage.hooks import Job
from cloud_api.storage.tables.deliveries import deliveries
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.documents import DocumentKind, FileFormat
from tests.cloud_api.deliveries_kit import PASSWORD, USER, MailBox, Post, files, mail_server, open_post
from tests.cloud_api.kit import SQLITE_ONLY, SetClock

FROM = "youlin@warehouse.example"
TO = "orders@supplier.example"


@pytest.fixture
def box() -> Iterator[MailBox]:
    with mail_server() as box:
        yield box


def post_to(engine: Engine, clock: SetClock, box: MailBox, **settings: Any) -> Post:
    told = {"smtp_security": MailSecurity.NONE, "smtp_timeout_s": 5.0, **settings}
    post = open_post(
        engine,
        clock,
        smtp_host="127.0.0.1",
        smtp_port=box.port,
        mail_from=FROM,
        public_url="https://youlin.example",
        **told,
    )
    post.supplier("S1")
    return post


@pytest.fixture
def post(engine: Engine, clock: SetClock, box: MailBox) -> Post:
    return post_to(engine, clock, box)


def test_mails_to_a_warehouse_tell_which_shop_and_which_slip_they_are(post: Post, box: MailBox) -> None:
    sheets = "pick_sheet,delivery_sheet"
    post.recipient("W1", "email", TO, kind="warehouse", documents=sheets)
    made = [("P1", DocumentKind.PICK_SHEET), ("P2", DocumentKind.PICK_SHEET), ("P2", DocumentKind.PICK_SHEET)]
    post.queue(*[post.document(code, kind) for code, kind in made])
    assert post.send().sent == 3
    told = {
        message["Subject"]: [part.get_filename() for part in message.iter_attachments()]
        for message in box.messages()
    }
    assert told == {
        f"【优邻站】{words} 自提点 {code} {number} 端午团": [
            f"{words.replace(' ', '_')}-{number}-自提点_{code}.{form}" for form in ("pdf", "xlsx")
        ]
        for words, code, number in (
            ("分拣任务单", "P1", "7400000012"),
            ("分拣任务单", "P2", "7400000029"),
            ("分拣任务单 变更单 1", "P2", "7400000036"),
        )
    }


def test_a_document_arrives_whole(post: Post, box: MailBox) -> None:
    recipient = post.recipient("S1", "email", TO)
    delivery_id = post.order("S1")
    assert post.send().sent == 1
    (message,) = box.messages()
    assert box.taken[0].rcpt_tos == [TO]
    assert message["Subject"] == "【优邻站】采购指令单 京郊果园 7400000012 端午团"
    assert message["To"] == f"京郊果园 <{TO}>"
    assert message["From"] == f"优邻站 <{FROM}>"
    assert message["Message-ID"] == f"<{delivery_id}@warehouse.example>"
    document_id = post.row(delivery_id).document_id
    attached = [(part.get_filename(), part.get_payload(decode=True)) for part in message.iter_attachments()]
    name = "采购指令单-7400000012-京郊果园"
    assert attached == [
        (f"{name}.pdf", files(post.engine, document_id, FileFormat.PDF)),
        (f"{name}.xlsx", files(post.engine, document_id, FileFormat.XLSX)),
    ]
    for form in ("plain", "html"):
        body = message.get_body((form,))
        assert body is not None
        words = body.get_content()
        assert f"https://youlin.example/d/{delivery_id}." in words
        assert "40 行，共 1,200 件" in words
    row = post.row(delivery_id)
    assert (row.sent_at, row.next_try_at, row.attempts) == (post.now(), None, 1)
    assert post.outcomes(delivery_id) == ["sent"]
    assert post.recipient_row(recipient).failing_since is None


def test_many_messages_share_a_connection(post: Post, box: MailBox) -> None:
    post.recipient("S1", "email", TO)
    wanted = {f"<{post.order('S1')}@warehouse.example>" for _ in range(12)}
    assert post.send().sent == 12
    assert {message["Message-ID"] for message in box.messages()} == wanted
    assert 1 <= box.connections <= post.settings.smtp_connections
    assert post.send().sent == 0
    assert len(box.taken) == 12


@SQLITE_ONLY
def test_a_greylisted_message_is_tried_again_when_its_moment_has_come(
    clock: SetClock, post: Post, box: MailBox
) -> None:
    post.recipient("S1", "email", TO)
    delivery_id = post.order("S1")
    box.refusals[TO] = "450 4.2.0 greylisted, come back"
    for wait_s in (5, 300, 1800):
        assert post.send().sent == 0
        assert (post.row(delivery_id).next_try_at - post.now()).total_seconds() == wait_s
        assert post.send().outcomes == {}, "its moment has not come"
        clock.forward(seconds=wait_s)
    box.refusals.clear()
    assert post.send().sent == 1
    assert post.outcomes(delivery_id) == ["delayed", "delayed", "delayed", "sent"]
    assert len(box.taken) == 1


def test_an_address_nobody_has_is_dead_at_once_and_all_that_waited_has_failed(
    post: Post, box: MailBox
) -> None:
    recipient = post.recipient("S1", "email", TO)
    waiting = [post.order("S1") for _ in range(3)]
    box.refusals[TO] = "550 5.1.1 no such user here"
    post.send()
    row = post.recipient_row(recipient)
    assert row.dead_at == post.now()
    assert row.dead_because == "the address was refused: 550 5.1.1 no such user here"
    for delivery_id in waiting:
        delivery = post.row(delivery_id)
        assert (delivery.failed_at, delivery.next_try_at) == (post.now(), None)
        assert "no such user" in delivery.last_error
    later = post.row(post.order("S1"))
    assert (later.failed_at, later.next_try_at) == (post.now(), None)
    assert post.send().outcomes == {}


@SQLITE_ONLY
@pytest.mark.parametrize("words", ["550 5.7.1 relaying denied", "554 5.7.1 policy", "421 4.3.2 going away"])
def test_a_server_that_does_not_serve_us_kills_no_recipient(post: Post, box: MailBox, words: str) -> None:
    recipient = post.recipient("S1", "email", TO)
    delivery_id = post.order("S1")
    box.refusals[TO] = words
    post.send()
    assert post.outcomes(delivery_id) == ["held"]
    row = post.recipient_row(recipient)
    assert (row.dead_at, row.failing_since) == (None, None)
    assert post.row(delivery_id).next_try_at is not None


@SQLITE_ONLY
def test_a_message_that_is_refused_fails_alone(post: Post, box: MailBox) -> None:
    recipient = post.recipient("S1", "email", TO)
    refused, taken = post.order("S1"), post.order("S1")
    box.moods.append("552 5.3.4 too big")
    post.settings = post.settings.model_copy(update={"smtp_connections": 1})
    post.send()
    assert post.outcomes(refused) == ["refused"]
    assert post.row(refused).failed_at is not None
    assert post.outcomes(taken) == ["sent"]
    assert post.recipient_row(recipient).dead_at is None


@SQLITE_ONLY
@pytest.mark.parametrize("mood", ["hang", "drop", "vanish"])
def test_a_line_that_breaks_in_the_middle_is_tried_again_with_the_same_id(
    engine: Engine, clock: SetClock, box: MailBox, mood: str
) -> None:
    post = post_to(engine, clock, box, smtp_timeout_s=0.3)
    post.recipient("S1", "email", TO)
    delivery_id = post.order("S1")
    box.moods.append(mood)
    post.send()
    assert post.outcomes(delivery_id) == ["held"]
    clock.forward(seconds=5)
    post.settings = post.settings.model_copy(update={"smtp_timeout_s": 5.0})
    assert post.send().sent == 1
    assert [message["Message-ID"] for message in box.messages()] == [f"<{delivery_id}@warehouse.example>"]


@SQLITE_ONLY
def test_when_the_server_is_down_a_few_find_out_and_the_rest_wait(engine: Engine, clock: SetClock) -> None:
    with mail_server() as gone:
        pass
    post = post_to(engine, clock, gone)
    post.recipient("S1", "email", TO)
    waiting = [post.order("S1") for _ in range(40)]
    post.send()
    tried = [delivery_id for delivery_id in waiting if post.tries(delivery_id)]
    assert 3 <= len(tried) <= 3 + post.settings.smtp_connections
    for delivery_id in waiting:
        row = post.row(delivery_id)
        assert row.next_try_at > post.now()
        assert "mail server cannot be used" in row.last_error


@SQLITE_ONLY
def test_without_a_mail_server_the_delivery_says_so(engine: Engine, clock: SetClock) -> None:
    post = open_post(engine, clock)
    post.supplier("S1")
    post.recipient("S1", "email", TO)
    delivery_id = post.order("S1")
    post.send()
    assert "YOULIN_CLOUD_SMTP_HOST" in post.row(delivery_id).last_error


@SQLITE_ONLY
@pytest.mark.parametrize("security", [MailSecurity.STARTTLS, MailSecurity.TLS])
def test_over_tls_with_a_login(
    engine: Engine, clock: SetClock, tmp_path: Path, security: MailSecurity
) -> None:
    pytest.importorskip("cryptography")
    from tests.cloud_api.certificates import make_certificate

    certificate = make_certificate(tmp_path)
    with mail_server(certificate.server, security=security, login=True) as box:
        told = {"smtp_security": security, "smtp_user": USER, "smtp_password": PASSWORD}
        post = post_to(engine, clock, box, ca_file=certificate.trusted, **told)
        post.recipient("S1", "email", TO)
        delivery_id = post.order("S1")
        assert post.send().sent == 1, post.tries(delivery_id)
        assert (box.logins[0].login, box.logins[0].password) == (USER.encode(), PASSWORD.encode())
        stranger = post_to_again(post, smtp_password="wrong")
        delivery_id = stranger.order("S1")
        stranger.send()
        ((outcome, detail),) = stranger.tries(delivery_id)
        assert outcome == "held"
        assert "535" in detail
        assert "wrong" not in detail


@SQLITE_ONLY
@pytest.mark.parametrize("security", [MailSecurity.STARTTLS, MailSecurity.TLS])
def test_a_server_nobody_vouches_for_gets_nothing(
    engine: Engine, clock: SetClock, tmp_path: Path, security: MailSecurity
) -> None:
    pytest.importorskip("cryptography")
    from tests.cloud_api.certificates import make_certificate

    with mail_server(make_certificate(tmp_path).server, security=security) as box:
        post = post_to(engine, clock, box, smtp_security=security)
        post.recipient("S1", "email", TO)
        delivery_id = post.order("S1")
        post.send()
        assert box.taken == []
        assert "certificate is not trusted" in post.row(delivery_id).last_error


@SQLITE_ONLY
def test_a_server_without_starttls_gets_nothing(engine: Engine, clock: SetClock, box: MailBox) -> None:
    post = post_to(engine, clock, box, smtp_security=MailSecurity.STARTTLS)
    post.recipient("S1", "email", TO)
    post.order("S1")
    post.send()
    assert box.taken == []


@SQLITE_ONLY
def test_names_of_others_break_no_header(post: Post, box: MailBox) -> None:
    post.supplier("S2", "坏\r\nBcc: x@y.example\x00" + "长" * 300)
    post.recipient("S2", "email", TO)
    delivery_id = post.order("S2")
    assert post.send().sent == 1, post.tries(delivery_id)
    (message,) = box.messages()
    assert message["Bcc"] is None
    assert box.taken[0].rcpt_tos == [TO]
    assert next(part.get_filename() or "" for part in message.iter_attachments()).endswith(".pdf")


@SQLITE_ONLY
def test_files_too_large_for_a_mail_stay_behind_the_link(
    post: Post, box: MailBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cloud_api.deliveries.mail.MOST_ATTACHED_BYTES", 20)
    post.recipient("S1", "email", TO)
    post.order("S1")
    assert post.send().sent == 1
    (message,) = box.messages()
    assert list(message.iter_attachments()) == []
    body = message.get_body(("plain",))
    assert body is not None
    assert "没有附在邮件里" in body.get_content()


@SQLITE_ONLY
def test_a_mail_server_reached_too_late_gets_nothing_for_this_try(
    post: Post, box: MailBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may begin the delivery anew when its lease is over: two would send one message."""
    post.recipient("S1", "email", TO)
    delivery_id = post.order("S1")
    monkeypatch.setattr("cloud_api.deliveries.sending._BEGIN_WITHIN_S", -1.0)
    post.send()
    assert box.taken == []
    assert post.tries(delivery_id) == [("held", "the mail server was reached too late for this try")]
    assert post.row(delivery_id).next_try_at > post.now()


def test_a_try_with_all_it_may_take_ends_before_its_lease() -> None:
    assert 0 < sending._BEGIN_WITHIN_S < LEASE.total_seconds() - mail_server_limits.LONGEST_S


def test_an_answer_is_written_down_also_when_the_database_fails_meanwhile(
    clock: SetClock, post: Post, box: MailBox
) -> None:
    """Else the message the server took would go out a second time."""
    post.recipient("S1", "email", TO)
    delivery_id = post.order("S1")
    failed: list[str] = []

    def fail_once(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not failed and statement.startswith("UPDATE delivery_attempts") and "took_ms" in statement:
            failed.append(statement)
            raise OperationalError(statement, {}, Exception("server closed the connection unexpectedly"))

    event.listen(post.engine, "before_cursor_execute", fail_once)
    assert post.send().sent == 1
    assert len(failed) == 1
    clock.forward(minutes=10)
    assert post.send().outcomes == {}
    assert (len(box.taken), post.outcomes(delivery_id)) == (1, ["sent"])


@SQLITE_ONLY
def test_what_was_taken_or_put_off_by_a_clock_a_year_ahead_is_sent(
    engine: Engine, clock: SetClock, post: Post, box: MailBox
) -> None:
    post.recipient("S1", "email", TO)
    taken, waiting = post.order("S1"), post.order("S1")
    a_year_ahead = clock.now + timedelta(days=365)
    with writing(engine) as connection:
        assert take(connection, taken, a_year_ahead) is not None
        later = update(deliveries).where(deliveries.c.id == waiting).values(next_try_at=a_year_ahead)
        connection.execute(later)
    with reading(engine) as connection:
        assert (Job.DELIVER, str(post.cycle_id)) in left_to_do(connection, post.now())
    assert post.send().sent == 2
    assert len(box.taken) == 2


def post_to_again(post: Post, **settings: Any) -> Post:
    """The same post with other settings."""
    return replace(post, settings=Settings(**{**post.settings.model_dump(), **settings}))
