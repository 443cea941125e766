"""A small night on the simulated floor: a scan or the scale finds each mistake, and the books are true."""

from datetime import UTC, datetime
from pathlib import Path

from station.demo.day import build_day
from tests.floor.goods import Goods, Slip
from tests.floor.mistakes import AT_THE_SCALE, SCANNED, SILENT, Mistake
from tests.floor.night import Account, Floor, Plan, night
from tests.floor.truth import check_night
from tests.journeys.kit import SmallDay, count, fed_cloud

DATA = Path(__file__).parents[2] / "resources" / "demo"
PLAN = Plan(desks=3, mistakes=0.2, crashes=2, cuts=1, cut_s=1.0, limit_s=240, divided=1, paired=2)


def made(account: Account, kind: Mistake) -> int:
    return sum(times for (each, _), times in account.found.items() if each is kind)


def one_walks(floor: Floor) -> int:
    """Pairs of waves whose crates stood at one wall."""
    beside = "SELECT count(*) FROM wave a JOIN wave b ON b.id = a.beside_id WHERE b.started_at = a.started_at"
    return sum(count(desk.file, beside) for desk in floor.desks)


def test_who_goes_through_a_crate_leaves_the_one_beside_as_it_is() -> None:
    goods = Goods()
    goods.lay("A", "tea", 100, 101)
    slip = Slip(Mistake.NEXT_CRATE, "A", "tea", 101, "B")
    goods.slip(slip)
    rest = goods.set_right(slip, "B")
    assert (goods.counted("A")["tea"], goods.counted("B")["tea"]) == (1, 0)
    assert rest is not None
    assert rest.crates == {"A"}
    assert goods.set_right(rest, "A") is None
    assert (goods.pieces["A"]["tea"], goods.slips) == ([100, 101], [])


def test_a_night_of_mistakes_ends_with_true_books(tmp_path: Path) -> None:
    day = build_day(DATA, orders=90, seed=1, now=datetime.now(UTC), pickup_points=9)
    small = SmallDay(day.catalogue, day.cycle, tuple(day.orders))
    with fed_cloud(tmp_path / "cloud", small) as cloud, night(cloud, tmp_path, PLAN) as floor:
        account, result = floor.account, check_night(floor)
    words = f"{account.table()}\n{result.words()}"
    assert result.waves == 9 + 1, words
    assert (account.crashes, account.cuts) == (2, 1), words
    assert one_walks(floor) >= 1, words
    rare = {Mistake.LOOK_ALIKE, Mistake.WRONG_CRATE, Mistake.ONE_TOO_MANY}
    assert all(made(account, kind) for kind in Mistake if kind not in rare), words
    assert not any(account.found[kind, None] for kind in (*SCANNED, *AT_THE_SCALE)), words
    # What no scan shows is grams: too few of them to tell from honest goods are all that stays unseen.
    assert sum(account.found[kind, "scale"] for kind in SILENT) > 0, words
    assert result.wrong_by_g < 400, words
