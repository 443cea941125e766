"""Carries the gestures of the pages of labels to their flow on the store thread."""

from pathlib import Path

from hardware.labels import LabelKind
from station.bootstrap.core import StationCore


class LabelPageGestures:
    """What a person touches where labels are printed and dressed."""

    def __init__(self, core: StationCore) -> None:
        self._core = core

    def labels_seen(self) -> None:
        self._core.devices(lambda flow: flow.labels.seen())

    def labels_gone(self) -> None:
        self._core.devices(lambda flow: flow.labels.gone())

    def labels_kind(self, kind: LabelKind) -> None:
        self._core.devices(lambda flow: flow.labels.choose_kind(kind))

    def labels_search(self, text: str) -> None:
        self._core.devices(lambda flow: flow.labels.search(text))

    def labels_look(self, key: str) -> None:
        self._core.devices(lambda flow: flow.labels.look_at(key))

    def labels_toggle(self, keys: frozenset[str]) -> None:
        self._core.devices(lambda flow: flow.labels.toggle(keys))

    def labels_tick_found(self) -> None:
        self._core.devices(lambda flow: flow.labels.tick_found())

    def labels_tick_none(self) -> None:
        self._core.devices(lambda flow: flow.labels.tick_none())

    def labels_copies(self, copies: int) -> None:
        self._core.devices(lambda flow: flow.labels.set_copies(copies))

    def labels_room(self, room: str) -> None:
        self._core.devices(lambda flow: flow.labels.choose_room(room))

    def labels_range(self, first: str, last: str) -> None:
        self._core.devices(lambda flow: flow.labels.take_range(first, last))

    def labels_forget(self) -> None:
        self._core.devices(lambda flow: flow.labels.forget_shelves())

    def labels_print(self) -> None:
        self._core.devices(lambda flow: flow.labels.print())

    def labels_cancel(self) -> None:
        self._core.devices(lambda flow: flow.labels.cancel_rest())

    def labels_settle(self, came_out: bool) -> None:
        self._core.devices(lambda flow: flow.labels.settle(came_out=came_out))

    def brand_seen(self) -> None:
        self._core.devices(lambda flow: flow.brand.seen())

    def brand_gone(self) -> None:
        self._core.devices(lambda flow: flow.brand.gone())

    def brand_write(self, text: str) -> None:
        self._core.devices(lambda flow: flow.brand.write(text))

    def brand_logo(self, file: Path) -> None:
        self._core.devices(lambda flow: flow.brand.choose_logo(file))

    def brand_no_logo(self) -> None:
        self._core.devices(lambda flow: flow.brand.drop_logo())

    def brand_save(self) -> None:
        self._core.devices(lambda flow: flow.brand.save())
