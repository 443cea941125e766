"""Views of the sync room to draw: not asked yet, all well, offline, refused records, a wrong clock."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from cloud_api.wire.exchange import ChangeKind
from cloud_api.wire.facts import FactKind
from station.kernel.messages import Message
from station.sync.view import NoticeLine, RefusedLine, SyncView
from station.sync.words import NOTICE_WORDS, UNKNOWN_CHANGE, clock_words, fact_words

NOW = datetime(2026, 6, 18, 2, 14, tzinfo=ZoneInfo("Asia/Shanghai"))
REASON = (
    "2 of product S7 put into crate 095200010000000017, which still takes 1 (planned 3, in it 2, short 0)."
)


def notice(minutes: int, kind: str, **body: object) -> NoticeLine:
    tone, words = NOTICE_WORDS[kind]
    return NoticeLine(NOW - timedelta(minutes=minutes), tone, words(body))


def sample_views() -> dict[str, SyncView]:
    unasked = SyncView(
        station="工位 1",
        cloud="https://cloud.example.cn",
        connected=False,
        since=None,
        last_contact=None,
        waiting=0,
        refused=(),
        detail=Message(""),
        clock_warning=None,
        notices=(),
    )
    well = replace(
        unasked,
        connected=True,
        since=NOW - timedelta(hours=5),
        last_contact=NOW,
        notices=(notice(3, ChangeKind.WAVES_READY, waves=200, cycle_name="6月18日 晚"),),
    )
    refused = tuple(
        RefusedLine(40 + at, NOW - timedelta(minutes=9 - at), fact_words(kind), REASON)
        for at, kind in enumerate((FactKind.ITEM_PUT, FactKind.CRATE_CLOSED, "HolidayDeclared"))
    )
    notices = (
        notice(2, ChangeKind.LEASE_LOST, taken_by="工位 4"),
        notice(4, UNKNOWN_CHANGE),
        *well.notices,
    )
    gone = Message("The cloud cannot be reached ({reason})", reason="ConnectTimeout")
    return {
        "unasked": unasked,
        "well": well,
        "offline": replace(
            well, connected=False, since=NOW - timedelta(minutes=12), waiting=38, detail=gone, busy=True
        ),
        "refused": replace(well, waiting=2, refused=refused, notices=notices),
        "wrong_clock": replace(
            well, refused=refused[:1], clock_warning=clock_words(timedelta(hours=7, minutes=58))
        ),
    }
