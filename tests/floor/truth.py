"""What must be true when the night is over: the books say what lies in the crates, to the piece."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from tests.floor.night import Floor
from tests.journeys.kit import count, rows
from tests.station.recovery.truth import check_all_accepted, check_cloud, check_no_lease_twice, check_station


@dataclass(frozen=True)
class Result:
    """The night in figures."""

    waves: int
    crates: int
    pieces: int
    short: int
    scans: int
    wrong_crates: int
    """With a mistake that nobody found."""
    wrong_by_g: int
    """At most, by what the goods should weigh."""

    def words(self) -> str:
        """For people."""
        agree = "in every crate"
        if self.wrong_crates:
            agree = f"but for {self.wrong_crates} crates, wrong by {self.wrong_by_g} g at most"
        return (
            f"{self.waves} waves, {self.crates} crates, {self.pieces} pieces put and {self.short} short by "
            f"{self.scans} scans; books and crates agree {agree}"
        )


def check_night(floor: Floor) -> Result:
    """Hold the crates against the books, and the books of all desks against the cloud's."""
    assert not floor.account.bugs, "\n".join(floor.account.bugs)
    files = [desk.file for desk in floor.desks]
    for file in files:
        check_station(file)
        check_all_accepted(file)
    check_cloud(floor.cloud, files)
    check_no_lease_twice(floor.cloud)
    lying, booked, unseen = floor.lying(), floor.booked(), floor.unseen()
    wrong_by = _wrong_by(
        lying, booked, {item.sku: item.weight_g for item in floor.cloud.day.catalogue.products}
    )
    assert wrong_by.keys() <= unseen, f"crates nobody erred at differ: {wrong_by.keys() - unseen}"
    file = floor.cloud.file
    open_waves = count(file, "SELECT count(*) FROM waves WHERE completed_at IS NULL AND lines > 0")
    assert open_waves == 0
    _check_orders(floor)
    return Result(
        waves=count(file, "SELECT count(*) FROM waves WHERE divided_at IS NULL"),
        crates=count(file, "SELECT count(*) FROM crates WHERE closed_at IS NOT NULL"),
        pieces=sum(booked.values()),
        short=count(file, "SELECT coalesce(sum(quantity), 0) FROM shorts"),
        scans=sum(count(each, "SELECT count(*) FROM scan") for each in files),
        wrong_crates=len(wrong_by),
        wrong_by_g=max(map(abs, wrong_by.values()), default=0),
    )


def _wrong_by(
    lying: Counter[tuple[str, str]], booked: Counter[tuple[str, str]], grams: Mapping[str, int]
) -> Counter[str]:
    """Grams too many by label of crate, of those whose goods are not what the books say."""
    wrong_by = Counter[str]()
    for sscc, sku in lying.keys() | booked.keys():
        if off := lying[sscc, sku] - booked[sscc, sku]:
            wrong_by[sscc] += off * grams[sku]
    return wrong_by


def _check_orders(floor: Floor) -> None:
    """What was ordered was put or declared short, product by product and pickup point by pickup point."""
    planned = _by_place(
        floor,
        "SELECT c.wave_id wave, l.sku, sum(l.quantity) pieces FROM crate_lines l "
        "JOIN crates c ON c.id = l.crate_id WHERE c.voided_at IS NULL GROUP BY c.wave_id, l.sku",
    )
    ordered = _by_place(
        floor,
        "SELECT w.id wave, l.sku, sum(l.quantity) pieces FROM order_lines l "
        "JOIN orders o ON o.id = l.order_id "
        "JOIN waves w ON w.cycle_id = o.cycle_id AND w.pickup_point = o.pickup_point AND w.part = 0 "
        "GROUP BY w.id, l.sku",
    )
    assert planned == ordered
    done = (
        "SELECT c.wave_id wave, t.sku, sum(t.quantity) pieces FROM {} t JOIN crates c ON c.id = t.crate_id "
    )
    put = _by_place(floor, done.format("puts") + "WHERE t.undone_at IS NULL GROUP BY c.wave_id, t.sku")
    short = _by_place(floor, done.format("shorts") + "GROUP BY c.wave_id, t.sku")
    assert {key: put.get(key, 0) + short.get(key, 0) for key in ordered} == ordered


def _by_place(floor: Floor, query: str) -> dict[tuple[str, str], int]:
    return {(row["wave"], row["sku"]): row["pieces"] for row in rows(floor.cloud.file, query)}
