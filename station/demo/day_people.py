"""People of the demo day, every one invented; none of their numbers can reach anybody.

- Shoppers: surname and given name are picked by a checksum of the household. Phones are 1540 and seven
  digits: the pattern of libphonenumber for Chinese mobile numbers leaves 154 out.
  One number belongs to one shopper of a day.
- Shops: phones are 010-0000-0001 upwards; no subscriber number in Beijing begins with 0, the trunk prefix.
- Operators: badge 77, seven digits, GS1 modulo-10 check digit; the last of the twelve is the supervisor, who
  may also sign in at the console. Each shop has one shopkeeper, badges from 770001000 upwards.
"""

from collections.abc import Iterable
from uuid import NAMESPACE_OID, uuid5
from zlib import crc32

from cloud_api.wire.catalogue import Operator, PickupPoint
from station.demo.day_products import check_digit

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈"
)
_FIRST = "晓文雨思佳志春海建丽明国玉子欣宇梦天小永金秀家立庆安云若书景"
_SECOND = "华芳强敏静磊洋艳勇军杰娟涛超霞平刚桂英兰玲辉鹏飞燕红波宁琳峰"
_OPERATORS = (
    "魏春华",
    "苏建宁",
    "罗小燕",
    "程志鹏",
    "丁玉兰",
    "韩海波",
    "蔡文静",
    "袁立峰",
    "潘晓琳",
    "任国庆",
    "冯佳欣",
    "沈明辉",
)
_PHONE_STEP = 7_919  # has no factor in common with 10^7, so numbers never repeat within it
_PHONES = 10_000_000
_FIRST_SHOPKEEPER = 1_000


def shopper_name(key: str) -> str:
    """An invented name, always the same for the same key."""
    value = crc32(key.encode())
    value, surname = divmod(value, len(_SURNAMES))
    value, first = divmod(value, len(_FIRST))
    return _SURNAMES[surname] + _FIRST[first] + _SECOND[value % len(_SECOND)]


def shopper_phone(serial: int) -> str:
    """The invented phone of the `serial`-th shopper of the day; no two alike for 10 million of them."""
    return f"1540{serial * _PHONE_STEP % _PHONES:07d}"


def shop_phone(number: int) -> str:
    """The invented phone of the shop with this number (1 to 9999)."""
    return f"010-0000-{number:04d}"


def operators(warehouse: str) -> tuple[Operator, ...]:
    """The twelve operators of a warehouse; ids and badges are the same every time."""
    supervisor = len(_OPERATORS)
    return tuple(
        Operator(
            id=uuid5(NAMESPACE_OID, f"{warehouse}/{_badge(number)}"),
            name=name,
            badge=_badge(number),
            warehouse=warehouse,
            supervisor=number == supervisor,
            manager=number == supervisor,
        )
        for number, name in enumerate(_OPERATORS, start=1)
    )


def shopkeepers(points: Iterable[PickupPoint]) -> tuple[Operator, ...]:
    """One operator a shop, in their order."""
    return tuple(
        Operator(
            id=uuid5(NAMESPACE_OID, f"{point.code}/{_badge(_FIRST_SHOPKEEPER + place)}"),
            name=shopper_name(f"shop {point.code}"),
            badge=_badge(_FIRST_SHOPKEEPER + place),
            warehouse=point.warehouse,
            pickup_point=point.code,
        )
        for place, point in enumerate(points)
    )


def _badge(number: int) -> str:
    digits = f"77{number:07d}"
    return f"{digits}{check_digit(digits)}"
