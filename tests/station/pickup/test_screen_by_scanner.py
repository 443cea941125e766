"""Rows and reasons of the shop's desk are reached by scanned commands: arrows and Enter, or a key."""

from station.kernel.clock import SettableClock
from station.kernel.desk_commands import DeskCommand as Do
from station.pickup.screen.screen import PickupScreen
from station.shell.command_keys import CommandKeys, CommandVerdict
from tests.station.pickup import sample_parts as parts
from tests.station.pickup import sample_views as sample
from tests.station.pickup.screen_kit import Recorded, shown


def do(screen: PickupScreen, *commands: Do) -> list[CommandVerdict]:
    keys = CommandKeys(screen)
    return [keys.do(command) for command in commands]


def enter(screen: PickupScreen, clock: SettableClock) -> None:
    """An Enter that is no second half of the last one."""
    clock.advance(1.0)
    do(screen, Do.ENTER)


def test_deliveries_and_customers_of_the_day_by_arrows(
    screen: PickupScreen, clock: SettableClock, gestures: Recorded
) -> None:
    shown(screen, clock, sample.day())
    enter(screen, clock)
    do(screen, Do.DOWN, Do.DOWN)
    enter(screen, clock)
    do(screen, *[Do.DOWN] * (len(parts.DAY.deliveries) + 2))
    enter(screen, clock)
    do(screen, Do.UP, Do.ESCAPE)
    enter(screen, clock)
    assert gestures.made == [
        ("receive", parts.DAY.deliveries[1].wave_id),
        ("choose", parts.DAY.customers[1].key),
    ]


def test_a_mark_goes_when_other_rows_come(
    screen: PickupScreen, clock: SettableClock, gestures: Recorded
) -> None:
    shown(screen, clock, sample.day())
    do(screen, Do.DOWN)
    shown(screen, clock, sample.receiving())
    shown(screen, clock, sample.choose())
    enter(screen, clock)
    assert gestures.made == []


def test_one_of_several_customers_by_arrows(
    screen: PickupScreen, clock: SettableClock, gestures: Recorded
) -> None:
    shown(screen, clock, sample.choose())
    do(screen, Do.DOWN, Do.DOWN, Do.UP)
    enter(screen, clock)
    do(screen, Do.UP)
    enter(screen, clock)
    assert [name for name, _ in gestures.made] == ["choose", "choose"]
    assert gestures.made[0] == ("choose", "customer 0")


def test_why_a_handover_is_taken_back_by_keys(
    screen: PickupScreen, clock: SettableClock, gestures: Recorded
) -> None:
    shown(screen, clock, sample.handed())
    assert do(screen, Do.F1) == [CommandVerdict.NOT_NOW]
    do(screen, Do.F8, Do.F1, Do.F2, Do.F3, Do.F4)
    reasons = ("wrong_customer", "wrong_goods", "changed_mind", "confirmed_too_early")
    assert gestures.made == [("undo_handover", reason) for reason in reasons]
