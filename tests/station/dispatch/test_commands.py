"""Vans by hand and by table, on their way to the cloud; ways by setting; the clock of the delivery day."""

import gzip
import json
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cloud_api.wire.catalogue import Datum, Van
from cloud_api.wire.exchange import ChangeKind
from station.dispatch.commands.van_files import VanFile, read_van_file
from station.dispatch.commands.ways import measure_by
from station.dispatch.model.day import DayLoad, KnownVan, make_day
from station.dispatch.model.day_datum import to_gcj02, to_wgs84
from station.dispatch.model.edit_van import VanForm, van_form
from station.dispatch.model.verdicts import Verdict
from station.dispatch.model.view import DispatchView, MapPoint
from station.kernel.messages import Message, Tone
from station.kernel.trouble import Trouble
from station.sync.client import CloudClient
from tests.station.dispatch.night_kit import CUT_OFF, CYCLE, SITE, ZONE, NightDesk, stop, van


class VanServer(BaseHTTPRequestHandler):
    """Takes one PUT and remembers it."""

    taken: list[tuple[str, list[dict[str, Any]]]]

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            data = gzip.decompress(data)
        self.taken.append((self.path, json.loads(data)))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"vans": 1}')

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.mark.parametrize("count", [1, 30])
def test_the_client_puts_vans_as_a_bare_list(count: int) -> None:
    received: list[tuple[str, list[dict[str, Any]]]] = []

    class Handler(VanServer):
        taken = received

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with closing(CloudClient(f"http://127.0.0.1:{server.server_port}", "token")) as client:
            client.put_vans([van(number) for number in range(count)])
        server.shutdown()
    ((path, vans),) = received
    assert path == "/v1/vans"
    assert [Van.model_validate(each) for each in vans] == [van(number) for number in range(count)]


FORM = VanForm("V9", "京B·99999", 800_000, 4_000_000)


@pytest.fixture
def night(tmp_path: Path) -> Iterator[NightDesk]:
    made = NightDesk(tmp_path, stops=[stop(1)], vans=[van(1)])
    yield made
    made.close()


def verdict(view: DispatchView) -> Verdict:
    assert view.answer is not None
    return view.answer.verdict


def silent() -> Trouble:
    return Trouble(Message("The cloud cannot be reached"), Message("Work on"), retry_helps=True)


def test_a_van_of_the_list_can_be_saved_as_it_stands(night: NightDesk) -> None:
    (listed,) = night.flow.view().vans
    assert verdict(night.flow.save_van(van_form(replace(listed, driver="王")))) is Verdict.VAN_SAVED
    assert night.cloud.vans == [van(1, driver="王")]


def test_a_new_van_drives_at_once_and_goes_to_the_cloud(night: NightDesk) -> None:
    view = night.flow.save_van(FORM)
    assert verdict(view) is Verdict.VAN_SAVED
    assert [each.code for each in view.vans] == ["V1", "V9"]
    assert [each.van for each in night.flow.view().routes] == ["V1", "V9"]
    assert [(each.code, each.warehouse) for each in night.cloud.vans] == [("V9", "W1")]


def test_offline_the_van_stays_here_survives_a_restart_and_is_sent_later(night: NightDesk) -> None:
    night.cloud.trouble = silent()
    night.flow.save_van(FORM)
    notice = night.shown[-1].notice
    assert notice is not None
    assert (notice.tone, notice.words.values["what"]) == (Tone.INFO, Message("The cloud cannot be reached"))
    night.restart()
    night.tell(ChangeKind.VAN, van(9, plate="旧"))
    assert [each.plate for each in night.flow.view().vans] == ["京A·21301", "京B·99999"]
    night.cloud.trouble = None
    night.flow.synced(connected=False)
    assert night.cloud.vans == []
    night.flow.synced(connected=True)
    night.flow.synced(connected=True)
    assert [each.plate for each in night.cloud.vans] == ["京B·99999"]


def test_a_refused_van_is_told_and_not_sent_for_ever(night: NightDesk) -> None:
    night.cloud.trouble = Trouble(Message("The cloud refused"), Message("Put it right"), retry_helps=False)
    night.flow.save_van(FORM)
    assert night.shown[-1].notice is not None
    assert night.shown[-1].notice.tone is Tone.REFUSED
    night.flow.synced(connected=True)
    assert night.cloud.calls == 1
    night.flow.save_van(FORM)
    assert night.cloud.calls == 2


def test_routes_of_a_van_the_cloud_does_not_know_wait_for_it(night: NightDesk) -> None:
    night.cloud.trouble = silent()
    night.flow.save_van(FORM)
    night.flow.send_van_away("V1", away=True)
    night.flow.plan()
    assert verdict(night.flow.publish()) is Verdict.VAN_NOT_SENT
    night.cloud.trouble = None
    assert verdict(night.flow.publish()) is Verdict.VAN_NOT_SENT
    assert verdict(night.flow.publish()) is Verdict.PUBLISHED


def test_a_van_away_tonight_gives_its_stops_back(night: NightDesk) -> None:
    night.flow.plan()
    view = night.flow.send_van_away("V1", away=True)
    assert (verdict(view), view.routes, len(view.unserved)) == (Verdict.VAN_AWAY, (), 1)
    view = night.flow.send_van_away("V1", away=False)
    assert [len(each.stops) for each in view.routes] == [1]
    assert night.cloud.calls == 0
    assert verdict(night.flow.send_van_away("V7", away=True)) is Verdict.UNKNOWN_VAN


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (VanForm("", "京B", 1, 1), "Van number is missing"),
        (VanForm("V1", " ", 1, 1), "Plate is missing"),
        (VanForm("V1", "京B", 0, 1), "Weight limit (kg) cannot be 0"),
        (VanForm("V1", "京B", 1, 1, shift_from="25:00"), "Shift from cannot be 25:00"),
        (VanForm("V1", "京B", 1, 1, cost_km_fen=-5), "Cost a kilometre (yuan) cannot be -0.05"),
    ],
)
def test_a_van_that_cannot_be_is_refused_by_its_field(night: NightDesk, form: VanForm, said: str) -> None:
    view = night.flow.save_van(form)
    assert verdict(view) is Verdict.VAN_REFUSED
    assert view.answer is not None
    assert night.desk.texts.say(view.answer.words) == f"Not saved. {said}"
    assert len(view.vans) == 1


CHINESE = """车辆编号,车牌号,司机,电话,载重(kg),容积(m³),出车时间,收车时间,最多站点,每公里(元)
V2,京A·21302,张建国,13800138000,"1,500",9.5,4:30,11:00,25,1.8
V3,京A·21303,,,很重,9,,,,
V4,,李,,800,4,,,,
,,,,,,,,,
V2,京A·00000,,,1,1,,,,
V5,京A·21305,,,800,4,26:00,,,
V6,京A·21306,,,800,4,22:00,06:00:00,,
"""


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> VanFile:
    path = tmp_path / "vans.csv"
    path.write_bytes(text.encode(encoding))
    return read_van_file(path, "W1")


def test_a_table_is_taken_over_row_by_row(night: NightDesk, tmp_path: Path) -> None:
    path = tmp_path / "vans.csv"
    path.write_text(CHINESE, encoding="gb18030")
    night.flow.import_vans(path)
    view = night.shown[-1]
    assert verdict(view) is Verdict.VANS_IMPORTED_IN_PART
    say = night.desk.texts.say
    assert [(each.row, say(each.why)) for each in view.refused_rows] == [
        (3, "Weight limit (kg) cannot be 很重"),
        (4, "Plate is missing"),
        (6, "Van V2 stands in this table twice"),
        (7, "Shift from cannot be 26:00"),
    ]
    assert [each.code for each in view.vans] == ["V1", "V2", "V6"]
    second = view.vans[1]
    assert (second.weight_g, second.volume_ml, second.max_stops, second.cost_km_fen) == (
        1_500_000,
        9_500_000,
        25,
        180,
    )
    assert (second.shift_from, second.shift_until, second.driver) == ("04:30", "11:00", "张建国")
    assert (view.vans[2].shift_from, view.vans[2].shift_until) == ("22:00", "06:00")
    assert {each.code for each in night.cloud.vans} == {"V2", "V6"}


def test_english_headings_and_other_separators_do(tmp_path: Path) -> None:
    found = read(tmp_path, "Van;Plate;Weight kg;Volume L\nV2;BJ 1;1500;9000\n", "utf-8-sig")
    assert [(each.code, each.volume_ml) for each in found.vans] == [("V2", 9_000_000)]
    assert found.refused == ()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Van number"),
        ("车号,车牌,载重\n1,2,3\n".encode(), "Volume limit (L)"),
        (b"PK\x03\x04", "workbook"),
        (b"\xff\xff\xff\xff", "no text"),
    ],
)
def test_a_file_that_is_no_table_of_vans_is_told(
    night: NightDesk, tmp_path: Path, data: bytes, why: str
) -> None:
    path = tmp_path / "vans.csv"
    path.write_bytes(data)
    night.flow.import_vans(path)
    view = night.shown[-1]
    assert verdict(view) is Verdict.FILE_UNREADABLE
    assert view.answer is not None
    assert why in night.desk.texts.say(view.answer.words)
    night.flow.import_vans(tmp_path / "none.csv")
    assert verdict(night.shown[-1]) is Verdict.FILE_UNREADABLE


PLACES = ("W1", "P001", "P002")
POINTS = (MapPoint(39.9, 116.4), MapPoint(39.92, 116.4), None)


def test_ways_come_from_a_file_by_the_codes_of_the_places(tmp_path: Path) -> None:
    path = tmp_path / "ways.json"
    square = [[0, 5, 7], [6, 0, 8], [9, 4, 0]]
    path.write_text(json.dumps({"keys": ["P001", "W1", "P002"], "metres": square, "seconds": square}))
    ways = measure_by(f"file:{path}")(PLACES, POINTS)
    assert ways.metres.tolist() == [[0, 6, 8], [5, 0, 7], [4, 9, 0]]
    assert (ways.warning, ways.how.values["file"]) == (None, "ways.json")


def test_places_without_ways_are_named(tmp_path: Path) -> None:
    path = tmp_path / "ways.json"
    path.write_text(json.dumps({"keys": ["W1"], "metres": [[0]], "seconds": [[0]]}))
    ways = measure_by(f"file:{path}")(PLACES, POINTS)
    assert ways.warning is not None
    assert ways.warning.values["count"] == 2


@pytest.mark.parametrize("setting", ["file:/none/ways.npz", "osrm:http://127.0.0.1:9"])
def test_a_source_that_fails_is_told_and_the_ways_are_estimated(tmp_path: Path, setting: str) -> None:
    night = NightDesk(tmp_path, stops=[stop(1)], vans=[van(1)], measure=measure_by(setting))
    night.flow.plan()
    view = night.flow.view()
    assert view.travel == Message("Travel times are estimated")
    assert view.notice is not None or view.answer is not None
    assert len(view.routes[0].stops) == 1
    assert night.desk.ways is not None
    assert night.desk.ways.warning is not None
    night.close()


def test_ways_are_measured_anew_when_a_place_comes(tmp_path: Path) -> None:
    asked: list[int] = []
    estimate = measure_by("estimate")

    def measure(places, points):  # type: ignore[no-untyped-def]  # as Measure
        asked.append(len(places))
        return estimate(places, points)

    night = NightDesk(tmp_path, stops=[stop(1)], vans=[van(1)], measure=measure)
    night.tell(ChangeKind.STOP, stop(1, crates=2))
    night.tell(ChangeKind.STOP, stop(2))
    night.tell(ChangeKind.STOP, stop(2, latitude=39.99))
    assert asked == [2, 3, 3]
    night.close()


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
        ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
        ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
    ],
)
def test_positions_of_chinas_maps_are_turned_into_wgs84(
    wgs84: tuple[float, float], gcj02: tuple[float, float]
) -> None:
    """Vectors published with the formula (googollee/eviltransform)."""
    assert to_gcj02(*wgs84) == pytest.approx(gcj02, abs=1e-6)
    assert to_wgs84(*gcj02, Datum.GCJ_02) == pytest.approx(wgs84, abs=1e-6)
    assert to_wgs84(*wgs84, Datum.WGS_84) == wgs84
    assert to_wgs84(48.85, 2.35, Datum.GCJ_02) == (48.85, 2.35)


def day_load(cut_off: datetime, vans: list[Van], **point: Any) -> DayLoad:
    one = stop(1, **point).model_copy(update={"cut_off_at": cut_off})
    return DayLoad(CYCLE, cut_off, SITE, (one,), tuple(map(KnownVan, vans)))


@pytest.mark.parametrize(
    ("cut_off", "expected"),
    [
        (CUT_OFF, date(2026, 6, 19)),
        (CUT_OFF + timedelta(hours=4), date(2026, 6, 19)),
        (CUT_OFF + timedelta(hours=7), date(2026, 6, 20)),
    ],
)
def test_it_is_delivered_on_the_first_morning_after_the_cut_off(cut_off: datetime, expected: date) -> None:
    assert make_day(day_load(cut_off, [van(1)]), ZONE).date == expected


def test_a_cloud_that_tells_no_cut_off_is_understood() -> None:
    load = day_load(CUT_OFF, [van(1)])
    old = load.stops[0].model_copy(update={"cut_off_at": None})
    assert make_day(DayLoad(CYCLE, CUT_OFF, SITE, (old,), load.vans), ZONE).date == date(2026, 6, 19)


def test_windows_and_shifts_are_the_clock_on_the_wall_also_when_it_is_put_forward() -> None:
    """Berlin, 29 March 2026: the hour from two to three does not exist."""
    berlin = SITE.model_copy(update={"time_zone": "Europe/Berlin"})
    cut_off = datetime(2026, 3, 28, 21, 0, tzinfo=UTC)
    load = day_load(cut_off, [van(1, shift_from="01:00", shift_until="05:00")], receive_until="04:00")
    day = make_day(DayLoad(CYCLE, cut_off, berlin, load.stops, load.vans), ZONE)
    assert day.vans[0].until_s - day.vans[0].from_s == 3 * 3600
    late_s = day.stops[0].late_s
    assert late_s is not None
    assert day.moment(late_s) == datetime(2026, 3, 29, 4, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    assert day.moment(late_s).hour == 4


def test_a_shift_over_midnight_begins_on_the_eve() -> None:
    day = make_day(day_load(CUT_OFF, [van(1, shift_from="22:00", shift_until="06:00")]), ZONE)
    assert day.moment(day.vans[0].from_s) == datetime(2026, 6, 18, 22, 0, tzinfo=ZONE)
    assert day.vans[0].from_s > 0
    assert day.moment(day.vans[0].until_s) == datetime(2026, 6, 19, 6, 0, tzinfo=ZONE)
