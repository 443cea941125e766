"""A row of a file as people see what it becomes."""

from zoneinfo import ZoneInfo

from cloud_api.console.becoming import becoming

SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_an_order_in_words() -> None:
    lines = [{"sku": "SKU1", "quantity": 2}, {"sku": "SKU2", "quantity": 1}]
    told = {"order_no": "A1", "paid_at": "2026-06-18T12:00:00+00:00", "phone": "", "lines": lines}
    assert becoming(told, SHANGHAI) == [
        ("order_no", "A1"),
        ("paid_at", "06-18 20:00"),
        ("lines", "SKU1 × 2、SKU2 × 1"),
    ]


def test_a_product_in_words() -> None:
    told = {
        "zone": "chilled",
        "goods": "weight",
        "scan_rule": "each",
        "active": False,
        "weight_g": 0,
        "gtins": ["06901234567892", "06901234567908"],
        "units": [{"name": "箱", "pieces": 12, "gtin": None}],
        "supplier": None,
    }
    assert dict(becoming(told, SHANGHAI)) == {
        "zone": "冷藏",
        "goods": "称重",
        "scan_rule": "逐件",
        "active": "否",
        "weight_g": "0",
        "gtins": "06901234567892、06901234567908",
        "units": "箱=12",
    }


def test_what_cannot_be_read_stays_as_it_came() -> None:
    assert becoming({"paid_at": "昨天", "zone": "热"}, SHANGHAI) == [("paid_at", "昨天"), ("zone", "热")]
