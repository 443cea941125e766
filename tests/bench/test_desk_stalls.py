"""Scans during which the host took the machine away are told apart from the others."""

from tests.bench.desk_stalls import Stalls, stolen_ticks, watched


def test_a_scan_that_met_a_stall_is_left_out_and_one_beside_it_kept() -> None:
    stalls = Stalls(spans=[(10.0, 10.2), (10.5, 10.6), (20.0, 20.1)])
    began = [9.0, 9.95, 10.25, 10.4, 15.0, 20.05, 30.0]
    taken = [1.0, 100.0, 2.0, 900.0, 4.0, 5.0, 6.0]
    assert stalls.undisturbed(began, taken) == [1.0, 2.0, 4.0, 6.0]


def test_a_stall_that_covers_several_scans_counts_for_each() -> None:
    stalls = Stalls(spans=[(10.0, 13.0)])
    assert stalls.undisturbed([10.5, 11.5, 12.5, 13.5], [100.0] * 4) == [100.0]


def test_without_stalls_every_scan_counts() -> None:
    assert Stalls().undisturbed([1.0, 2.0], [10.0, 20.0]) == [10.0, 20.0]


def test_the_share_is_that_of_one_processor() -> None:
    assert Stalls(stolen_ms=500, seconds=10.0).share == 5.0


def test_watching_ends_with_the_block_and_tells_how_long_it_was() -> None:
    before = stolen_ticks()
    with watched() as stalls:
        pass
    assert stalls.seconds > 0
    assert stalls.stolen_ms <= (stolen_ticks() - before) * 10
