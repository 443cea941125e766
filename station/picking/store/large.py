"""Keeps whether this desk shows large figures: it stands far from where its operator works."""

import json

from sqlalchemy import Connection, insert, select

from station.storage.tables import device_setting

KEY = "picking.large_figures"


def is_large(connection: Connection) -> bool:
    """Whether large figures were chosen here."""
    kept = connection.execute(select(device_setting.c.value).where(device_setting.c.key == KEY)).scalar()
    return kept is not None and json.loads(kept) is True


def keep_large(connection: Connection, *, large: bool) -> None:
    """From now on."""
    row = {"key": KEY, "value": json.dumps(large)}
    connection.execute(insert(device_setting).prefix_with("OR REPLACE"), row)
