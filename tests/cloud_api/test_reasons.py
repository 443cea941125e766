"""Why something that was sent does not fit: once, in plain words, and not in those of a library."""

from typing import Any

import pytest
from pydantic import ValidationError

from cloud_api.console.wording import Wording
from cloud_api.http.problems import explain
from cloud_api.orders.rows import Unreadable, read_order
from cloud_api.wire.orders import Order

ORDER = {"order_no": "A1", "pickup_point": "P1", "paid_at": "2026-06-18T20:00:00+08:00"}
OBJECT = "an object with fields is wanted, not a text, number or list"


def why(order: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        Order.model_validate(order)
    return explain(refused.value)


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        (1000, "Input should be less than or equal to 999"),
        (-3, "Input should be greater than or equal to 1"),
        (1.5, "a whole number is wanted, not a part of one"),
        ("2", "a whole number is wanted, not a text"),
        (True, "a whole number is wanted"),
    ],
)
def test_a_bad_line_has_one_reason(quantity: Any, words: str) -> None:
    assert why({**ORDER, "lines": [{"sku": "PEACH", "quantity": quantity}]}) == f"lines.0.quantity: {words}"


def test_each_of_two_bad_lines_is_told() -> None:
    lines = [{"sku": "PEACH", "quantity": 0}, {"sku": "MILK", "quantity": 2}, {"quantity": 2}]
    told = why({**ORDER, "lines": lines})
    assert told == "lines.0.quantity: Input should be greater than or equal to 1; lines.2.sku: Field required"


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ({**ORDER, "lines": []}, "lines: 1 or more items are wanted"),
        ({**ORDER, "lines": [{"sku": "A", "quantity": 1}] * 201}, "lines: 200 items or fewer are wanted"),
        ({**ORDER, "lines": ["PEACH"]}, f"lines.0: {OBJECT}"),
        ({**ORDER, "lines": 5}, "lines: a list is wanted"),
        ("A1", OBJECT),
    ],
)
def test_what_is_no_order_is_told_in_plain_words(order: Any, words: str) -> None:
    assert why(order) == words


def test_reasons_of_orders_have_chinese() -> None:
    read = read_order({**ORDER, "paid_at": "yesterday", "lines": [{"sku": "PEACH", "quantity": 1.5}]})
    assert isinstance(read, Unreadable)
    assert "Value error" not in read.reason
    said = Wording().words(read.reason)
    assert said == (
        "支付时间：要填带时区的日期和时间，例如 2036-06-18T23:00:00+08:00；"
        "商品行 第 1 项 数量：要填整数，不能带小数。请改正后重新发送订单。"
    )
