"""Crate numbers of this station's own blocks, for labels that are printed outside of a wave's start."""

from sqlalchemy import Connection, select, update

from hardware.codes import make_sscc
from station.kernel.ids import Sscc
from station.storage.tables import serial_block


def take_sscc(connection: Connection) -> Sscc | None:
    """Use up one number, inside the caller's transaction; None when the station has none left."""
    block = serial_block.c
    row = connection.execute(
        select(serial_block).where(block.next <= block.last).order_by(block.id).limit(1)
    ).first()
    if row is None:
        return None
    connection.execute(update(serial_block).where(block.id == row.id).values(next=row.next + 1))
    return Sscc(make_sscc(row.extension_digit, row.company_prefix, row.next))
