"""The rest of the night in the real program: a van is loaded and leaves, a shop receives and hands over."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser

from cloud_api.wire.base import Zone
from cloud_api.wire.stations import Role
from hardware.codes import make_box_code
from station.bootstrap.roles import LOADING, PICKUP, SYNC
from station.shell.theme import LIGHT
from tests.journeys.kit import WAREHOUSE, count, rows, until, until_after
from tests.journeys.night_day import (
    FIRST_SHOP,
    ORDERS_A_SHOP,
    OUR_SHOP,
    SECOND_SHOP,
    SHOPKEEPER,
    SHOPKEEPER_NAME,
    SUPERVISOR,
    SUPERVISOR_PIN,
    WITH_FROZEN,
    Night,
    night,
    order_no,
    tail,
)
from tests.journeys.night_hand import (
    A_FRAME_PX,
    DeskHand,
    doomed_window,
    facts,
    misread,
    nothing_waits,
)
from tests.journeys.night_phone import CustomerPhone, phone
from tests.journeys.station_window import StationWindow, station_env, station_verb, station_window
from tests.station.recovery.proxy import BadNetwork
from tests.station.recovery.truth import check_all_accepted

pytestmark = pytest.mark.journey

DOCK, TILL = "装车口 1", "前台 1"
AT_THE_DOCK, AT_THE_SHOP = (Role.WAREHOUSE, Role.DISPATCH), (Role.PICKUP,)
ONLY_IN_A_WAREHOUSE = (
    "wave",
    "crate",
    "slot",
    "stop",
    "stop_crate",
    "route",
    "route_plan",
    "van",
    "serial_block",
)


@pytest.fixture(scope="module")
def tonight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    """Shared: the dock loads one van, the shop receives from the other."""
    with night(tmp_path_factory.mktemp("night")) as tonight:
        yield tonight


def test_a_van_is_loaded_and_leaves_without_a_crate(tmp_path: Path, tonight: Night, display: str) -> None:
    env = station_env(tmp_path / "dock")
    code = tonight.cloud.service.enrol_code("warehouse", "dispatch", warehouse=WAREHOUSE)
    enrol(tonight.cloud.url, code, DOCK, env)
    near, far = tonight.crates(FIRST_SHOP), tonight.crates(SECOND_SHOP)
    (behind,) = tonight.crates(SECOND_SHOP, Zone.FROZEN)
    far.remove(behind)
    with station_window(display, env) as window:
        hand = DeskHand(window, display, "load_scan", AT_THE_DOCK)
        sign_in(hand, tonight.picker)
        until("the routes", lambda: count(window.file, "SELECT count(*) FROM route") == len(tonight.sheets))
        until("the rooms", hand.has_its_rooms)
        hand.go_to(LOADING)
        hand.shoot("dock-1-choose")
        load_with_mistakes(hand, tonight, far)
        assert {hand.scan(code) for code in far[2:]} == {"loaded"}
        assert {hand.scan(code) for code in near} == {"loaded_behind"}
        hand.shoot("dock-3-one-missing")
        leave_incomplete(hand, tonight)
        until("all facts to be answered", lambda: nothing_waits(window.file))
        hand.shoot("dock-5-departed")
    check_departure(tonight, window, near + far, behind)


def load_with_mistakes(hand: DeskHand, tonight: Night, crates: list[str]) -> None:
    """The sheet, two crates, and all a hand can do wrong meanwhile."""
    assert hand.scan(crates[0]) == "choose_route"
    assert hand.scan(tonight.sheets["V1"]) == "route_chosen"
    assert hand.scan(crates[0]) == "loaded"
    assert hand.scan(crates[1]) == "loaded"
    assert hand.scan(crates[0]) == "already_on"
    assert hand.scan(tonight.crates(OUR_SHOP)[0]) == "wrong_van"
    hand.shoot("dock-2-wrong-van")
    assert hand.scan(misread(crates[2])) == "bad_check_digit"
    assert hand.scan(next(iter(tonight.cloud.day.gtins.values()))) == "product_scanned"


def leave_incomplete(hand: DeskHand, tonight: Night) -> None:
    """Only a supervisor's badge and PIN let the van go, and only with a reason."""
    hand.press("F9")
    hand.window.beam_and_see(tonight.cloud.day.badges[1])
    hand.shoot("dock-4-no-supervisor")
    hand.window.beam_and_see(SUPERVISOR)
    hand.shoot("dock-5-pin")
    hand.window.type(SUPERVISOR_PIN)
    hand.window.press("Return")
    until("the PIN", lambda: count(hand.window.file, "SELECT count(*) FROM pin_proof"))
    hand.shoot("dock-6-reason")
    hand.press("Down")
    departed = partial(facts, hand.window.file, "VanDeparted")
    until_after("the departure", lambda: hand.window.press("Return"), lambda: bool(departed()))
    (word,) = facts(hand.window.file, "OverrideGiven")
    assert json.loads(word)["action"] == "van_departed_incomplete"


def check_departure(tonight: Night, window: StationWindow, loaded: list[str], behind: str) -> None:
    """The station told it once; the cloud knows which orders are on their way, and which are not."""
    check_all_accepted(window.file)
    ids = {f"00{row['sscc']}": row["crate_id"] for row in rows(window.file, "SELECT * FROM stop_crate")}
    (told,) = [json.loads(body) for body in facts(window.file, "VanDeparted")]
    assert {each.replace("-", "") for each in told["loaded"]} == {ids[code] for code in loaded}
    assert [each.replace("-", "") for each in told["missing"]] == [ids[behind]]
    (supervisor,) = [one for one in tonight.cloud.day.catalogue.operators if one.badge == SUPERVISOR]
    assert told["supervisor_id"] == str(supervisor.id)
    assert told["reason"]
    assert len(facts(window.file, "CrateLoaded")) == len(loaded)
    assert set(tonight.statuses(FIRST_SHOP).values()) == {"departed"}
    left = tonight.statuses(SECOND_SHOP)
    assert {number for number, status in left.items() if status == "packed"} == set(WITH_FROZEN)
    assert {left[number] for number in left.keys() - set(WITH_FROZEN)} == {"departed"}


def test_a_shop_receives_and_hands_over(
    tmp_path: Path, tonight: Night, display: str, browser: Browser
) -> None:
    boxes, stray = tonight.put_into_boxes(OUR_SHOP, 100), make_box_code(299)
    tonight.leave("V2")
    env = station_env(tmp_path / "till")
    code = tonight.cloud.service.enrol_code("pickup", warehouse=WAREHOUSE, pickup_point=OUR_SHOP)
    with BadNetwork(tonight.cloud.url) as network, ExitStack() as phones:
        cloud = tonight.cloud.service
        first, third, seventh = (
            phones.enter_context(phone(browser, cloud, order_no(OUR_SHOP, number))) for number in (1, 3, 7)
        )
        enrol(network.url, code, TILL, env)
        with doomed_window(display, env) as window:
            hand = DeskHand(window, display, "pickup_scan", AT_THE_SHOP)
            sign_in(hand, SHOPKEEPER)
            only_its_own(hand)
            receive(hand, tonight)
            until("the arrival", lambda: Counter(tonight.statuses(OUR_SHOP).values())["arrived"] == 8)

            by_code(hand, first)
            by_qr(hand, third)
            by_phone(hand)
            until("all facts to be answered", lambda: nothing_waits(window.file))
            network.is_cut = True
            offline_by_code(hand, seventh)
            assert hand.enter(tail(6)) == "customer_found"
            hand.wait_for_button(LIGHT.ok.mark)
            hand.press("Return")
        lost_nothing(window.file)
        with station_window(display, env) as window:
            hand = DeskHand(window, display, "pickup_scan", AT_THE_SHOP)
            sign_in(hand, SHOPKEEPER)
            after_the_power_cut(hand, seventh)
            give_empties(hand, tonight, boxes, stray)
            network.is_cut = False
            until("all facts to be answered", lambda: nothing_waits(window.file))
            the_missing_crate(hand, tonight, first)
            until("all facts to be answered", lambda: nothing_waits(window.file))
        check_shop(tonight, window.file)
        check_empties(tonight, boxes)
        assert "已取货" in third.words()


def only_its_own(hand: DeskHand) -> None:
    """The PC of a shop has a shop's rooms and a shop's data, and no others."""
    file = hand.window.file
    until("the orders", lambda: count(file, "SELECT count(*) FROM pickup_order") == ORDERS_A_SHOP)
    assert hand.has_its_rooms()
    hand.go_to(SYNC)
    hand.go_to(PICKUP)
    hand.shoot("shop-1-day")
    numbers = {row["order_no"] for row in rows(file, "SELECT order_no FROM pickup_order")}
    assert numbers == {order_no(OUR_SHOP, number) for number in range(1, ORDERS_A_SHOP + 1)}
    assert [row["code"] for row in rows(file, "SELECT code FROM pickup_point")] == [OUR_SHOP]
    assert [row["badge"] for row in rows(file, "SELECT badge FROM operator")] == [SHOPKEEPER]
    assert count(file, "SELECT count(*) FROM delivery") == 1
    held = {table: count(file, f"SELECT count(*) FROM {table}") for table in ONLY_IN_A_WAREHOUSE}
    assert set(held.values()) == {0}, held


def receive(hand: DeskHand, tonight: Night) -> None:
    """All crates off the van but the frozen one, which is not there."""
    file, crates = hand.window.file, tonight.crates(OUR_SHOP)
    (absent,) = tonight.crates(OUR_SHOP, Zone.FROZEN)
    crates.remove(absent)
    stray = tonight.crates(FIRST_SHOP)[0]
    assert hand.scan(crates[0]) == "crate_received"
    assert hand.scan(stray) == "foreign_crate"
    hand.shoot("shop-2-stray")
    assert hand.scan(crates[1]) == "crate_received"
    hand.press("F8")
    until("the undone receipt", lambda: facts(file, "ReceiptUndone"))
    assert hand.scan(crates[1]) == "crate_received"
    assert hand.scan(crates[0]) == "received_already"
    assert {hand.scan(code) for code in crates[2:]} == {"crate_received"}
    hand.shoot("shop-3-one-missing")
    hand.press("F9")
    hand.wait_for_button(LIGHT.refused.mark, A_FRAME_PX)
    hand.shoot("shop-4-complete-without")
    assert not facts(file, "ReceiptCompleted")
    hand.press("F9")
    (body,) = until("the completed receipt", lambda: facts(file, "ReceiptCompleted"))
    ids = {f"00{row['sscc']}": row["crate_id"] for row in rows(file, "SELECT * FROM delivery_crate")}
    told = json.loads(body)
    assert {UUID(each).hex for each in told["received"]} == {ids[code] for code in crates}
    assert [UUID(each).hex for each in told["missing"]] == [ids[absent]]
    assert [each["sscc"] for each in told["surplus"]] == [stray.removeprefix("00")]
    assert len(facts(file, "CrateReceived")) == len(crates) + 1


def by_code(hand: DeskHand, customer: CustomerPhone) -> None:
    """Six digits and Enter, then Enter: both orders of this customer, without what is not here."""
    before = hand.gestures
    assert hand.enter(customer.code()) == "partly_here"
    hand.wait_for_button(LIGHT.ok.mark)
    hand.shoot("shop-5-partly-here")
    confirm(hand, 1, 2)
    assert hand.gestures - before == 2
    hand.shoot("shop-6-handed")


def by_qr(hand: DeskHand, customer: CustomerPhone) -> None:
    """The glass of the phone, then Enter; the same customer once more is told who, when, where."""
    before = hand.gestures
    assert hand.scan(customer.qr()) == "customer_found"
    hand.wait_for_button(LIGHT.ok.mark)
    confirm(hand, 3)
    assert hand.gestures - before == 2
    assert hand.enter(customer.code()) == "collected_already"
    hand.shoot("shop-7-already")
    said = json.loads(rows(hand.window.file, "SELECT * FROM pickup_scan ORDER BY ordinal DESC")[0]["values"])
    assert said["operator"] == SHOPKEEPER_NAME
    assert said["station"] == TILL
    assert re.search(r"\d\d:\d\d", str(said["at"]))


def by_phone(hand: DeskHand) -> None:
    """The end of a phone two customers share: one is chosen among masked names by its digit."""
    before = hand.gestures
    assert hand.enter(tail(4)) == "choose_customer"
    hand.shoot("shop-8-choose")
    hand.press("1")
    hand.wait_for_button(LIGHT.ok.mark)
    hand.shoot("shop-9-chosen")
    confirm(hand, 4)
    assert hand.gestures - before == 3


def offline_by_code(hand: DeskHand, customer: CustomerPhone) -> None:
    """Nobody at the counter notices that the network is gone."""
    before = hand.gestures
    assert hand.enter(customer.code()) == "customer_found"
    hand.wait_for_button(LIGHT.ok.mark)
    confirm(hand, 7)
    assert hand.gestures - before == 2
    assert not nothing_waits(hand.window.file)


def lost_nothing(file: Path) -> None:
    """What was confirmed before the power went is on the disk, and still to be told."""
    assert {1, 2, 3, 4, 7} <= handed(file).keys()
    assert not nothing_waits(file)


def after_the_power_cut(hand: DeskHand, customer: CustomerPhone) -> None:
    """Whoever has the goods is told so; whoever has not gets them. There is still no network."""
    assert hand.enter(customer.code()) == "collected_already"
    hand.shoot("shop-10-offline")
    if hand.enter(tail(6)) == "customer_found":
        hand.wait_for_button(LIGHT.ok.mark)
        hand.press("Return")
    until("the sixth order", lambda: 6 in handed(hand.window.file))


def give_empties(hand: DeskHand, tonight: Night, boxes: list[str], stray: str) -> None:
    """The driver takes two boxes; a wrong one is told apart, a wrong scan taken back. There is no network."""
    first, second = tonight.crates(OUR_SHOP)[:2]
    assert hand.scan(boxes[0]) == "box_scanned"
    hand.press("F10")
    hand.shoot("shop-11-empties")
    assert hand.scan(boxes[0]) == "box_given"
    assert hand.scan(boxes[0]) == "box_given_already"
    assert hand.scan(stray) == "box_unknown"
    hand.shoot("shop-12-a-stray-box")
    assert hand.scan(boxes[1]) == "box_given"
    hand.press("F8")
    until("the undone scan", lambda: facts(hand.window.file, "BoxReturnUndone"))
    assert hand.scan(second) == "crate_emptied"
    assert hand.scan(first) == "emptied_already", "it went with its box"
    hand.shoot("shop-13-one-given")
    hand.press("Escape")
    assert not nothing_waits(hand.window.file)


def check_empties(tonight: Night, boxes: list[str]) -> None:
    """The cloud knows what the driver has, what the shop keeps, and the whole life of the crate."""
    given = rows(tonight.cloud.file, "SELECT number FROM boxes WHERE given_back_at IS NOT NULL")
    assert [row["number"] for row in given] == [boxes[0][2:-1]]
    life = (
        "SELECT kind FROM crate_steps s JOIN crates c ON c.id = s.crate_id WHERE c.sscc = ? ORDER BY s.rowid"
    )
    (label, *_) = (code.removeprefix("00") for code in tonight.crates(OUR_SHOP))
    steps = [row["kind"] for row in rows(tonight.cloud.file, life, label)]
    assert steps[:1] + steps[-3:] == ["WaveStarted", "CrateReceived", "CrateEmptied", "BoxReturned"]
    tonight.box_came_back(boxes[0])
    until("the crate to be back", lambda: rows(tonight.cloud.file, life, label)[-1]["kind"] == "BoxReturned")
    back = "SELECT count(*) FROM crates WHERE sscc = ? AND returned_at IS NOT NULL"
    until("the box at the warehouse", lambda: count(tonight.cloud.file, back, label))


def the_missing_crate(hand: DeskHand, tonight: Night, customer: CustomerPhone) -> None:
    """It turns up later: the first customer comes again with the same code for the rest."""
    wanted = {1: "partly_collected", 10: "departed"}
    wanted |= dict.fromkeys((2, 3, 4, 6, 7), "collected") | dict.fromkeys((5, 8, 9), "arrived")
    until("the cloud to say so", lambda: tonight.statuses(OUR_SHOP) == wanted)
    assert "还有 2 件待取，有的还没到自提点" in customer.words()
    (crate,) = tonight.crates(OUR_SHOP, Zone.FROZEN)
    assert hand.scan(crate) == "late_received"
    assert hand.enter(customer.code()) == "customer_found"
    hand.wait_for_button(LIGHT.ok.mark)
    hand.press("Return")
    until("the rest", lambda: handed(hand.window.file)[1] == 2)


def check_shop(tonight: Night, file: Path) -> None:
    """Every handover is told to the cloud once, and stands there as it stands here."""
    check_all_accepted(file)
    own = [row["hash"] for row in rows(file, "SELECT hash FROM fact ORDER BY seq")]
    (station,) = rows(file, "SELECT id FROM station")
    query = "SELECT hash FROM facts WHERE station_id = ? ORDER BY seq"
    assert [row["hash"] for row in rows(tonight.cloud.file, query, station["id"])] == own
    here = handed(file)
    assert here == {1: 2, 2: 1, 3: 1, 4: 1, 6: 1, 7: 1}
    assert count(tonight.cloud.file, "SELECT count(*) FROM collections") == here.total()
    for number, status in tonight.statuses(OUR_SHOP).items():
        assert status == ("collected" if number in here else "arrived"), number


def confirm(hand: DeskHand, *numbers: int) -> None:
    """Enter, and wait until these orders are handed over."""
    hand.press("Return")
    until("the handover", lambda: set(numbers) <= handed(hand.window.file).keys())


def handed(file: Path) -> Counter[int]:
    """How many handovers stand of each order, by its number."""
    query = (
        "SELECT o.order_no FROM collection c JOIN pickup_order o ON o.order_id = c.order_id "
        "WHERE c.undone_at IS NULL"
    )
    return Counter(int(row["order_no"].rpartition("-")[2]) for row in rows(file, query))


def enrol(url: str, code: str, name: str, env: dict[str, str]) -> None:
    done = station_verb("enrol", "--cloud", url, "--code", code, "--name", name, env=env)
    assert done.returncode == 0, done.stderr


def sign_in(hand: DeskHand, badge: str) -> None:
    """Badge in once this PC knows who works here."""
    known = "SELECT count(*) FROM operator WHERE badge = ?"
    until("the operators", lambda: count(hand.window.file, known, badge))
    hand.window.beam(badge)
    until("the rooms", hand.room)
