"""The ten refrigerated vans of the demo day and the yard they start from, every one invented.

- Sizes are those of common refrigerated trucks: eight carry 8 t and 32 m³, two carry 6 t and 24 m³. The
  reference day of 50,000 orders weighs about 71 t.
- Plates carry the letters O and I, which Chinese plates leave out; drivers' phones are 1540 and seven digits,
  a block no operator has (see day_people).
"""

from cloud_api.wire.catalogue import Van, Warehouse

_LARGE = 8
_VANS = 10
_DRIVERS = [
    "赵建国",
    "钱永平",
    "孙海龙",
    "李志刚",
    "周文军",
    "吴天明",
    "郑家超",
    "王小洋",
    "冯国勇",
    "陈立波",
]


def warehouse(code: str) -> Warehouse:
    """The warehouse of the demo day, in the south-east of the city."""
    return Warehouse(
        code=code,
        name="北京示范仓",
        address="北京市通州区马驹桥（示范）",
        latitude=39.755,
        longitude=116.553,
    )


def vans(warehouse_code: str) -> tuple[Van, ...]:
    """The vans of a warehouse; the same every time."""
    return tuple(_van(number, warehouse_code) for number in range(1, _VANS + 1))


def _van(number: int, warehouse_code: str) -> Van:
    large = number <= _LARGE
    return Van(
        code=f"V{number:02d}",
        plate=f"京A·OI{number:03d}",
        warehouse=warehouse_code,
        driver=_DRIVERS[number - 1],
        phone=f"1540999{number:04d}",
        weight_g=8_000_000 if large else 6_000_000,
        volume_ml=32_000_000 if large else 24_000_000,
        shift_from="04:00",
        shift_until="11:30",
        fixed_cost_fen=30_000 if large else 24_000,
        cost_km_fen=220 if large else 180,
        cost_hour_fen=4_500,
    )
