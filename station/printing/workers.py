"""All label printers at work: a thread for each, so that one that hangs holds up its own labels only."""

import threading
from collections.abc import Callable, Mapping, Sequence

from hardware.labels import LabelKind
from hardware.protocols import LabelPrinter
from station.printing.worker import PrintWorker

Setup = tuple[Mapping[str, LabelPrinter], Mapping[LabelKind, str]]
NewWorker = Callable[[LabelPrinter, frozenset[LabelKind]], PrintWorker]


def allot(printers: Sequence[str], choices: Mapping[LabelKind, str]) -> dict[str, frozenset[LabelKind]]:
    """Which printer, by its address, prints which kinds: the one chosen, else the first."""
    kinds: dict[str, set[LabelKind]] = {address: set() for address in printers}
    for kind in LabelKind if printers else ():
        chosen = choices.get(kind, "")
        kinds[chosen if chosen in kinds else printers[0]].add(kind)
    return {address: frozenset(found) for address, found in kinds.items()}


class PrintWorkers:
    """The printers in use; `refresh` and `stop` wait for jobs under way: never on the store thread."""

    def __init__(self, setup: Callable[[], Setup], new_worker: NewWorker) -> None:
        """`setup` says which printers are there now and what was chosen for which kind."""
        self._setup = setup
        self._new_worker = new_worker
        self._changing = threading.Lock()
        self._workers: tuple[PrintWorker, ...] = ()
        self._ended = False

    def refresh(self) -> list[str]:
        """Print as the setup says now, and give the names of the printers in use.

        Who keeps its kinds goes on undisturbed.
        """
        with self._changing:
            if self._ended:
                return []
            wanted = self._wanted()
            kept = [each for each in self._workers if (each.printer, each.kinds) in wanted]
            for worker in self._workers:
                if worker not in kept:
                    worker.stop()
            served = [(each.printer, each.kinds) for each in kept]
            begun = [self._new_worker(*each) for each in wanted if each not in served]
            self._workers = (*kept, *begun)
            for worker in begun:
                worker.start()
            return [worker.printer.name for worker in self._workers]

    def _wanted(self) -> list[tuple[LabelPrinter, frozenset[LabelKind]]]:
        printers, choices = self._setup()
        kinds = allot(tuple(printers), choices)
        return [(printers[address], found) for address, found in kinds.items() if found]

    def wake(self) -> None:
        """A job was queued; callable from any thread."""
        for worker in self._workers:
            worker.wake()

    def stop(self) -> None:
        """End after the jobs under way."""
        with self._changing:
            self._ended = True
            for worker in self._workers:
                worker.stop()
            self._workers = ()
