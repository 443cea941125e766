"""Crate packing as CP-SAT is asked it: how many things of each kind go into each crate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from station.kernel.ids import Sku
from station.picking.model.plan import CrateLimits, ItemSize
from station.picking.planner.parts import Packing, Part, Pile, part_of

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

Kind = tuple[int, int] | tuple[int, Sku]
"""Things the solver need not tell apart: whole parts of one (weight, volume), pieces of one (order, sku)."""


@dataclass(frozen=True)
class Task:
    """What is packed: parts that stay whole, and large parts, each with the most crates it may use."""

    whole: Sequence[Part]
    large: Sequence[tuple[Part, int]]
    items: Mapping[Sku, ItemSize]
    limits: CrateLimits

    def size(self) -> int:
        """How many kinds of things there are."""
        return len(self.kinds())

    def kinds(self) -> dict[Kind, Pile]:
        """Every kind, with its size and its count."""
        sizes = Counter((part.weight_g, part.volume_ml) for part in self.whole)
        found: dict[Kind, Pile] = {size: Pile(*size, count) for size, count in sizes.items()}
        for part, _ in self.large:
            for (sku, _), pile in zip(part.lines, part.pieces(self.items), strict=True):
                found[part.order, sku] = pile
        return found


class CrateModel:
    """The variables and rules of one search, and the way back from its answer to parts.

    Equal things are counted, not named, and crates open in turn, so that fewer packings look different.
    (Filling the heaviest crate first, too, made proofs two to three times slower.)
    """

    def __init__(self, cp: cp_model.CpModel, task: Task, crates: int, at_least: int) -> None:
        self.cp = cp
        self._task = task
        self._crates = range(crates)
        self._kinds = task.kinds()
        self._opened = [cp.new_bool_var("") if crate >= at_least else None for crate in self._crates]
        self._counts = {kind: [self._count(pile) for _ in self._crates] for kind, pile in self._kinds.items()}
        self._enters = {part.order: [cp.new_bool_var("") for _ in self._crates] for part, _ in task.large}
        self._pack_everything()
        self._bind_large()
        self._keep_limits()
        self._open_in_turn()

    def hint(self, known: Packing) -> None:
        """Start from a packing that is one crate too many: its emptiest crate is left out."""
        ranked = sorted(known, key=lambda parts: -sum(part.weight_g for part in parts))
        for crate, parts in enumerate(ranked[: len(self._crates)]):
            held = self._held(parts)
            for kind, counts in self._counts.items():
                self.cp.add_hint(counts[crate], held[kind])

    def packing(self, solver: cp_model.CpSolver) -> Packing:
        """The packing of an answer."""
        crates: Packing = [[] for _ in self._crates]
        waiting: dict[Kind, list[Part]] = {}
        for part in reversed(self._task.whole):
            waiting.setdefault((part.weight_g, part.volume_ml), []).append(part)
        for kind, parts in waiting.items():
            for crate, count in zip(crates, self._counts[kind], strict=True):
                crate.extend(parts.pop() for _ in range(solver.value(count)))
        for part, _ in self._task.large:
            for number, crate in enumerate(crates):
                crate.extend(self._division(part, number, solver))
        return [crate for crate in crates if crate]

    def _count(self, pile: Pile) -> cp_model.IntVar:
        limits, most = self._task.limits, pile.count
        if pile.weight_g:
            most = min(most, limits.weight_g // pile.weight_g)
        if pile.volume_ml:
            most = min(most, limits.volume_ml // pile.volume_ml)
        return self.cp.new_int_var(0, most, "")

    def _pack_everything(self) -> None:
        for kind, pile in self._kinds.items():
            self.cp.add(sum(self._counts[kind]) == pile.count)

    def _bind_large(self) -> None:
        for part, most in self._task.large:
            enters = self._enters[part.order]
            self.cp.add(sum(enters) <= most)
            for sku, count in part.lines:
                for held, entered in zip(self._counts[part.order, sku], enters, strict=True):
                    self.cp.add(held <= count * entered)

    def _keep_limits(self) -> None:
        limits, piles = self._task.limits, self._kinds.values()
        for crate, opened in enumerate(self._opened):
            is_open = 1 if opened is None else opened
            held = [self._counts[kind][crate] for kind in self._kinds]
            weight_g = sum(count * pile.weight_g for count, pile in zip(held, piles, strict=True))
            volume_ml = sum(count * pile.volume_ml for count, pile in zip(held, piles, strict=True))
            self.cp.add(weight_g <= limits.weight_g * is_open)
            self.cp.add(volume_ml <= limits.volume_ml * is_open)
            self._keep_orders(crate, limits.max_orders * is_open)

    def _open_in_turn(self) -> None:
        opened = [is_open for is_open in self._opened if is_open is not None]
        for earlier, later in pairwise(opened):
            self.cp.add_implication(later, earlier)
        if opened:
            self.cp.minimize(sum(opened))

    def _keep_orders(self, crate: int, most: cp_model.LinearExprT) -> None:
        if self._task.limits.max_orders > 0:
            whole = {(part.weight_g, part.volume_ml) for part in self._task.whole}
            entering = [self._counts[kind][crate] for kind in self._kinds if kind in whole]
            entering += [enters[crate] for enters in self._enters.values()]
            self.cp.add(sum(entering) <= most)

    def _held(self, parts: Sequence[Part]) -> Counter[Kind]:
        held: Counter[Kind] = Counter()
        for part in parts:
            if part.order in self._enters:
                held.update({(part.order, sku): count for sku, count in part.lines})
            else:
                held[part.weight_g, part.volume_ml] += 1
        return held

    def _division(self, part: Part, crate: int, solver: cp_model.CpSolver) -> list[Part]:
        held = [(sku, solver.value(self._counts[part.order, sku][crate])) for sku, _ in part.lines]
        lines = [(sku, count) for sku, count in held if count]
        return [part_of(part.order, lines, self._task.items)] if lines else []
