"""The devices beside the store thread: what they tell is brought to it, and kept there."""

from collections.abc import Callable
from datetime import datetime

from hardware.codes import RefusedCode, ScannedCode, read_code
from hardware.drawing.brand import Brand
from hardware.labels import LabelKind
from hardware.protocols import LabelPrinter, Reading, Scanner
from station.bootstrap.equipment import CatalogEquipment, Hearers
from station.bootstrap.fixed_brand import fixed_brand
from station.bootstrap.fixed_devices import fixed_devices
from station.bootstrap.front import Front
from station.bootstrap.resources import Resources
from station.bootstrap.stands.devices import DevicesStand
from station.bootstrap.state_file import StateFile
from station.bootstrap.threads import Workers
from station.bootstrap.watched_printers import WatchedLabelPrinter
from station.bootstrap.weight_codes import bad_layout, layouts_of
from station.devices import store
from station.devices.model.device import DeviceHealth, DeviceSpec
from station.kernel.clock import Clock
from station.kernel.settings import Settings
from station.storage.database import Records


class DeviceDesk:
    """Opened before the PC is enrolled: a badge must be read by then. The room comes with the workplace."""

    def __init__(
        self,
        settings: Settings,
        resources: Resources,
        records: Records,
        workers: Workers,
        clock: Clock,
        front: Front,
        on_code: Callable[[str, str], None],
    ) -> None:
        """`on_code` gets a code and the address of its scanner, from the scanner's thread."""
        self._settings = settings
        self._records = records
        self._workers = workers
        self._front = front
        self._states = StateFile(settings.data_folder)
        self._clock = clock
        self._room: DevicesStand | None = None
        self._in_sight: Callable[[], bool] = lambda: False
        self._layouts = layouts_of(settings.weight_layouts)
        self.on_printers: Callable[[], None] = lambda: None
        self.on_scale: Callable[[], None] = lambda: None
        """Called on the store thread once the label printers, or what prints on which, have changed."""
        hearers = self._hearers(on_code)
        self.equipment = CatalogEquipment(hearers, clock, resources.fonts, settings.data_folder)
        records.submit(self._open).result()
        trouble = bad_layout(settings.weight_layouts)
        if trouble is not None:
            front.trouble(trouble)

    @property
    def printer(self) -> LabelPrinter:
        """The driver that prints crate labels now; a simulated one can be told to fail."""
        printer = self.equipment.label_printer(LabelKind.CRATE)
        return printer.inner if isinstance(printer, WatchedLabelPrinter) else printer

    @property
    def scanners(self) -> list[Scanner]:
        """The drivers of the scanners in use; a simulated one can be told what it reads."""
        return self.equipment.scanners()

    def serve(self, room: DevicesStand, in_sight: Callable[[], bool]) -> None:
        """On the store thread: this room shows the devices from now on; `in_sight` says whether it is."""
        self._room, self._in_sight = room, in_sight

    def read(self, text: str) -> ScannedCode | RefusedCode:
        """What a scanned text means on this PC; callable from any thread."""
        return read_code(text, self._layouts)

    def use_layouts(self, layouts: tuple[str, ...]) -> None:
        """In-store weight codes are read by these from now on."""
        self._layouts = layouts_of(layouts)

    def start(self) -> None:
        """Begin to listen."""
        self.equipment.start()

    def stop(self) -> None:
        """Free every port."""
        self.equipment.stop()

    def _hearers(self, on_code: Callable[[str, str], None]) -> Hearers:
        return Hearers(
            on_code=on_code,
            on_raw=self._raw,
            on_reading=self._weighed,
            on_change=self._changed,
            on_seen=self._seen,
            on_sight=self._sighted,
            on_printers=lambda: self._act(lambda: self.on_printers()),
            on_trouble=self._front.trouble,
        )

    def _open(self) -> None:
        """On the store thread: open what the settings and the devices room name."""
        with self._records.database.look() as connection:
            specs = (*fixed_devices(self._settings), *store.devices(connection))
            choices, sights = store.label_choices(connection), store.sights(connection)
            if not self._settings.weight_layouts:
                self.use_layouts(store.weight_layouts(connection))
            brand = fixed_brand(self._settings)
            self.equipment.use_brand(brand if brand != Brand() else store.label_brand(connection))
        self.equipment.remember(sights)
        self.equipment.use(specs, choices)

    def _act(self, work: Callable[[], None]) -> None:
        self._workers.act(work)

    def _raw(self, data: bytes) -> None:
        """Only a guide for scanners that a person has before them wants to know."""
        room = self._room
        if room is not None and self._in_sight():
            self._act(lambda: room.bytes_came(data))

    def _weighed(self, spec: DeviceSpec, reading: Reading) -> None:
        room = self._room
        if room is not None:
            self._act(lambda: room.weighed(spec, reading))
            self._act(lambda: self.on_scale())

    def _changed(self, health: DeviceHealth) -> None:
        self._states.keep(self.equipment.health(), self._clock.now())
        self._front.device_health(health)
        room = self._room
        if room is not None:
            self._act(room.health_changed)

    def _seen(self) -> None:
        """Told at each scan: only a room in sight has a use for it."""
        room = self._room
        if room is not None and self._in_sight():
            self._act(room.health_changed)

    def _sighted(self, address: str, at: datetime) -> None:
        self._act(lambda: self._keep_sight(address, at))

    def _keep_sight(self, address: str, at: datetime) -> None:
        with self._records.database.act() as connection:
            store.keep_sights(connection, {address: at})
