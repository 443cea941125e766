"""Gives stations blocks of SSCC serials, each block once for ever."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, insert, select

from cloud_api.settings import Settings
from cloud_api.storage.tables.waves import serial_blocks
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.waves import SerialBlock

BLOCK_LENGTH = 1_000
LOW_BELOW = 200
_DIGITS_WITHOUT_EXTENSION_AND_CHECK = 16


class SerialsUsedUpError(Exception):
    """The company prefix has no serials left; the message says what to do."""


def block_for_lease(connection: Connection, lease_id: UUID) -> SerialBlock | None:
    """The block given with a lease, so that a repeated request gives no second one."""
    row = connection.execute(select(serial_blocks).where(serial_blocks.c.lease_id == lease_id)).first()
    if row is None:
        return None
    return SerialBlock(
        extension_digit=row.extension_digit,
        company_prefix=row.company_prefix,
        first=row.first,
        last=row.last,
    )


def give_block(connection: Connection, settings: Settings, lease_id: UUID, now: datetime) -> SerialBlock:
    """The next block of serials of this company. Raises SerialsUsedUpError."""
    lock_exclusive(connection, Lock.SERIALS)
    digit, prefix = settings.extension_digit, settings.company_prefix
    given = connection.scalar(
        select(func.max(serial_blocks.c.last)).where(
            serial_blocks.c.extension_digit == digit, serial_blocks.c.company_prefix == prefix
        )
    )
    first = 0 if given is None else given + 1
    last = first + BLOCK_LENGTH - 1
    if last >= 10 ** (_DIGITS_WITHOUT_EXTENSION_AND_CHECK - len(prefix)):
        raise SerialsUsedUpError(
            f"All crate numbers of company prefix {prefix} with extension digit {digit} are given out. "
            "Set YOULIN_CLOUD_EXTENSION_DIGIT to another digit and start the service again."
        )
    connection.execute(
        insert(serial_blocks).values(
            extension_digit=digit,
            company_prefix=prefix,
            first=first,
            last=last,
            lease_id=lease_id,
            issued_at=now,
        )
    )
    return SerialBlock(extension_digit=digit, company_prefix=prefix, first=first, last=last)
