"""What must be true when the night is over: the books say what lies in the crates, to the piece."""

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
    unseen_crates: int
    """With a mistake that neither a scan nor the scale showed."""
    heaviest_unseen_g: int

    def words(self) -> str:
        """For people."""
        return (
            f"{self.waves} waves, {self.crates} crates, {self.pieces} pieces put and {self.short} short by "
            f"{self.scans} scans; books and crates agree but for {self.unseen_crates} crates whose mistake "
            f"weighs at most {self.heaviest_unseen_g} g"
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
    differing = {sscc for sscc, sku in lying.keys() | booked.keys() if lying[sscc, sku] != booked[sscc, sku]}
    assert differing <= unseen, f"crates nobody erred at differ from the books: {differing - unseen}"
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
        unseen_crates=len(differing),
        heaviest_unseen_g=max((abs(each.get("off_g", 0)) for each in floor.account.unfound), default=0),
    )


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
