"""Crates through their whole life: weighed, opened again, packed anew, emptied, and boxes that come back."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from cloud_api.crates.retention import prune
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.retention import Keep
from cloud_api.storage.tables.crates import crate_steps
from cloud_api.storage.transaction import reading
from cloud_api.wire.exchange import ChangeKind
from tests.cloud_api.kit import DeskKit, Shop, closing, completion, put, sscc
from tests.cloud_api.night_kit import Night, changes_of, packed_night, receive, refusal

BOX, OTHER_BOX = "00000012", "00000013"


@pytest.fixture
def night(shop: Shop) -> Night:
    return packed_night(shop)


def crate_of(night: Night, point: str = "P1", place: int = 0) -> dict[str, Any]:
    crate: dict[str, Any] = night.plans[point]["crates"][place]
    return crate


def life(caller: DeskKit, label: str) -> dict[str, Any]:
    answer = caller.call("GET", f"/v1/crates/{label}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def take(desk: DeskKit, kind: str, **body: Any) -> None:
    result = desk.report(kind, body)
    assert result["verdict"] == "accepted", result


def reopening(night: Night, crate: dict[str, Any], point: str = "P1") -> dict[str, Any]:
    body = {"wave_id": night.wave_ids[point], "crate_id": crate["crate_id"], "reason": "少一件"}
    return body | {"override_id": str(new_uuid())}


def weighing(crate: dict[str, Any], weight_g: int, **other: Any) -> dict[str, Any]:
    body = {"crate_id": crate["crate_id"], "weight_g": weight_g, "planned_g": 2_600, "tolerance_g": 60}
    return body | {"verdict": "ok" if abs(weight_g - 2_600) < 60 else "differs"} | other


def new_label(serial: int) -> str:
    return sscc(f"00690000{serial:09d}")


def state_of_stop(night: Night, point: str = "P1") -> tuple[str, list[bool]]:
    stops = [
        stop for stop in changes_of(night.desk, ChangeKind.STOP) if stop["pickup_point"]["code"] == point
    ]
    return stops[-1]["state"], [crate["closed"] for crate in stops[-1]["crates"]]


def test_the_dock_hears_what_the_scale_said_since_the_crate_was_closed(night: Night) -> None:
    crate = crate_of(night)

    def told() -> str | None:
        (stop,) = [
            stop for stop in changes_of(night.desk, ChangeKind.STOP) if stop["pickup_point"]["code"] == "P1"
        ][-1:]
        weighed: str | None = stop["crates"][0]["weighed"]
        return weighed

    assert told() is None
    take(night.desk, "CrateWeighed", **weighing(crate, 3_120))
    assert told() == "differs"
    take(night.desk, "CrateWeighed", **weighing(crate, 3_120, override_id=str(new_uuid())))
    assert told() == "ok"
    take(night.desk, "CrateReopened", **reopening(night, crate))
    assert told() is None
    night.later(seconds=1)
    take(night.desk, "CrateClosed", **closing(night.wave_ids["P1"], crate))
    assert told() is None


def test_a_crate_is_weighed_opened_again_corrected_and_closed_anew(night: Night) -> None:
    crate = crate_of(night)
    take(night.desk, "CrateWeighed", **weighing(crate, 3_120))
    take(night.desk, "CrateWeighed", **weighing(crate, 3_120, override_id=str(new_uuid())))
    assert night.status("A", "B") == ["packed", "packed"]
    take(night.desk, "CrateReopened", **reopening(night, crate))
    assert state_of_stop(night) == ("packing", [False, True])
    assert life(night.desk, crate["sscc"])["state"] == "open"
    assert night.status("A") == ["paid"]
    wave_id = night.wave_ids["P1"]
    assert "taken back" in refusal(
        night.desk, "PutUndone", {**put(wave_id, crate, "MILK", 1), "put_id": str(new_uuid())}
    )
    take(night.desk, "CrateClosed", **closing(wave_id, crate) | {"weight_g": 1_111})
    take(night.desk, "WaveCompleted", **completion(wave_id, 2, 6))
    assert state_of_stop(night) == ("packed", [True, True])
    told = life(night.desk, crate["sscc"])
    assert (told["state"], told["weight_g"], told["number"], told["of"]) == ("closed", 1_111, 1, 2)
    assert [(each["verdict"], each["let_pass"]) for each in told["weighings"]] == [
        ("differs", False),
        ("differs", True),
    ]
    assert [step["kind"] for step in told["steps"]] == [
        "WaveStarted",
        "CrateClosed",
        "CrateWeighed",
        "CrateWeighed",
        "CrateReopened",
        "CrateClosed",
    ]
    assert told["steps"][4]["detail"] == "少一件"
    assert night.status("A", "B") == ["packed", "packed"]


def test_reopening_twice_changes_nothing_and_other_desks_are_told_where(night: Night) -> None:
    crate = crate_of(night)
    take(night.desk, "CrateReopened", **reopening(night, crate))
    take(night.desk, "CrateReopened", **reopening(night, crate))
    other = night.shop.cloud.desk("工位 2")
    said = refusal(other, "CrateReopened", reopening(night, crate_of(night, place=1)))
    assert "was picked by 工位 1" in said
    assert "of another wave" in refusal(night.desk, "CrateReopened", reopening(night, crate, "P2"))
    lease = night.desk.ask_lease(wave_id=None)
    assert lease.status_code == 204 or lease.json()["wave"]["pickup_point"]["code"] != "P1"


def test_a_crate_on_its_way_is_not_opened_nor_packed_anew(night: Night) -> None:
    crate = crate_of(night, "P2")
    plan = night.publish(night.route_plan(1, ("V1", ["P2"])))
    (route,) = plan["routes"]
    night.load(route, crate["crate_id"])
    repacking = {"crate_id": crate["crate_id"], "old_label": crate["sscc"], "label": new_label(1)}
    for kind, body in (("CrateReopened", reopening(night, crate, "P2")), ("CrateRepacked", repacking)):
        assert "Take it off first" in refusal(night.desk, kind, body)
    assert night.depart(route, [crate["crate_id"]])["verdict"] == "accepted"
    for kind, body in (("CrateReopened", reopening(night, crate, "P2")), ("CrateRepacked", repacking)):
        assert "has left for P2" in refusal(night.desk, kind, body)
    assert life(night.desk, crate["sscc"])["state"] == "departed"


def test_a_crate_packed_anew_is_found_by_both_labels_and_the_old_one_is_void(night: Night) -> None:
    crate, label = crate_of(night), new_label(7)
    body = {"crate_id": crate["crate_id"], "old_label": crate["sscc"], "label": label, "reason": "裂了"}
    take(night.desk, "CrateRepacked", **body)
    take(night.desk, "CrateRepacked", **body)
    told = life(night.desk, crate["sscc"])
    assert (told["label"], told["void_labels"], told["is_asked_by_void_label"]) == (
        label,
        [crate["sscc"]],
        True,
    )
    assert not life(night.desk, label)["is_asked_by_void_label"]
    stop = changes_of(night.desk, ChangeKind.STOP)[-1]
    assert (stop["crates"][0]["sscc"], stop["crates"][0]["void_labels"]) == (label, [crate["sscc"]])
    till = night.shop.cloud.till("P1")
    delivery = changes_of(till, ChangeKind.DELIVERY)[-1]
    assert label in {each["sscc"] for each in delivery["crates"]}
    wrong = body | {"label": label[:-1] + str((int(label[-1]) + 1) % 10), "old_label": label}
    assert "check digit" in refusal(night.desk, "CrateRepacked", wrong)
    taken = body | {"label": crate_of(night, place=1)["sscc"], "old_label": label}
    assert "another crate" in refusal(night.desk, "CrateRepacked", taken)
    assert "not the label of this crate any more" in refusal(
        night.desk, "CrateRepacked", body | {"label": new_label(8)}
    )


def test_a_box_goes_out_with_its_crate_and_comes_back_empty(night: Night) -> None:
    crate = crate_of(night)
    take(night.desk, "BoxUsed", box=BOX, crate_id=crate["crate_id"])
    assert out(night.desk) == []
    night.later(hours=8)
    till = night.shop.cloud.till("P1")
    receive(till, crate["crate_id"])
    assert out(night.desk) == [("P1", [BOX])]
    told = changes_of(night.desk, ChangeKind.BOX)[-1]
    assert (told["number"], told["pickup_point"], told["label"]) == (BOX, "P1", crate["sscc"])
    table = night.desk.call("GET", "/v1/boxes/out.csv").content.decode("utf-8-sig").splitlines()
    assert table[1].startswith(f"P1,自提点 P1,{BOX},{crate['sscc']},2026-06-18 ")
    take(till, "CrateEmptied", crate_id=crate["crate_id"])
    take(till, "CrateEmptied", crate_id=crate["crate_id"])
    assert life(night.desk, crate["sscc"])["state"] == "emptied"
    take(till, "BoxReturned", box=BOX)
    assert out(night.desk) == []
    night.later(hours=4)
    take(night.desk, "BoxReturned", box=BOX, condition="damaged")
    told = life(night.desk, crate["sscc"])
    assert (told["state"], told["box"]) == ("returned", BOX)
    assert [step["kind"] for step in told["steps"]][-3:] == ["CrateEmptied", "BoxReturned", "BoxReturned"]
    (box,) = night.desk.call("GET", "/v1/boxes").json()["items"]
    assert (box["condition"], box["returned_at"] is not None) == ("damaged", True)


def test_what_happened_later_to_a_box_stands(night: Night) -> None:
    first, second = crate_of(night), crate_of(night, place=1)
    take(night.desk, "BoxUsed", box=BOX, crate_id=first["crate_id"])
    assert "which has not left" in refusal(
        night.desk, "BoxUsed", {"box": BOX, "crate_id": second["crate_id"]}
    )
    take(night.desk, "BoxUsed", box=OTHER_BOX, crate_id=first["crate_id"])
    assert life(night.desk, first["sscc"])["box"] == OTHER_BOX
    early = night.shop.cloud.clock().isoformat()
    receive(night.shop.cloud.till("P1"), first["crate_id"])
    night.later(hours=10)
    take(night.desk, "BoxUsed", box=OTHER_BOX, crate_id=second["crate_id"])
    assert life(night.desk, first["sscc"])["state"] == "returned"
    late = night.desk.fact("BoxReturned", {"box": OTHER_BOX, "condition": "lost"}, happened_at=early)
    assert night.desk.push(late)["results"][0]["verdict"] == "accepted"
    boxes = {box["number"]: box for box in night.desk.call("GET", "/v1/boxes").json()["items"]}
    assert (boxes[OTHER_BOX]["condition"], boxes[OTHER_BOX]["label"]) == ("ok", second["sscc"])
    assert boxes[BOX]["returned_at"] is not None


def test_each_speaks_only_for_what_is_its_own(night: Night) -> None:
    crate = crate_of(night)
    far, till = night.shop.cloud.desk("通州", "W2"), night.shop.cloud.till("P2")
    assert "in this warehouse" in refusal(far, "CrateWeighed", weighing(crate, 2_600))
    assert "belongs to shop P1" in refusal(till, "CrateEmptied", {"crate_id": crate["crate_id"]})
    assert "no box" in refusal(till, "BoxReturned", {"box": BOX})
    take(night.desk, "BoxUsed", box=BOX, crate_id=crate["crate_id"])
    assert "went to shop P1" in refusal(till, "BoxReturned", {"box": BOX})
    assert "belongs to warehouse W1" in refusal(far, "BoxReturned", {"box": BOX})
    assert far.call("GET", f"/v1/crates/{crate['sscc']}").status_code == 409
    assert far.call("GET", "/v1/boxes").json()["items"] == []
    assert far.call("GET", "/v1/boxes", params={"warehouse": "W1"}).status_code == 403
    assert night.desk.call("GET", f"/v1/crates/{new_label(99)}").status_code == 404
    assert till.call("GET", "/v1/boxes").status_code == 403


def out(desk: DeskKit) -> list[tuple[str, list[str]]]:
    answer = desk.call("GET", "/v1/boxes/out")
    assert answer.status_code == 200, answer.text
    return [(shop["pickup_point"], [box["number"] for box in shop["boxes"]]) for shop in answer.json()]


def test_a_shop_hears_of_its_boxes_and_takes_back_what_it_scanned_by_mistake(night: Night) -> None:
    crate, second = crate_of(night), crate_of(night, "P2")
    take(night.desk, "BoxUsed", box=BOX, crate_id=crate["crate_id"])
    till, other = night.shop.cloud.till("P1"), night.shop.cloud.till("P2")
    receive(till, crate["crate_id"])
    (used, arrived) = changes_of(till, ChangeKind.BOX)
    assert (used["out_since"], arrived["out_since"] is not None) == (None, True)
    assert (arrived["crate_id"], arrived["given_back_at"]) == (crate["crate_id"], None)
    assert changes_of(other, ChangeKind.BOX) == []
    night.later(minutes=10)
    take(till, "CrateEmptied", crate_id=crate["crate_id"])
    take(till, "BoxReturned", box=BOX)
    assert (out(night.desk), changes_of(till, ChangeKind.BOX)[-1]["given_back_at"] is None) == ([], False)
    early = night.shop.cloud.clock().isoformat()
    night.later(minutes=1)
    assert "went to shop P1" in refusal(other, "BoxReturnUndone", {"box": BOX})
    assert "belongs to shop P1" in refusal(other, "CrateEmptyingUndone", {"crate_id": crate["crate_id"]})
    for _ in range(2):
        take(till, "BoxReturnUndone", box=BOX)
        take(till, "CrateEmptyingUndone", crate_id=crate["crate_id"])
    assert out(night.desk) == [("P1", [BOX])]
    told = life(night.desk, crate["sscc"])
    assert told["state"] == "received"
    assert [step["kind"] for step in told["steps"]][-4:] == [
        "CrateEmptied",
        "BoxReturned",
        "BoxReturnUndone",
        "CrateEmptyingUndone",
    ]
    night.later(hours=4)
    take(night.desk, "BoxReturned", box=BOX)
    late = till.fact("BoxReturnUndone", {"box": BOX}, happened_at=early)
    assert till.push(late)["results"][0]["verdict"] == "accepted"
    take(till, "CrateEmptyingUndone", crate_id=crate["crate_id"])
    assert life(night.desk, crate["sscc"])["state"] == "returned"
    take(night.desk, "BoxUsed", box=BOX, crate_id=second["crate_id"])
    assert changes_of(till, ChangeKind.BOX)[-1]["pickup_point"] == "P2", "the shop need not look for it"
    assert changes_of(other, ChangeKind.BOX)[-1]["pickup_point"] == "P2"


def test_steps_of_long_ago_go_and_the_crate_stays_what_it_is(night: Night) -> None:
    crate = crate_of(night)
    night.later(hours=1)
    take(night.desk, "CrateWeighed", **weighing(crate, 2_600))
    now, engine = night.shop.cloud.clock(), night.shop.cloud.engine
    keep = Keep(crate_steps=timedelta(days=7))
    with reading(engine) as connection:
        before = connection.scalar(select(func.count()).select_from(crate_steps)) or 0
    assert prune(engine, now + timedelta(days=6), keep) == {"crate_steps": 0}
    young = now + timedelta(days=7)
    assert prune(engine, young, keep) == {"crate_steps": before - 1}
    told = life(night.desk, crate["sscc"])
    assert [step["kind"] for step in told["steps"]] == ["CrateWeighed"]
    assert (told["state"], len(told["weighings"])) == ("closed", 1)
