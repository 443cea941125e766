"""Crates on the scale: what they should weigh, what they do, and who lets a difference pass."""

from collections.abc import Iterable
from dataclasses import dataclass

from cloud_api.wire.crates import CrateState, CrateWeighed, Weighed
from cloud_api.wire.facts import FactKind
from hardware.codes import ScannedCode
from hardware.protocols import ReadingState
from station.crates.commands.desk import Desk
from station.crates.model.known import GONE, Known
from station.crates.model.piece_count import PieceCount
from station.crates.model.verdicts import Ruling, Verdict
from station.crates.model.weight_check import Content, WeightCheck, WeightVerdict, check
from station.crates.store.crates import keep_step
from station.crates.store.products import sku_of, with_codes
from station.crates.store.weighings import (
    BOX_TARE,
    CRATE_TARE,
    Weighing,
    keep_tare,
    keep_weighing,
    tare_of,
)
from station.kernel.messages import Message
from station.kernel.settings import CountWish
from station.people.override import Override
from station.sync.outbox import Act

MOST_NAMED = 3
"""Products that explain a difference are named so far; more would help nobody."""
_NO_WEIGHT = {
    ReadingState.OVERLOAD: Verdict.OVERLOADED,
    ReadingState.UNDERLOAD: Verdict.EMPTY_SCALE,
    ReadingState.STALE: Verdict.NO_SCALE,
}


@dataclass(frozen=True)
class Differs:
    """A crate that does not weigh what it should."""

    weight_g: int
    check: WeightCheck
    miscounted: tuple[str, ...] = ()
    """Light products whose pieces were counted and are not as many as planned."""

    @property
    def suspects(self) -> tuple[str, ...]:
        """Products to look for first."""
        return self.miscounted or self.check.explained_by


def weigh(desk: Desk, known: Known) -> tuple[Ruling, Differs | PieceCount | None]:
    """Weigh the crate shown; a steady weight is written down whatever it says.

    Where goods are to be counted, a weight as planned is written down with their count.
    """
    stopped = _not_to_weigh(known)
    if stopped is not None:
        return stopped, None
    found = _steady(desk)
    if isinstance(found, Ruling):
        return found, None
    contents = known.contents()
    if contents is None:
        return Ruling(Verdict.NO_CONTENTS), None
    with desk.database.look() as connection:
        tare_g = tare_of(connection, BOX_TARE if known.box else CRATE_TARE)
    if tare_g is None:
        return Ruling(Verdict.NO_TARE), None
    checked = check(contents, found, tare_g, desk.tolerance)
    if checked.verdict is WeightVerdict.NOT_KNOWN:
        return Ruling(Verdict.NO_WEIGHTS), None
    fits = checked.verdict is WeightVerdict.AS_PLANNED
    to_count = _to_count(desk, contents, checked) if fits else {}
    if to_count:
        ask = Verdict.COUNT_ALL if desk.counts is CountWish.ALL else Verdict.COUNT_LIGHT
        return Ruling(ask, {"products": len(to_count)}), PieceCount(found, checked, to_count)
    with desk.act() as act:
        _write(desk, act, known, _weighing(found, checked, Weighed.OK if fits else Weighed.DIFFERS))
    return _told(known, found, checked), None if fits else Differs(found, checked)


def _to_count(desk: Desk, contents: Iterable[Content], checked: WeightCheck) -> dict[str, int]:
    """Pieces by SKU that are scanned once more; what bears no code is left to the scale."""
    if desk.counts is CountWish.NONE:
        return {}
    pieces = {each.sku: each.quantity for each in contents}
    wanted = pieces.keys() if desk.counts is CountWish.ALL else set(checked.too_light_to_tell)
    with desk.database.look() as connection:
        readable = with_codes(connection, wanted)
    return {sku: pieces[sku] for sku in sorted(readable)}


def count_piece(desk: Desk, known: Known, count: PieceCount, code: ScannedCode) -> Ruling:
    """A piece out of the crate was scanned: what has no business there shows here too."""
    with desk.database.look() as connection:
        sku = sku_of(connection, code)
    if sku is None or all(line.sku != sku or not line.put for line in known.lines or ()):
        return Ruling(Verdict.NOT_OF_CRATE, {"crate": known.number})
    if sku not in count.expected:
        return Ruling(Verdict.SCALE_VOUCHES, {"product": known.called(sku)})
    count.counted[sku] += code.quantity or 1
    return Ruling(Verdict.PIECE_COUNTED, {"product": known.called(sku), "pieces": count.counted[sku]})


def end_count(desk: Desk, known: Known, count: PieceCount) -> tuple[Ruling, Differs | None]:
    """All that was to be counted is: weight and count are written down together."""
    off = count.miscounted()
    told = _weighing(count.weight_g, count.check, Weighed.DIFFERS if off else Weighed.OK)
    with desk.act() as act:
        _write(desk, act, known, told, miscounted=off)
    if not off:
        return Ruling(Verdict.WEIGHED, {"weight": kilograms(count.weight_g)}), None
    named = " / ".join(known.called(sku) for sku in off[:MOST_NAMED])
    return Ruling(Verdict.MISCOUNTED, {"products": named}), Differs(count.weight_g, count.check, off)


def let_pass(desk: Desk, known: Known, differs: Differs, word: Override) -> Ruling:
    """A supervisor takes the difference on."""
    told = _weighing(differs.weight_g, differs.check, Weighed.DIFFERS, word.supervisor)
    with desk.act() as act:
        act.fact(FactKind.OVERRIDE_GIVEN, word.body())
        _write(desk, act, known, told, word, differs.miscounted)
    return Ruling(Verdict.ALLOWED, {"name": word.supervisor})


def weigh_empty(desk: Desk, *, is_box: bool) -> Ruling:
    """What stands on the scale is an empty crate, or an empty box: keep what it weighs."""
    found = _steady(desk)
    if isinstance(found, Ruling):
        return found
    with desk.database.act() as connection:
        keep_tare(connection, BOX_TARE if is_box else CRATE_TARE, found)
    what = Message("A box") if is_box else Message("A crate")
    return Ruling(Verdict.TARE_KEPT, {"what": what, "weight_g": found})


def _not_to_weigh(known: Known) -> Ruling | None:
    values = {"number": known.number, "shop": known.pickup_point_name}
    if known.state is CrateState.VOID:
        return Ruling(Verdict.IS_VOID, values)
    if known.state in (CrateState.PLANNED, CrateState.OPEN):
        return Ruling(Verdict.NOT_CLOSED, values)
    return Ruling(Verdict.HAS_LEFT, values) if known.state in GONE else None


def _steady(desk: Desk) -> int | Ruling:
    """The grams of a load that has come to rest, with what the scale took off as its tare.

    One that jumps is told with what it shows.
    """
    reading = desk.weigh()
    if reading is None:
        return Ruling(Verdict.NO_SCALE)
    if reading.state in _NO_WEIGHT:
        return Ruling(_NO_WEIGHT[reading.state])
    grams = reading.weight_g
    if reading.state is ReadingState.MOVING:
        return Ruling(Verdict.JUMPS, {"weight": kilograms(grams or 0)})
    if grams is None or grams <= 0:
        return Ruling(Verdict.EMPTY_SCALE)
    return grams + (reading.tare_g or 0)


def kilograms(grams: int) -> str:
    """As a scale shows it."""
    return f"{grams / 1000:.3f}"


def _weighing(grams: int, checked: WeightCheck, verdict: Weighed, by: str = "") -> Weighing:
    return Weighing(grams, checked.planned_g, checked.tolerance_g, verdict, by)


def _write(
    desk: Desk,
    act: Act,
    known: Known,
    told: Weighing,
    word: Override | None = None,
    miscounted: tuple[str, ...] = (),
) -> None:
    keep_weighing(act.connection, known.id, act.at, told)
    detail = f"{told.weight_g} g / {told.planned_g} g ± {told.tolerance_g} g"
    whole = "; ".join((detail, *miscounted))
    keep_step(act.connection, known.id, act.at, FactKind.CRATE_WEIGHED, desk.who, whole)
    body = CrateWeighed(
        crate_id=known.id,
        weight_g=told.weight_g,
        planned_g=told.planned_g,
        tolerance_g=told.tolerance_g,
        verdict=told.verdict,
        override_id=None if word is None else word.id,
        miscounted=miscounted,
    )
    act.fact(FactKind.CRATE_WEIGHED, body)


def _told(known: Known, grams: int, checked: WeightCheck) -> Ruling:
    if checked.verdict is WeightVerdict.AS_PLANNED:
        return Ruling(Verdict.WEIGHED, {"weight": kilograms(grams)})
    is_heavy = checked.verdict is WeightVerdict.TOO_HEAVY
    difference = abs(checked.difference_g)
    if not checked.explained_by:
        return Ruling(Verdict.TOO_HEAVY if is_heavy else Verdict.TOO_LIGHT, {"difference": difference})
    named = " / ".join(known.called(sku) for sku in checked.explained_by[:MOST_NAMED])
    verdict = Verdict.TOO_HEAVY_BY if is_heavy else Verdict.TOO_LIGHT_BY
    return Ruling(verdict, {"difference": difference, "products": named})
