"""What labels are printed for in tests: bins along a path, products with and without codes, operators."""

import json
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert, select

from hardware.codes import make_badge
from station.printing.queue import JobState
from station.storage import tables
from tests.station.devices.kit import Room
from tests.station.kit import gtin

BINS = tuple(f"A-{aisle:02d}-{place:02d}" for aisle in (1, 2) for place in range(1, 21))
"""Their path runs against the order of their names in the second aisle, as a picker walks."""
CHIEF, PICKER = make_badge(1), make_badge(2)
NAMES = ("平谷大桃 精选装", "思念猪肉白菜水饺", "伊利纯牛奶", "金龙鱼大豆油")


def path_of(place: int) -> int:
    """Where along the path the bin lies."""
    return place if place < 20 else 59 - place


def fill(room: Room) -> None:
    """Forty bins, four products, three operators, one of whom left."""
    with room.database.act() as connection:
        for place, code in enumerate(BINS):
            row = {
                "code": code,
                "number": 1001 + place,
                "zone": ("ambient", "chilled", "frozen")[place % 3],
                "use": "reserve" if place % 5 == 4 else "pick",
                "aisle": code[:4],
                "level": 1,
                "x_cm": 0,
                "y_cm": 0,
                "path": path_of(place),
                "most_weight_g": 0,
                "volume_ml": 0,
                "turnover": "C",
                "active": True,
            }
            connection.execute(insert(tables.bin_place).values(**row))
        for number, name in enumerate(NAMES, start=1):
            codes = [] if number == 4 else [gtin(number).zfill(14)]
            body = json.dumps({"gtins": codes, "bin": BINS[number], "active": True}, ensure_ascii=False)
            row = {"sku": f"S{number}", "name": name, "spec": "500g", "body": body}
            connection.execute(insert(tables.product).values(**row))
            for code in codes:
                connection.execute(insert(tables.product_gtin).values(gtin=code, sku=f"S{number}"))
        people = (
            ("王芳", CHIEF, True, True),
            ("李强", PICKER, False, True),
            ("赵敏", make_badge(3), False, False),
        )
        for number, (name, badge, supervisor, active) in enumerate(people, start=1):
            row = {
                "id": UUID(int=number),
                "name": name,
                "badge": badge,
                "supervisor": supervisor,
                "active": active,
            }
            connection.execute(insert(tables.operator).values(**row))


def jobs(room: Room) -> Sequence[tuple[str, str]]:
    """Title and state of each job, in the order of the queue."""
    with room.database.look() as connection:
        query = select(tables.print_job.c.title, tables.print_job.c.state).order_by(
            tables.print_job.c.ordinal
        )
        return [(row.title, row.state) for row in connection.execute(query)]


def outcome(room: Room, state: JobState, count: int) -> None:
    """The printer told this of the first `count` labels that waited."""
    job = tables.print_job
    with room.database.act() as connection:
        waiting = select(job.c.id).where(job.c.state == JobState.WAITING.value).order_by(job.c.ordinal)
        ids = list(connection.execute(waiting.limit(count)).scalars())
        connection.execute(job.update().where(job.c.id.in_(ids)).values(state=state.value))
