"""Pickup codes and QRs: derived from server keys, so that no table and no backup shows one."""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, insert, select, update

from cloud_api.storage.check_digits import with_check_digit
from cloud_api.storage.key_lists import among
from cloud_api.storage.parts import parts
from cloud_api.storage.phones import own_number
from cloud_api.storage.server_keys import server_key
from cloud_api.storage.tables.devices import shop_key_turns
from cloud_api.storage.tables.orders import cycles, orders
from cloud_api.storage.tables.pickup import pickup_codes
from cloud_api.storage.upsert import conflict_insert
from cloud_api.wire.pickup import pickup_mac

CODE_VALID_FOR = timedelta(days=14)
"""After the cut-off of its cycle; then another order may get the code."""
_SHOP_KEYS = "shop keys"
_PICKUP_CODES = "pickup codes"
_QR_PREFIX = "76"


def shop_key(connection: Connection, pickup_point: str) -> bytes:
    """The key stations of one shop compare codes with."""
    turn = connection.scalar(
        select(shop_key_turns.c.turn).where(shop_key_turns.c.pickup_point == pickup_point)
    )
    label = pickup_point if turn is None else f"{pickup_point}\0{turn}"
    return _hmac(server_key(connection, _SHOP_KEYS), label.encode())


def turn_shop_key(connection: Connection, pickup_point: str, now: datetime) -> None:
    """Give a shop another key, because a PC that had the old one is lost; codes customers know stay.

    The caller holds the locks of the shop, and tells its stations.
    """
    insertion = conflict_insert(connection, shop_key_turns).values(
        pickup_point=pickup_point, turn=1, turned_at=now
    )
    connection.execute(
        insertion.on_conflict_do_update(
            index_elements=[shop_key_turns.c.pickup_point],
            set_={"turn": shop_key_turns.c.turn + 1, "turned_at": now},
        )
    )
    keys = _Keys(server_key(connection, _PICKUP_CODES), shop_key(connection, pickup_point))
    waiting = select(pickup_codes).where(
        pickup_codes.c.pickup_point == pickup_point, pickup_codes.c.released_at.is_(None)
    )
    for row in connection.execute(waiting).all():
        mac = pickup_mac(keys.shop, _code(keys.codes, row.order_id, row.attempt))
        this = pickup_codes.c.order_id == row.order_id
        connection.execute(update(pickup_codes).where(this).values(code_mac=mac))


def waiting_orders(connection: Connection, pickup_point: str) -> list[UUID]:
    """Orders of a shop that have a code and wait to be collected."""
    query = select(pickup_codes.c.order_id).where(
        pickup_codes.c.pickup_point == pickup_point, pickup_codes.c.released_at.is_(None)
    )
    return list(connection.scalars(query))


def customer_mac(key: bytes, order_id: UUID, phone: str) -> str:
    """The same for all orders of one phone number under one shop key; of the order where there is none."""
    return pickup_mac(key, own_number(phone) or str(order_id))


def make_codes(connection: Connection, pickup_point: str, order_ids: Collection[UUID], now: datetime) -> None:
    """Give each order a code that no other waiting order of the shop has; one that has a code keeps it.

    The caller holds Lock.WAVES of the warehouse, so that two waves of a shop take turns.
    """
    _release_old(connection, pickup_point, now)
    taken = _open_macs(connection, pickup_point)
    keys = _Keys(server_key(connection, _PICKUP_CODES), shop_key(connection, pickup_point))
    rows = []
    for order_id in sorted(set(order_ids) - _with_code(connection, order_ids)):
        attempt, mac = _free_code(keys, order_id, 0, taken)
        taken.add(mac)
        rows.append({"order_id": order_id, "attempt": attempt, "code_mac": mac})
    if rows:
        constant = {"pickup_point": pickup_point, "made_at": now}
        connection.execute(insert(pickup_codes), [{**row, **constant} for row in rows])


def release_codes(connection: Connection, order_ids: Collection[UUID], now: datetime) -> None:
    """These orders are collected: their codes may go to others."""
    these = among(connection, pickup_codes.c.order_id, order_ids)
    connection.execute(
        update(pickup_codes).where(these, pickup_codes.c.released_at.is_(None)).values(released_at=now)
    )


def reopen_code(connection: Connection, order_id: UUID) -> bool:
    """The order waits again, with its code where that is still free; True when it got another one."""
    row = connection.execute(select(pickup_codes).where(pickup_codes.c.order_id == order_id)).first()
    if row is None or row.released_at is None:
        return False
    taken = _open_macs(connection, row.pickup_point)
    keys = _Keys(server_key(connection, _PICKUP_CODES), shop_key(connection, row.pickup_point))
    attempt, mac = _free_code(keys, order_id, row.attempt, taken)
    connection.execute(
        update(pickup_codes)
        .where(pickup_codes.c.order_id == order_id)
        .values(attempt=attempt, code_mac=mac, released_at=None)
    )
    return bool(attempt != row.attempt)


def order_code(connection: Connection, order_id: UUID) -> str | None:
    """The six digits of an order that is packed and waits; None before and after."""
    query = select(pickup_codes.c.attempt).where(
        pickup_codes.c.order_id == order_id, pickup_codes.c.released_at.is_(None)
    )
    attempt = connection.scalar(query)
    return None if attempt is None else _code(server_key(connection, _PICKUP_CODES), order_id, attempt)


def order_qr(connection: Connection, order_id: UUID) -> str:
    """Content of the customer's QR; it stays the same whatever becomes of the code."""
    return order_qrs(connection, [order_id])[order_id]


def order_qrs(connection: Connection, order_ids: Collection[UUID]) -> dict[UUID, str]:
    """As order_qr, for many."""
    key = server_key(connection, _PICKUP_CODES)
    numbers = {order_id: _number(key, b"qr" + order_id.bytes) % 10**17 for order_id in order_ids}
    return {order_id: with_check_digit(f"{_QR_PREFIX}{number:017d}") for order_id, number in numbers.items()}


def code_macs(connection: Connection, order_ids: Collection[UUID]) -> dict[UUID, str]:
    """What shops compare codes with, of all orders that ever had one."""
    query = select(pickup_codes.c.order_id, pickup_codes.c.code_mac)
    return {
        row.order_id: row.code_mac
        for part in parts(order_ids)
        for row in connection.execute(query.where(pickup_codes.c.order_id.in_(part)))
    }


@dataclass(frozen=True)
class _Keys:
    """What codes are derived with, and what a shop compares them with."""

    codes: bytes
    shop: bytes


def _free_code(keys: _Keys, order_id: UUID, attempt: int, taken: Collection[str]) -> tuple[int, str]:
    """The first attempt from `attempt` on whose code is free, and the MAC of that code."""
    while (mac := pickup_mac(keys.shop, _code(keys.codes, order_id, attempt))) in taken:
        attempt += 1
    return attempt, mac


def _with_code(connection: Connection, order_ids: Collection[UUID]) -> set[UUID]:
    return set(code_macs(connection, order_ids))


def _open_macs(connection: Connection, pickup_point: str) -> set[str]:
    query = select(pickup_codes.c.code_mac).where(
        pickup_codes.c.pickup_point == pickup_point, pickup_codes.c.released_at.is_(None)
    )
    return set(connection.scalars(query))


def _release_old(connection: Connection, pickup_point: str, now: datetime) -> None:
    old = (
        select(orders.c.id)
        .join(cycles, cycles.c.id == orders.c.cycle_id)
        .where(orders.c.id == pickup_codes.c.order_id, cycles.c.cut_off_at < now - CODE_VALID_FOR)
        .exists()
    )
    connection.execute(
        update(pickup_codes)
        .where(pickup_codes.c.pickup_point == pickup_point, pickup_codes.c.released_at.is_(None), old)
        .values(released_at=now)
    )


def _code(key: bytes, order_id: UUID, attempt: int) -> str:
    return f"{_number(key, b'code' + order_id.bytes + attempt.to_bytes(4, 'big')) % 10**6:06d}"


def _number(key: bytes, text: bytes) -> int:
    return int.from_bytes(_hmac(key, text), "big")


def _hmac(key: bytes, text: bytes) -> bytes:
    return hmac.new(key, text, hashlib.sha256).digest()
