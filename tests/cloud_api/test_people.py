"""Managers sign in with badge and PIN; guessing, foreign pages and old sessions get nowhere."""

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import select

from cloud_api.http.sessions import path_after_sign_in
from cloud_api.people.pins import PinKeeper
from cloud_api.people.service import SignInVerdict, sign_in
from cloud_api.people.weak_pins import weakness
from cloud_api.storage.check_digits import with_check_digit
from cloud_api.storage.tables.catalogue import operators
from cloud_api.storage.tables.people import audit, misses, sessions
from cloud_api.storage.transaction import reading
from tests.cloud_api.kit import SQLITE_ONLY, Shop, operator, order
from tests.cloud_api.together import all_at_once

PIN = "704916"
BADGE = str(operator()["badge"])
OPERATOR = str(operator()["id"])


@pytest.fixture
def boss(shop: Shop) -> Shop:
    """The shop, with a manager of W1 who has a PIN."""
    answer = shop.call("PUT", "/v1/catalogue", json={"operators": [operator(manager=True)]})
    assert answer.status_code == 200, answer.text
    _set_pin(shop, PIN)
    return shop


@pytest.fixture
def browser(boss: Shop) -> Iterator[requests.Session]:
    """A browser with the manager signed in."""
    with requests.Session() as session:
        answer = session.post(
            f"{boss.cloud.url}/v1/session",
            json={"badge": BADGE, "pin": PIN},
            headers={"Origin": boss.cloud.url},
            timeout=20,
        )
        assert answer.status_code == 201, answer.text
        assert "token" not in answer.json() or answer.json()["token"] is None
        yield session


def _set_pin(shop: Shop, pin: str) -> None:
    answer = shop.call("PUT", f"/v1/operators/{OPERATOR}/pin", json={"pin": pin})
    assert answer.status_code == 204, answer.text


def _sign_in(shop: Shop, pin: str = PIN, badge: str = BADGE) -> requests.Response:
    return shop.cloud.call("POST", "/v1/session", json={"badge": badge, "pin": pin, "bearer": True})


def _token(shop: Shop) -> str:
    answer = _sign_in(shop)
    assert answer.status_code == 201, answer.text
    token: str = answer.json()["token"]
    return token


def test_a_manager_signs_in_and_sees_the_own_warehouse_only(boss: Shop) -> None:
    token = _token(boss)
    who = boss.cloud.call("GET", "/v1/session", token).json()
    assert (who["name"], who["warehouse"], who["operator_id"]) == ("李师傅", "W1", OPERATOR)
    boss.call(
        "POST", "/v1/cycles", json={"warehouse": "W2", "name": "x", "cut_off_at": "2026-06-19T00:00:00Z"}
    )
    boss.cloud.desk("通州", "W2")
    seen = boss.cloud.call("GET", "/v1/cycles", token).json()
    assert {row["warehouse"] for row in seen["items"]} == {"W1"}
    known = boss.cloud.call("GET", "/v1/stations", token).json()["items"]
    assert "通州" not in [station["name"] for station in known]
    with reading(boss.cloud.engine) as connection:
        assert token not in list(connection.scalars(select(sessions.c.token_hash)))
        kept = connection.execute(select(operators.c.pin_hash)).scalar_one()
    assert kept.startswith("$argon2id$")


def test_a_manager_opens_and_cuts_off_cycles_of_the_own_warehouse_over_the_api(boss: Shop) -> None:
    """docs/security.md says so; orders come from the shop system alone."""
    call, token = boss.cloud.call, _token(boss)
    told = {"warehouse": "W1", "name": "早团", "cut_off_at": "2026-06-19T00:00:00Z"}
    opened = call("POST", "/v1/cycles", token, json=told)
    assert opened.status_code == 201, opened.text
    frozen = call("POST", f"/v1/cycles/{opened.json()['id']}/cut-off", token)
    assert (frozen.status_code, frozen.json()["already_frozen"]) == (200, False)
    far = {**told, "warehouse": "W2"}
    refused = call("POST", "/v1/cycles", token, json=far)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:youlin:problem:other-warehouse")
    of_another = boss.call("POST", "/v1/cycles", json=far).json()["id"]
    assert call("POST", f"/v1/cycles/{of_another}/cut-off", token).status_code == 404
    assert boss.call("GET", f"/v1/cycles/{of_another}").json()["state"] == "open"
    assert call("POST", "/v1/orders", token, json={"orders": [order("N", PEACH=1)]}).status_code == 403


def test_a_wrong_pin_and_an_unknown_badge_get_one_answer(boss: Shop) -> None:
    answers = [_sign_in(boss, "835016"), _sign_in(boss, badge="7799999999")]
    assert {(answer.status_code, answer.text) for answer in answers} == {(401, answers[0].text)}


def test_the_fifth_miss_shuts_the_badge_and_each_further_one_doubles_it(boss: Shop) -> None:
    assert [_sign_in(boss, "835016").status_code for _ in range(5)] == [401] * 5
    shut = _sign_in(boss)
    assert (shut.status_code, shut.headers["Retry-After"]) == (429, "30")
    boss.cloud.clock.forward(seconds=30)
    assert _sign_in(boss, "835016").status_code == 401
    assert _sign_in(boss).headers["Retry-After"] == "60"
    boss.cloud.clock.forward(seconds=60)
    assert _sign_in(boss).status_code == 201


def test_many_guesses_at_once_gain_nothing(boss: Shop) -> None:
    url = f"{boss.cloud.url}/v1/session"

    def guess() -> int:
        told = {"badge": BADGE, "pin": "835016", "bearer": True}
        return requests.post(url, json=told, timeout=20).status_code

    assert sorted(all_at_once([guess] * 8)) == [401] * 5 + [429] * 3


def test_a_success_forgets_the_misses_of_the_badge(boss: Shop) -> None:
    for _ in range(4):
        _sign_in(boss, "835016")
    assert _sign_in(boss).status_code == 201
    with reading(boss.cloud.engine) as connection:
        doors = list(connection.scalars(select(misses.c.door)))
    assert doors == ["sign-in address"] * 4


@SQLITE_ONLY
def test_sessions_end_when_they_are_old_idle_or_signed_out(boss: Shop) -> None:
    clock = boss.cloud.clock
    idle = _token(boss)
    clock.forward(hours=1)
    assert boss.cloud.call("GET", "/v1/session", idle).status_code == 401
    busy = _token(boss)
    for _ in range(13):
        clock.forward(minutes=55)
        assert boss.cloud.call("GET", "/v1/session", busy).status_code == 200
    clock.forward(minutes=5)
    assert boss.cloud.call("GET", "/v1/session", busy).status_code == 401
    gone = _token(boss)
    assert boss.cloud.call("DELETE", "/v1/session", gone).status_code == 204
    assert boss.cloud.call("GET", "/v1/session", gone).status_code == 401


@SQLITE_ONLY
def test_sessions_end_when_the_pin_changes_or_the_manager_goes(boss: Shop) -> None:
    token = _token(boss)
    _set_pin(boss, "480593")
    assert boss.cloud.call("GET", "/v1/session", token).status_code == 401
    assert _sign_in(boss).status_code == 401
    token = _sign_in(boss, "480593").json()["token"]
    other = operator(
        id="01976b1e-5f00-7000-8000-00000000000b", badge=with_check_digit("770000002"), manager=True
    )
    gone = boss.call(
        "PUT", "/v1/catalogue", json={"operators": [operator(manager=True, active=False), other]}
    )
    assert gone.status_code == 200, gone.text
    assert boss.cloud.call("GET", "/v1/session", token).status_code == 401
    assert _sign_in(boss, "480593").status_code == 401
    with reading(boss.cloud.engine) as connection:
        assert None not in connection.scalars(select(sessions.c.ended_at)).all()
    again = boss.call("PUT", "/v1/catalogue", json={"operators": [operator(manager=True)]})
    assert again.status_code == 200, again.text
    assert boss.cloud.call("GET", "/v1/session", token).status_code == 401


@SQLITE_ONLY
def test_trying_codes_by_links_counts_as_guessing(boss: Shop, browser: requests.Session) -> None:
    told = {"name": "工位 42", "roles": ["warehouse"]}
    code = boss.cloud.call("POST", "/v1/device-authorization", json=told).json()["user_code"]
    page = f"{boss.cloud.url}/console/device"
    assert "工位 42" in browser.get(page, params={"code": code}, timeout=20).text
    for _ in range(5):
        assert "工位 42" not in browser.get(page, params={"code": "BBBB-BBBB"}, timeout=20).text
    assert "工位 42" not in browser.get(page, params={"code": code}, timeout=20).text
    decision = {"allow": True, "roles": ["warehouse"], "warehouse": "W1"}
    shut = boss.cloud.call("POST", f"/v1/device-authorization/{code}/decision", _token(boss), json=decision)
    assert (shut.status_code, shut.headers["Retry-After"]) == (429, "30")
    boss.cloud.clock.forward(seconds=30)
    assert "工位 42" in browser.get(page, params={"code": code}, timeout=20).text


class _SlowPins(PinKeeper):
    """Finds a PIN right, but while it looks another one is set."""

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self._shop = shop

    async def fits(self, kept: str | None, pin: SecretStr) -> bool:
        await asyncio.to_thread(_set_pin, self._shop, "480593")
        return kept is not None


def test_a_pin_replaced_while_it_is_looked_at_opens_nothing(boss: Shop) -> None:
    cloud, pins = boss.cloud, _SlowPins(boss)
    try:
        result = asyncio.run(sign_in(cloud.engine, pins, cloud.clock, BADGE, SecretStr(PIN), "10.0.0.9"))
    finally:
        pins.close()
    assert (result.verdict, result.token) == (SignInVerdict.WRONG, "")
    with reading(cloud.engine) as connection:
        assert connection.execute(select(sessions)).first() is None


@SQLITE_ONLY
def test_a_browser_gets_a_cookie_no_script_and_no_other_site_can_use(
    boss: Shop, browser: requests.Session
) -> None:
    cookie = next(iter(browser.cookies))
    assert (cookie.name, cookie.path, cookie.secure) == ("youlin_session", "/", False)
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.get_nonstandard_attr("SameSite") == "strict"
    url = f"{boss.cloud.url}/v1/operators/{OPERATOR}/pin"
    foreign: list[dict[str, str]] = [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": boss.cloud.url, "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
    ]
    for headers in foreign:
        answer = browser.put(url, json={"pin": "480593"}, headers=headers, timeout=20)
        assert (answer.status_code, answer.json()["type"]) == (403, "urn:youlin:problem:foreign-page")
    own = browser.put(url, json={"pin": "480593"}, headers={"Origin": boss.cloud.url}, timeout=20)
    assert own.status_code == 204


@SQLITE_ONLY
def test_off_loopback_the_cookie_is_secure(boss: Shop) -> None:
    answer = boss.cloud.call(
        "POST", "/v1/session", json={"badge": BADGE, "pin": PIN}, headers={"Host": "cloud.example.cn"}
    )
    assert "Secure" in answer.headers["Set-Cookie"]


@SQLITE_ONLY
def test_another_site_cannot_sign_its_reader_in(boss: Shop) -> None:
    answer = boss.cloud.call(
        "POST", "/v1/session", json={"badge": BADGE, "pin": PIN}, headers={"Origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


@SQLITE_ONLY
def test_a_station_token_is_no_session_and_the_other_way_round(boss: Shop) -> None:
    desk = boss.cloud.desk()
    cookie = {"Cookie": f"youlin_session={desk.token}"}
    assert boss.cloud.call("GET", "/v1/changes", headers=cookie).status_code == 401
    assert desk.call("GET", "/v1/session").status_code == 403
    assert (
        boss.cloud.call("POST", "/v1/token/rotation", _token(boss), json={"proof": "p" * 43}).status_code
        == 403
    )


@SQLITE_ONLY
def test_a_manager_gives_pins_to_the_own_people_only(boss: Shop) -> None:
    other = operator(
        id="01976b1e-5f00-7000-8000-00000000000b", badge=with_check_digit("770000002"), warehouse="W2"
    )
    answer = boss.call("PUT", "/v1/catalogue", json={"operators": [other]})
    assert answer.status_code == 200, answer.text
    path = f"/v1/operators/{other['id']}/pin"
    assert boss.cloud.call("PUT", path, _token(boss), json={"pin": PIN}).status_code == 404
    assert boss.call("PUT", path, json={"pin": PIN}).status_code == 204


@SQLITE_ONLY
def test_a_manager_lets_in_stations_of_the_own_warehouse_only(boss: Shop) -> None:
    token = _token(boss)
    codes = boss.cloud.call("POST", "/v1/device-authorization", json={"name": "工位 9"}).json()
    path = f"/v1/device-authorization/{codes['user_code']}/decision"

    def decide(**decision: Any) -> int:
        told = {"allow": True, **decision}
        return boss.cloud.call("POST", path, token, json=told).status_code

    assert decide(roles=["warehouse"], warehouse="W2") == 403
    assert decide(roles=["pickup"], pickup_point="Q1") == 403
    assert decide(roles=["integrator"]) == 403
    assert decide(roles=["pickup"], pickup_point="P1") == 204
    far = boss.cloud.desk("通州", "W2")
    revocation = f"/v1/stations/{far.station_id}/revocation"
    assert boss.cloud.call("POST", revocation, token).status_code == 404


def test_who_signed_in_who_missed_and_who_set_a_pin_is_noted_without_the_pin(boss: Shop) -> None:
    _sign_in(boss, "835016")
    _token(boss)
    with reading(boss.cloud.engine) as connection:
        rows = [tuple(row) for row in connection.execute(select(audit).order_by(audit.c.number))]
    actions = [row[5] for row in rows]
    assert [act for act in actions if act in ("PIN set", "sign-in missed", "signed in")] == [
        "PIN set",
        "sign-in missed",
        "signed in",
    ]
    assert not {PIN, "835016"} & {word for row in rows for word in map(str, row)}
    assert PIN not in str(rows)


@SQLITE_ONLY
def test_easy_pins_are_refused_with_words(boss: Shop) -> None:
    answer = boss.call("PUT", f"/v1/operators/{OPERATOR}/pin", json={"pin": "1234"})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:youlin:problem:pin-too-easy")
    for wrong in ("123", "123456789", "12a4", "１２３４", ""):
        answer = boss.call("PUT", f"/v1/operators/{OPERATOR}/pin", json={"pin": wrong})
        assert answer.status_code == 422
        assert wrong == "" or wrong not in answer.json()["detail"]


@pytest.mark.parametrize(
    "pin", ["0000", "1234", "4321", "7890", "1212", "123123", "2580", "5201314", "1987", "147258", "0015"]
)
def test_pins_everybody_would_try_are_weak(pin: str) -> None:
    assert weakness(pin, BADGE.replace("19", "15")) is not None


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["%m%d", "%d%m", "%y%m%d", "%d%m%y", "%Y%m%d", "%d%m%Y", "%Y%m"]),
)
def test_birthdays_are_weak_however_they_are_written(day: date, form: str) -> None:
    assert weakness(day.strftime(form), BADGE) is not None


def test_most_pins_of_six_digits_will_do() -> None:
    step = 997
    fine = sum(weakness(f"{number:06d}", BADGE) is None for number in range(0, 10**6, step))
    assert fine / (10**6 / step) > 0.9


@pytest.mark.parametrize(
    ("wanted", "opened"),
    [
        ("/console/stations?x=1", "/console/stations?x=1"),
        ("/console", "/console"),
        ("//evil.example", "/console"),
        ("https://evil.example/console", "/console"),
        ("/console/../o/x", "/console"),
        ("/consolex", "/console"),
        ("/console\\@evil", "/console"),
        ("", "/console"),
    ],
)
def test_a_sign_in_opens_pages_of_the_console_only(wanted: str, opened: str) -> None:
    assert path_after_sign_in(wanted) == opened
