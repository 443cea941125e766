"""What must be true of a station's file and of the cloud's, whatever happened before; read from outside."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from sqlite3 import Row
from uuid import UUID

from cloud_api.wire.exchange import GENESIS_HASH, fact_hash
from tests.journeys.kit import FedCloud, count, rows

CrateSku = tuple[str, str]
COUNTED = "kind <> 'WorkDone'"
"""What people did in an hour is told behind the round of the sync that ended it: it may be on its way."""


def check_station(file: Path) -> None:
    """State and outbox tell the same story, and its chain has no gap."""
    facts = rows(file, "SELECT * FROM fact ORDER BY seq")
    _check_chain(file, facts)
    bodies = _bodies(_of_this_time(file, facts))
    _check_puts(file, bodies)
    _check_waves(file, bodies)
    _check_left(file, facts)
    _check_labels(file, bodies)


def check_cloud(cloud: FedCloud, stations: Sequence[Path]) -> None:
    """The cloud has the facts of these stations, each once, as they were written, and no other."""
    told = 0
    for file in stations:
        own = rows(file, f"SELECT seq, hash FROM fact WHERE {COUNTED} ORDER BY seq")
        station_id = rows(file, "SELECT id FROM station")[0]["id"]
        query = f"SELECT seq, hash FROM facts WHERE station_id = ? AND {COUNTED} ORDER BY seq"
        theirs = rows(cloud.file, query, station_id)
        assert [(row["seq"], row["hash"]) for row in theirs] == [(row["seq"], row["hash"]) for row in own]
        told += len(own)
    assert count(cloud.file, f"SELECT count(*) FROM facts WHERE {COUNTED}") == told
    assert count(cloud.file, f"SELECT count(DISTINCT id) FROM facts WHERE {COUNTED}") == told


def check_all_accepted(file: Path) -> None:
    """Every fact of this station was accepted."""
    query = f"SELECT state, count(*) FROM fact WHERE {COUNTED} GROUP BY state"
    states = {row["state"]: row[1] for row in rows(file, query)}
    assert states.keys() == {"accepted"}, states


def check_day_is_done(cloud: FedCloud) -> None:
    """Every wave is completed once and exactly, every order is packed."""
    assert {wave["state"] for wave in cloud.waves()} == {"completed"}
    assert cloud.order_statuses() == {"packed"}
    completions = [
        fact["wave_id"]
        for fact in _bodies(rows(cloud.file, "SELECT * FROM facts WHERE refused_because IS NULL")).get(
            "WaveCompleted", []
        )
    ]
    assert len(completions) == len(set(completions)) == len(cloud.waves())
    assert _pieces_in_crates(cloud) == _pieces_ordered(cloud)


def check_no_lease_twice(cloud: FedCloud) -> None:
    """No wave was lent while it was lent: in a day without an expired lease each was lent once."""
    lent = Counter(row["wave_id"] for row in rows(cloud.file, "SELECT wave_id FROM leases"))
    assert set(lent.values()) == {1}, lent
    assert len(lent) == len(cloud.waves())


def _check_chain(file: Path, facts: Sequence[Row]) -> None:
    station_id = UUID(rows(file, "SELECT id FROM station")[0]["id"])
    previous = GENESIS_HASH
    for seq, row in enumerate(facts, start=1):
        assert (row["seq"], row["previous_hash"]) == (seq, previous)
        previous = fact_hash(
            fact_id=UUID(row["id"]),
            station_id=station_id,
            seq=seq,
            operator_id=UUID(row["operator_id"]) if row["operator_id"] else None,
            happened_at=datetime.fromisoformat(row["happened_at"]),
            kind=row["kind"],
            version=row["version"],
            body=json.loads(row["body"]),
            previous_hash=row["previous_hash"],
        )
        assert row["hash"] == previous


def _of_this_time(file: Path, facts: Sequence[Row]) -> list[Row]:
    """Without what was told of a wave before it was handed over, where this desk has taken it again since."""
    ends: dict[str, int] = {}
    last = {str(UUID(row["id"])): row["handed_seq"] for row in rows(file, "SELECT id, handed_seq FROM wave")}
    for row in facts:
        wave = json.loads(row["body"]).get("wave_id")
        if row["kind"] == "WaveHandedOver" and _is_taken(row) and row["seq"] != last.get(wave):
            ends[wave] = row["seq"]
    return [row for row in facts if row["seq"] > ends.get(json.loads(row["body"]).get("wave_id"), 0)]


def _is_taken(fact: Row) -> bool:
    """Whether it counts: the cloud has taken it, or may do so."""
    return fact["state"] in ("accepted", "waiting")


def _check_puts(file: Path, bodies: Mapping[str, list[dict[str, str]]]) -> None:
    puts = rows(file, "SELECT * FROM put")
    own = {UUID(row["id"]) for row in puts if not row["handed"]}
    assert own == {UUID(body["put_id"]) for body in bodies.get("ItemPut", [])}
    undone = {UUID(row["id"]) for row in puts if row["undone_at"] is not None}
    assert undone == {UUID(body["put_id"]) for body in bodies.get("PutUndone", [])}
    in_crates: Counter[CrateSku] = Counter()
    for row in puts:
        if row["undone_at"] is None:
            in_crates[row["crate_id"], row["sku"]] += row["quantity"]
    for slot in rows(file, "SELECT * FROM slot"):
        assert slot["put"] == in_crates.pop((slot["crate_id"], slot["sku"]), 0)
        assert 0 <= slot["put"] + slot["short"] <= slot["planned"]
    assert not in_crates


def _check_waves(file: Path, bodies: Mapping[str, list[dict[str, str]]]) -> None:
    started = {UUID(body["wave_id"]) for body in bodies.get("WaveStarted", [])}
    completed = [UUID(body["wave_id"]) for body in bodies.get("WaveCompleted", [])]
    assert len(completed) == len(set(completed))
    waves = {UUID(row["id"]): row["state"] for row in rows(file, "SELECT id, state FROM wave")}
    came = _came(file)
    begun = {wave for wave, state in waves.items() if state in ("started", "completed", "handed_over")}
    assert begun - came == started
    assert {wave for wave, state in waves.items() if state == "completed"} == set(completed)
    crates = rows(file, "SELECT * FROM crate")
    assert {UUID(row["wave_id"]) for row in crates} == begun
    closed = {UUID(row["id"]): UUID(row["wave_id"]) for row in crates if row["state"] == "closed"}
    told = [UUID(body["crate_id"]) for body in bodies.get("CrateClosed", [])]
    assert len(told) == len(set(told))
    assert set(told) <= closed.keys()
    assert {crate for crate, wave in closed.items() if wave not in came} <= set(told)


def _check_left(file: Path, facts: Sequence[Row]) -> None:
    """A wave that was handed over is told of as it lies here, and nothing is told of it behind that.

    One whose hand-over was refused is under work here again: no wave is nobody's.
    """
    told = {row["seq"]: row for row in facts if row["kind"] == "WaveHandedOver"}
    for wave in rows(file, "SELECT * FROM wave WHERE state <> 'handed_over' AND handed_seq IS NOT NULL"):
        assert not _is_taken(told[wave["handed_seq"]]), "another desk may have what is under work here"
    for wave in rows(file, "SELECT * FROM wave WHERE state = 'handed_over'"):
        word = told[wave["handed_seq"]]
        assert _is_taken(word), "refused, and yet this desk holds it for handed over"
        body = json.loads(word["body"])
        assert (UUID(body["wave_id"]), UUID(body["lease_id"])) == (UUID(wave["id"]), UUID(wave["lease_id"]))
        behind = [row for row in facts if row["seq"] > wave["handed_seq"]]
        assert not [row for row in behind if json.loads(row["body"]).get("wave_id") == body["wave_id"]]
        counted = rows(
            file,
            "SELECT count(*) crates, sum(state = 'closed') crates_closed, "
            "(SELECT sum(put) FROM slot JOIN crate c ON c.id = crate_id WHERE c.wave_id = ?1) pieces, "
            "(SELECT sum(short) FROM slot JOIN crate c ON c.id = crate_id WHERE c.wave_id = ?1) short_pieces "
            "FROM crate WHERE wave_id = ?1",
            wave["id"],
        )[0]
        assert dict(counted) == {name: body[name] for name in counted.keys()}  # noqa: SIM118 - a Row's names


def _came(file: Path) -> set[UUID]:
    """Waves another desk began, or this one before it handed them over."""
    return {UUID(row["id"]) for row in rows(file, "SELECT id FROM wave WHERE came_from IS NOT NULL")}


def _check_labels(file: Path, bodies: Mapping[str, list[dict[str, str]]]) -> None:
    """Each crate of a wave begun here has its label in the queue, each closed one its slip; none has two.

    A crate that came from another desk bears its label; its slip is printed where it was closed. The pages of
    a slip were queued at one moment.
    """
    came = _came(file)
    told = {UUID(body["crate_id"]) for body in bodies.get("CrateClosed", [])}
    known = rows(file, "SELECT id, wave_id, state FROM crate")
    crates = {row["id"]: row["state"] for row in known if UUID(row["wave_id"]) not in came}
    others = {row["id"] for row in known} - crates.keys()
    jobs = rows(file, "SELECT DISTINCT crate_id, document, created_at FROM print_job")
    queued = Counter((row["crate_id"], row["document"]) for row in jobs if row["crate_id"] not in others)
    slips = {row["crate_id"] for row in jobs if row["document"] == "closing_slip"}
    assert {crate for crate in others if UUID(crate) in told} <= slips
    wanted = Counter((crate, "crate_label") for crate in crates)
    wanted += Counter((crate, "closing_slip") for crate, state in crates.items() if state == "closed")
    assert queued == wanted, queued - wanted or wanted - queued


def _bodies(facts: Sequence[Row]) -> dict[str, list[dict[str, str]]]:
    bodies: dict[str, list[dict[str, str]]] = {}
    for row in facts:
        bodies.setdefault(row["kind"], []).append(json.loads(row["body"]))
    return bodies


def _pieces_in_crates(cloud: FedCloud) -> Counter[str]:
    """Pieces a product in crates that count, put or declared short."""
    held: Counter[str] = Counter()
    for table, counts in (("puts", "t.undone_at IS NULL"), ("shorts", "1")):
        query = (
            f"SELECT t.sku, sum(t.quantity) pieces FROM {table} t JOIN crates c ON c.id = t.crate_id "
            f"WHERE {counts} AND c.voided_at IS NULL GROUP BY t.sku"
        )
        held.update({row["sku"]: row["pieces"] for row in rows(cloud.file, query)})
    return held


def _pieces_ordered(cloud: FedCloud) -> Counter[str]:
    ordered: Counter[str] = Counter()
    for order in cloud.day.orders:
        for line in order.lines:
            ordered[line.sku] += line.quantity
    return ordered
