"""Planning routes at the command line: a day as JSON, or a routing benchmark as a VRPLIB file."""

import argparse
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from station.dispatch.model.edit_words import REASONS, kilometres
from station.dispatch.model.evaluation import Evaluation
from station.dispatch.model.evaluator import evaluate
from station.dispatch.model.plan import Plan
from station.dispatch.model.problem import Locks, Problem
from station.dispatch.planner.day_files import Day, clock, read_day, routes_json
from station.dispatch.planner.planning import plan
from station.dispatch.planner.vrplib_files import Instance, Rounding, read_instance, solution_text
from station.kernel.messages import Message, Texts
from station.kernel.trouble import Trouble

_DONE = 0
LONGEST_START_S = 1.0
"""The program's own start counts as search time; in a program that has run for long it is no start."""
ENDING_S = 0.1
"""Kept for writing the answer and for the end of the program."""
_ERASE_LINE = "\r\x1b[K"


def plan_routes(options: argparse.Namespace, resources: Path) -> int:
    """Plan what `options` name and print or write the routes. Raises Trouble with what to do."""
    desk = _Desk(options, Texts(resources / "texts"))
    return desk.plan_instance() if options.vrplib else desk.plan_day()


class _Desk:
    """One call of the verb: what was asked, and how its answers are told."""

    def __init__(self, options: argparse.Namespace, texts: Texts) -> None:
        self._options = options
        self._texts = texts
        self._notes: list[str] = []
        # What the processor has worked so far is the least that the start has taken.
        self._began_at = time.monotonic() - min(time.process_time(), LONGEST_START_S)

    def plan_day(self) -> int:
        """Routes of a day in JSON, as JSON or as a table for people."""
        day = read_day(self._options.day, self._note)
        found = self._plan(day.problem, day.locks, lambda evaluation: f"{evaluation.cost_fen / 100:.2f}")
        told = self._told_day(day, found, evaluate(day.problem, found))
        as_json = json.dumps(told, ensure_ascii=False, indent=1)
        if self._options.out:
            _write(self._options.out, as_json + "\n")
        if self._options.json:
            sys.stdout.write(as_json + "\n")
        elif not self._options.out:
            sys.stdout.write(self._table(told))
        return _DONE

    def plan_instance(self) -> int:
        """Routes of a VRPLIB or Solomon file, as a .sol file."""
        rounding = next((one for one in Rounding if one.word == self._options.rounding), None)
        instance = read_instance(self._options.vrplib, rounding)
        found = self._plan(instance.problem, Locks(), instance.cost)
        evaluation = evaluate(instance.problem, found)
        _refuse_unsolved(instance, found)
        text = solution_text(instance, found, evaluation)
        if self._options.out:
            _write(self._options.out, text)
        if self._options.json:
            sys.stdout.write(json.dumps(_told_instance(instance, found, evaluation)) + "\n")
        elif not self._options.out:
            sys.stdout.write(text)
        return _DONE

    def _plan(self, problem: Problem, locks: Locks, cost: Callable[[Evaluation], str]) -> Plan:
        progress = sys.stderr.isatty()

        def better(_plan: Plan, evaluation: Evaluation) -> None:
            if progress:
                passed_s = time.monotonic() - self._began_at
                sys.stderr.write(f"{_ERASE_LINE}{passed_s:5.1f} s  {cost(evaluation)}")
                sys.stderr.flush()

        with _interruptible() as stop:
            found = plan(
                problem,
                self._left_s(),
                self._options.seed,
                better,
                stop,
                locks=locks,
                iterations=self._options.iterations,
            )
        if progress:
            sys.stderr.write(_ERASE_LINE)
        return found

    def _left_s(self) -> float:
        """Seconds to search, so that the program ends in those it was given."""
        spent_s = time.monotonic() - self._began_at
        return max(0.0, float(self._options.seconds) - spent_s - ENDING_S)

    def _note(self, message: Message) -> None:
        self._notes.append(self._texts.say(message))
        sys.stderr.write(self._notes[-1] + "\n")

    def _told_day(self, day: Day, found: Plan, evaluation: Evaluation) -> dict[str, Any]:
        told = routes_json(day, found, evaluation, lambda one: self._unserved(day.problem, one))
        return {**told, "notes": self._notes, "seed": self._options.seed}

    def _unserved(self, problem: Problem, found: Plan) -> Iterable[dict[str, Any]]:
        for at, reason in found.unserved:
            stop = problem.stops[at]
            why = self._texts.say(REASONS[reason][0])
            yield {"key": stop.key, "name": stop.name, "reason": reason.value, "why": why}

    def _table(self, told: dict[str, Any]) -> str:
        """The routes for people, a line a stop."""
        lines = []
        for route in told["routes"]:
            heading = (
                f"{route['van']}  {route['depart']}–{route['return']}  {kilometres(route['metres'])} km  "
                f"{route['weight_g'] / 1000:.1f} kg  {route['volume_ml'] / 1000:.1f} L"
            )
            lines.append(heading)
            lines += [f"  {stop['arrive']}  {stop['key']}  {stop['name']}" for stop in route["stops"]]
        lines += [f"✗ {stop['key']}  {stop['name']}: {stop['why']}" for stop in told["unserved"]]
        spent = clock(told["seconds"])
        lines.append(f"{told['cost_fen'] / 100:.2f} CNY  {kilometres(told['metres'])} km  {spent} h")
        return "\n".join(lines) + "\n"


@contextmanager
def _interruptible() -> Iterator[threading.Event]:
    """Ctrl-C ends the search, not the answer: the best routes so far are still told."""
    stop = threading.Event()
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _refuse_unsolved(instance: Instance, found: Plan) -> None:
    """A .sol file cannot name who is left out."""
    if found.unserved:
        raise Trouble(
            Message(
                "No routes were found that serve all {count} customers", count=len(instance.problem.stops)
            ),
            Message("Give it more seconds; the file may ask for more than its vehicles can do"),
            retry_helps=True,
        )


def _told_instance(instance: Instance, found: Plan, evaluation: Evaluation) -> dict[str, Any]:
    return {
        "name": instance.name,
        "feasible": evaluation.feasible,
        "cost": instance.cost(evaluation),
        "rounding": instance.rounding.word,
        "routes": [[stop + 1 for stop in route] for route in found.routes if route],
    }


def _write(path: Path, text: str) -> None:
    """Whole or not at all: a reader never sees half a file."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        half.write_text(text, encoding="utf-8")
        half.replace(path)
    except OSError as error:
        raise Trouble(
            Message("{file} cannot be written: {why}", file=str(path), why=error.strerror or str(error)),
            Message("Choose another folder or make room"),
            retry_helps=False,
        ) from error
