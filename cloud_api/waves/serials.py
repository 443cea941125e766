"""Gives stations blocks of SSCC serials, each block once for ever."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, insert, select

from cloud_api.settings import Settings
from cloud_api.storage.tables.waves import crates, serial_blocks
from cloud_api.storage.transaction import Lock, lock_exclusive
from cloud_api.wire.waves import SerialBlock

LEAST_LENGTH = 1_000
LOW_BELOW = 200
RESTORE_REACH = 100_000
"""Serials a service restored from a backup may have forgotten: a hundred blocks."""
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


def needs_block(serials_held: int, pieces: int) -> bool:
    """Whether a station runs low: no wave can need more crates than it has pieces."""
    return serials_held < max(LOW_BELOW, pieces)


def give_block(
    connection: Connection, settings: Settings, lease_id: UUID, now: datetime, pieces: int = 0
) -> SerialBlock:
    """The next block of serials of this company, enough for a crate a piece. Raises SerialsUsedUpError."""
    lock_exclusive(connection, Lock.SERIALS)
    digit, prefix = settings.extension_digit, settings.company_prefix
    first = max(_last_given(connection, digit, prefix), _last_seen(connection, digit, prefix)) + 1
    last = first + max(LEAST_LENGTH, pieces) - 1
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


def _last_given(connection: Connection, digit: int, prefix: str) -> int:
    block = serial_blocks.c
    query = select(func.max(block.last)).where(block.extension_digit == digit, block.company_prefix == prefix)
    given = connection.scalar(query)
    return -1 if given is None else int(given)


def _last_seen(connection: Connection, digit: int, prefix: str) -> int:
    """The highest serial on a crate. After a restore, crates bear serials of blocks this service forgot.

    A number far above those given is not of that kind: one broken station must not use up all others'.
    """
    head = f"{digit}{prefix}"
    width = _DIGITS_WITHOUT_EXTENSION_AND_CHECK - len(prefix)
    reach = min(_last_given(connection, digit, prefix) + RESTORE_REACH, 10**width - 1)
    lowest, highest = f"{head}{0:0{width}}0", f"{head}{reach:0{width}}9"
    query = select(func.max(crates.c.sscc)).where(crates.c.sscc.between(lowest, highest))
    sscc: str | None = connection.scalar(query)
    return -1 if sscc is None else int(sscc[len(head) : -1])
