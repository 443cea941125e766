"""How many statements an act costs: not one more for each shop, nor for each fact that is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from tests.cloud_api.kit import SQLITE_ONLY, Shop, order, pickup_point
from tests.cloud_api.night_kit import open_night


@contextmanager
def _counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that are sent while the block runs."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@SQLITE_ONLY
def test_publishing_asks_for_the_shops_together(shop: Shop) -> None:
    """Every shop of the cycle is told anew; asking for each by itself held the warehouse up."""
    points = [f"R{number:02d}" for number in range(30)]
    shops = {"pickup_points": [pickup_point(code) for code in points]}
    answer = shop.call("PUT", "/v1/catalogue", json=shops)
    assert answer.status_code == 200, answer.text
    night = open_night(shop, *(order(f"N{code}", code, PEACH=1) for code in points))
    with _counted(shop.cloud.engine) as sent:
        night.publish(night.route_plan(1, ("V1", points)))
    assert len(sent) < 2 * len(points)


@SQLITE_ONLY
def test_facts_are_kept_together(shop: Shop) -> None:
    night = open_night(shop, order("A"))
    facts = [night.desk.fact("Unheard", {"number": number}) for number in range(20)]
    with _counted(shop.cloud.engine) as sent:
        night.desk.push(*facts)
    assert len([statement for statement in sent if statement.startswith("INSERT")]) == 2
