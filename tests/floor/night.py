"""A night on a simulated floor: desks as processes, a network that is cut, PCs that die; and its account.

`python -m tests.floor` runs one; tests/floor/test_floor.py runs a small one.
"""

import json
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from station.kernel.ids import OrderId, Sku
from station.waves.model.division import OrderLoad
from station.waves.model.work import Rates
from station.waves.planner import divide_orders
from tests.floor.goods import Goods
from tests.floor.mistakes import Mistake
from tests.journeys.kit import FedCloud, rows, until
from tests.station.recovery.proxy import BadNetwork

POLL_S = 0.1
ENDS_WITHIN_S = 60.0


@dataclass(frozen=True)
class Plan:
    """How hard the night is."""

    desks: int
    mistakes: float
    """Share of acts that go wrong, 0 to 1."""
    crashes: int
    """PCs that lose their power while they work, over the whole night."""
    cuts: int
    """Times the network of all desks goes away, for `cut_s`."""
    cut_s: float
    limit_s: float
    """A night that lasts longer than this failed."""
    divided: int = 0
    """So many of the largest waves are picked in two parts."""
    paired: int = 0
    """So many pairs of the smallest waves are picked in one walk each."""
    counts_all: bool = False
    """Each piece of a weighed crate is scanned once more, not only those too light for the scale."""
    seed: int = 20261123


@dataclass
class Account:
    """What happened; each mistake by what found it, `None` where nothing did."""

    found: Counter[tuple[Mistake, str | None]] = field(default_factory=Counter)
    false_alarms: int = 0
    counted_crates: int = 0
    counted_pieces: int = 0
    """Scanned once more behind the scale."""
    crashes: int = 0
    cuts: int = 0
    seconds: float = 0.0
    bugs: list[str] = field(default_factory=list)

    def table(self) -> str:
        """For people: a line a kind of mistake."""
        finders = ("scan", "scale", "count", None)
        lines = [f"{'mistake':42} {'made':>6} {'scan':>6} {'scale':>6} {'count':>6} {'unseen':>6}"]
        for kind in Mistake:
            by = [self.found[kind, how] for how in finders]
            lines.append(f"{kind:42} {sum(by):6}" + "".join(f" {each:6}" for each in by))
        lines.append(
            f"{self.counted_pieces} pieces in {self.counted_crates} crates were counted; "
            f"{self.false_alarms} honest crates gone through in vain"
        )
        lines.append(f"{self.crashes} PCs died, {self.cuts} times no network, {self.seconds:.0f} s")
        return "\n".join(lines)


class FloorDesk:
    """One desk: its folder, its process, and the goods that outlive both."""

    def __init__(self, number: int, folder: Path, network: BadNetwork, account: Account) -> None:
        self.number, self.folder, self.network = number, folder, network
        self.file = folder / "station.db"
        self.goods = Goods()
        self.finished = False
        self.signed_in = False
        """Whether it ever was: a PC that was never let in needs the cloud."""
        self._account = account
        self._life = 0
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None

    def begin(self, order: dict[str, Any]) -> None:
        """Switch the PC on."""
        self._life += 1
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.floor.desk_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        full = {
            **order,
            "url": self.network.url,
            "name": f"工位 {self.number}",
            "folder": str(self.folder),
            "seed": order["seed"] * 1_000 + self.number * 50 + self._life,
            "goods": self.goods.as_json(list(self.goods.told)),
        }
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(full) + "\n")
        self._process.stdin.flush()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def go(self) -> None:
        """Let it take its first wave."""
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write("go\n")
        self._process.stdin.flush()

    @property
    def is_at_work(self) -> bool:
        """Whether it has begun to put and is not done."""
        return bool(self.goods.told) and not self.finished

    @property
    def ended_by_itself(self) -> bool:
        """Whether its process is gone without having finished."""
        return not self.finished and self._process is not None and self._process.poll() is not None

    def die(self) -> None:
        """The power goes."""
        self._end(kill=True)

    def end(self) -> None:
        """It has finished; or it is made to."""
        self._end(kill=not self.finished)

    def _end(self, *, kill: bool) -> None:
        if self._process is None:
            return
        if kill:
            self._process.kill()
        self._process.wait(ENDS_WITHIN_S)
        assert self._reader is not None
        self._reader.join(ENDS_WITHIN_S)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process = None

    def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.endswith("\n"):
                self._take(json.loads(line))

    def _take(self, news: dict[str, Any]) -> None:
        if "crates" in news:
            self.goods.take_json(news)
        elif "mistake" in news:
            self._account.found[Mistake(news["mistake"]), news["found"]] += 1
        elif "false_alarm" in news:
            self._account.false_alarms += 1
        elif "counted" in news:
            self._account.counted_crates += 1
            self._account.counted_pieces += news["counted"]
        elif "bug" in news:
            self._account.bugs.append(news["bug"])
        self.signed_in = self.signed_in or "signed_in" in news
        self.finished = self.finished or "finished" in news


@dataclass
class Floor:
    """All desks of a night and what came of it."""

    cloud: FedCloud
    desks: Sequence[FloorDesk]
    account: Account

    def lying(self) -> Counter[tuple[str, str]]:
        """Pieces by crate label and SKU that really lie there."""
        return Counter(
            {
                (sscc, sku): pieces
                for desk in self.desks
                for sscc in desk.goods.pieces
                for sku, pieces in desk.goods.counted(sscc).items()
            }
        )

    def unseen(self) -> set[str]:
        """Labels of crates with a mistake nobody found."""
        return {sscc for desk in self.desks for slip in desk.goods.slips for sscc in slip.crates}

    def booked(self) -> Counter[tuple[str, str]]:
        """Pieces by crate label and SKU that the cloud knows of."""
        query = (
            "SELECT c.sscc, p.sku, sum(p.quantity) pieces FROM puts p JOIN crates c ON c.id = p.crate_id "
            "WHERE p.undone_at IS NULL AND c.voided_at IS NULL GROUP BY c.sscc, p.sku"
        )
        return Counter({(row["sscc"], row["sku"]): row["pieces"] for row in rows(self.cloud.file, query)})


@contextmanager
def night(cloud: FedCloud, folder: Path, plan: Plan) -> Iterator[Floor]:
    """Run a whole night; what is yielded is its end."""
    account = Account()
    _divide_largest(cloud, plan.divided)
    with ExitStack() as stack:
        desks = []
        for number in range(1, plan.desks + 1):
            network = stack.enter_context(BadNetwork(cloud.url, seed=number))
            desks.append(FloorDesk(number, folder / f"desk{number:02}", network, account))
            stack.callback(desks[-1].end)
        Shift(cloud, desks, plan, account).run()
        yield Floor(cloud, desks, account)


def _divide_largest(cloud: FedCloud, number: int) -> None:
    """As a foreman's board proposes it."""
    largest = sorted(cloud.waves(), key=lambda wave: int(wave["pieces"]), reverse=True)
    for wave in largest[:number]:
        told = cloud.service.wave_orders(wave["id"])
        orders = [
            OrderLoad(
                OrderId(UUID(each["order_id"])),
                frozenset(Sku(line["sku"]) for line in each["lines"]),
                sum(line["quantity"] for line in each["lines"]),
            )
            for each in told
        ]
        division = divide_orders(orders, 2, Rates(line_s=14, piece_s=0), budget_s=0)
        cloud.service.divide_wave(
            wave["id"], [[str(order) for order in part.orders] for part in division.parts]
        )


def _pair_smallest(cloud: FedCloud, number: int) -> None:
    """Each pair for one desk, in its turn."""
    smallest = [wave["id"] for wave in sorted(cloud.waves(), key=lambda wave: int(wave["pieces"]))]
    known = rows(cloud.file, "SELECT id FROM stations WHERE name LIKE '工位 %'")
    desks = [str(UUID(row["id"])) for row in known]
    for place in range(number):
        one, other = smallest[2 * place : 2 * place + 2]
        cloud.service.pair_waves(one, other, desks[place % len(desks)])


class Shift:
    """Keeps the desks at work, and does them harm as planned."""

    def __init__(self, cloud: FedCloud, desks: Sequence[FloorDesk], plan: Plan, account: Account) -> None:
        self._cloud, self._desks, self._plan, self._account = cloud, desks, plan, account
        self._random = Random(plan.seed)
        goods = cloud.day.catalogue.products
        self._order = {
            "share": plan.mistakes,
            "seed": plan.seed,
            "counts_all": plan.counts_all,
            "patience_s": plan.limit_s,
            "gtins": {item.sku: item.gtins[0].removeprefix("0") for item in goods},
            "grams": {item.sku: item.weight_g for item in goods},
            "names": {f"{item.name} {item.spec}".strip(): item.sku for item in goods},
        }
        waves = len(cloud.waves())
        self._harm_at = sorted(
            [(self._random.uniform(0.05, 0.9) * waves, self._crash) for _ in range(plan.crashes)]
            + [(self._random.uniform(0.05, 0.9) * waves, self._cut) for _ in range(plan.cuts)],
            key=lambda each: each[0],
        )
        """By how many waves are done: a fast machine suffers as much as a slow one."""
        self._connected_at: float | None = None

    def run(self) -> None:
        """Until every desk is done."""
        for desk in self._desks:
            self._begin(desk, self._cloud.desk_code())
        until("every desk", self._all_signed_in, self._plan.limit_s)
        _pair_smallest(self._cloud, self._plan.paired)
        began = time.monotonic()
        for desk in self._desks:
            desk.go()
        while not all(desk.finished for desk in self._desks):
            time.sleep(POLL_S)
            now = time.monotonic()
            assert now - began < self._plan.limit_s, f"the night did not end: {self._account.table()}"
            self._check_none_is_lost()
            self._do_harm(now)
        for desk in self._desks:
            desk.end()
        self._account.seconds = time.monotonic() - began

    def _all_signed_in(self) -> bool:
        self._check_none_is_lost()
        return all(desk.signed_in for desk in self._desks)

    def _check_none_is_lost(self) -> None:
        lost = [desk.number for desk in self._desks if desk.ended_by_itself]
        assert not lost, f"desks {lost} ended by themselves: {self._account.bugs}"

    def _begin(self, desk: FloorDesk, code: str = "") -> None:
        people = self._cloud.day.badges
        desk.begin({**self._order, "code": code, "badge": people[desk.number % len(people)]})

    def _do_harm(self, now: float) -> None:
        if self._connected_at is not None and now >= self._connected_at:
            self._connected_at = None
            for desk in self._desks:
                desk.network.is_cut = False
        done = "SELECT count(*) FROM waves WHERE completed_at IS NOT NULL"
        if self._harm_at and rows(self._cloud.file, done)[0][0] >= self._harm_at[0][0]:
            self._harm_at.pop(0)[1](now)

    def _crash(self, _now: float) -> None:
        at_work = [desk for desk in self._desks if desk.is_at_work]
        if at_work:
            desk = self._random.choice(at_work)
            desk.die()
            self._account.crashes += 1
            self._begin(desk)
            desk.go()

    def _cut(self, now: float) -> None:
        self._connected_at = now + self._plan.cut_s
        self._account.cuts += 1
        for desk in self._desks:
            desk.network.is_cut = True
