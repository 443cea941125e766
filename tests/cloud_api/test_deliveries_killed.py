"""A sending process is killed in the middle: every recipient is served, a repeat bears the same id."""

import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine

from cloud_api.settings import MailSecurity
from tests.cloud_api.deliveries_kit import Post, mail_server, open_post
from tests.cloud_api.kit import DEADLINE_S, SetClock
from tests.cloud_api.webhook_kit import webhook_sink

EACH = 15
AFTER = 6


def test_kill_in_the_middle_then_start_again(database: str, engine: Engine, project: Path) -> None:
    clock = SetClock(datetime.now(UTC))
    reached, dead = threading.Event(), threading.Event()
    answered = threading.Semaphore(AFTER)

    def pause() -> None:
        """The first few are answered; the rest wait for a process that is going to die."""
        if not dead.is_set() and not answered.acquire(blocking=False):
            reached.set()
            dead.wait(DEADLINE_S)

    with mail_server() as box, webhook_sink(pause=pause) as sink:
        post = open_post(
            engine,
            clock,
            smtp_host="127.0.0.1",
            smtp_port=box.port,
            smtp_security=MailSecurity.NONE,
            smtp_timeout_s=30,
            webhook_timeout_s=30,
            mail_from="youlin@w.example",
        )
        post.settings = post.settings.model_copy(update={"database": database})
        wanted = queue_both(post, f"{sink.url}/in")
        box.moods.extend(["take"] * AFTER + ["hang"])
        command = [sys.executable, "-m", "tests.cloud_api.sending_process", post.settings.model_dump_json()]
        with subprocess.Popen(command, cwd=project) as process:
            assert box.hanging.wait(DEADLINE_S)
            assert reached.wait(DEADLINE_S)
            process.kill()
        dead.set()
        cut_off = [each for each in wanted if post.outcomes(each) == ["started"]]
        assert 2 <= len(cut_off) < len(wanted)
        assert post.send().sent < len(wanted) - AFTER, "what was under way waits for its lease"
        clock.forward(minutes=10)
        post.send()
        assert post.send().outcomes == {}

        for delivery_id in wanted:
            assert post.row(delivery_id).sent_at is not None
            assert post.outcomes(delivery_id) == (["unknown", "sent"] if delivery_id in cut_off else ["sent"])
        mailed = Counter(message["Message-ID"] for message in box.messages())
        posted = Counter(sink.ids())
    assert_served({f"<{each}@w.example>": each for each in wanted[:EACH]}, mailed, cut_off)
    assert_served({str(each): each for each in wanted[EACH:]}, posted, cut_off)


def assert_served(wanted: Mapping[str, UUID], arrived: Counter[str], cut_off: list[UUID]) -> None:
    """Each came, and only what was cut off before its answer was kept came twice, under the same id."""
    assert set(arrived) == set(wanted)
    assert {wanted[each] for each, times in arrived.items() if times > 1} <= set(cut_off)
    assert max(arrived.values()) <= 2


def queue_both(post: Post, url: str) -> list[UUID]:
    """As many mails, then as many webhooks."""
    for code, channel, address in (("S1", "email", "a@b.example"), ("S2", "webhook", url)):
        post.supplier(code)
        post.recipient(code, channel, address)
    return [post.order(code) for code in ("S1", "S2") for _ in range(EACH)]
