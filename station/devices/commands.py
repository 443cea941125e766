"""What a person does in the devices room: each act one transaction, and what it leaves to be undone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from hardware.labels import LabelKind
from station.devices import store
from station.devices.model.device import Brand, DeviceKind, DeviceSpec
from station.kernel.ids import new_uuid
from station.printing import batch, queue
from station.printing.queue import NewJob


@dataclass(frozen=True)
class Removed:
    """A device that was removed, with all that went with it."""

    spec: DeviceSpec
    created_at: datetime
    labels: tuple[LabelKind, ...]


def add_device(connection: Connection, kind: DeviceKind, name: str, address: str, at: datetime) -> DeviceSpec:
    """A new device of this PC."""
    spec = DeviceSpec(new_uuid(), kind, name, address)
    store.insert_device(connection, spec, at)
    return spec


def change_device(connection: Connection, spec: DeviceSpec, name: str, address: str) -> DeviceSpec:
    """Another name or address; labels that went to it still do."""
    assert not spec.is_fixed, "the settings file alone changes what it names"
    changed = replace(spec, name=name, address=address)
    store.update_device(connection, changed)
    if changed.kind is DeviceKind.LABEL_PRINTER and address != spec.address:
        store.move_choices(connection, spec.address, address)
    return changed


def remove_device(connection: Connection, spec: DeviceSpec) -> Removed | None:
    """The device is not used any more; None where somebody was faster."""
    assert spec.id is not None, "the settings file alone removes what it names"
    created_at = store.delete_device(connection, spec.id)
    if created_at is None:
        return None
    is_printer = spec.kind is DeviceKind.LABEL_PRINTER
    shared = any(other.address == spec.address for other in store.devices(connection))
    labels = store.take_choices(connection, spec.address) if is_printer and not shared else ()
    return Removed(spec, created_at, labels)


def restore_device(connection: Connection, removed: Removed) -> None:
    """Take a removal back; kinds of label that got another printer meanwhile keep it."""
    store.insert_device(connection, removed.spec, removed.created_at)
    chosen = store.label_choices(connection)
    for kind in removed.labels:
        if kind not in chosen:
            store.keep_choice(connection, kind, removed.spec.address)


def choose_printer(connection: Connection, kind: LabelKind, address: str) -> None:
    """From now on this kind of label goes to that printer; empty: to the first one."""
    store.keep_choice(connection, kind, address)


def keep_weight_layouts(connection: Connection, layouts: tuple[str, ...]) -> None:
    """From now on in-store weight codes are read by these layouts."""
    store.keep_weight_layouts(connection, layouts)


def print_labels(connection: Connection, jobs: Iterable[NewJob], at: datetime) -> range:
    """Queue these labels, all or none; returns their places in the queue."""
    places = queue.enqueue(connection, jobs, at)
    store.keep_label_batch(connection, (places,))
    return places


def labels_came_out(connection: Connection, places: Sequence[range], at: datetime) -> int:
    """The person looked: what was sent is there. Returns of how many labels that was still open."""
    return queue.settle_unknown(connection, batch.unknown_of(connection, places), at)


def print_missing(
    connection: Connection, places: Sequence[range], at: datetime
) -> tuple[int, tuple[range, ...]]:
    """The person looked: what was sent is not there, so it prints again. Returns how many, and all places."""
    missing = batch.unknown_of(connection, places)
    again = batch.queue_again(connection, missing, at)
    kept = (*places, again) if again else tuple(places)
    store.keep_label_batch(connection, kept)
    return len(missing), kept


def keep_brand(connection: Connection, brand: Brand) -> None:
    """From now on labels bear this brand."""
    store.keep_label_brand(connection, brand)
