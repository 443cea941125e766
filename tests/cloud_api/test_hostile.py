"""Requests that no honest sender makes, and what they must not break for the others."""

import pytest
from pydantic import ValidationError

from cloud_api.storage.check_digits import is_complete
from cloud_api.storage.parts import parts
from cloud_api.wire.catalogue import Van
from cloud_api.wire.stations import Enrolment
from tests.cloud_api.kit import Shop, order, van


def nested(depth: int) -> object:
    value: object = "end"
    for _ in range(depth):
        value = [value]
    return value


def test_a_row_nested_too_deep_is_kept_and_the_list_of_refusals_still_opens(shop: Shop) -> None:
    row = {"order_no": "deep", "x": nested(300)}
    assert shop.verdicts(row, None) == ["refused", "refused"]
    assert "deep" in [order["order_no"] for order in shop.refused()]


@pytest.mark.parametrize("keys", [0, 1, 9_999, 10_000, 25_001])
def test_long_lists_of_keys_come_in_parts_a_database_takes(keys: int) -> None:
    made = list(parts(range(keys)))
    assert [key for part in made for key in part] == list(range(keys))
    assert all(0 < len(part) <= 10_000 for part in made)


@pytest.mark.parametrize(
    ("sscc", "right"),
    [("340123450000000000", True), ("340123450000000001", False), ("095200010000000010", True)],
)
def test_check_digits_of_crates(sscc: str, right: bool) -> None:
    assert is_complete(sscc) is right


def test_a_truth_value_is_no_quantity(shop: Shop) -> None:
    result = shop.send({**order("A1"), "lines": [{"sku": "S1", "quantity": True}]})["results"][0]
    assert result["verdict"] == "refused"
    assert "a whole number is wanted" in result["reason"]


def test_digits_of_other_scripts_are_none() -> None:
    """Printed, scanned and compared as text, they would be other codes and other times."""
    with pytest.raises(ValidationError):
        Van.model_validate(van("V1", shift_from="0٣:30"))
    with pytest.raises(ValidationError):
        Enrolment(code="１２３４５６７８", name="工位 1")
