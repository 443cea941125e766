"""The devices room: a desk where scans only tell what was read."""

import sys

from cloud_api.wire.exchange import ChangeKind
from hardware.codes import RefusedCode, ScannedCode
from hardware.identify import WedgeSetting
from hardware.protocols import Reading
from station.bootstrap.command_sheet import SHEETS, commands_for
from station.bootstrap.fixed_brand import fixed_brand
from station.bootstrap.fixed_devices import fixed_devices
from station.bootstrap.logo_shelf import LogoShelf
from station.bootstrap.roles import TITLES, rooms_of
from station.bootstrap.scanner_sheet import print_scanner_sheet
from station.bootstrap.stands.stand import Site, Stand
from station.bootstrap.weight_codes import WeightCodeReader
from station.devices.flow import DevicesFlow, LabelMeans, RoomGround
from station.devices.model.device import DeviceSpec
from station.devices.model.view import DevicesView
from station.devices.model.words import KEYBOARD
from station.kernel.scan import Scan

LOGOS = "logos"
PRINTABLE = frozenset({ChangeKind.BIN.value, ChangeKind.PRODUCT.value, ChangeKind.OPERATOR.value})
"""Changes of what labels can be printed for."""


class DevicesStand(Stand[DevicesFlow, DevicesView]):
    """Never takes the scans of another desk: only what is read while it is in front is shown here."""

    takes_scans = False

    def __init__(self, site: Site) -> None:
        identity = site.identity
        rooms = rooms_of(identity.roles)
        ground = RoomGround(
            database=site.records.database,
            clock=site.clock,
            time_zone=site.identity.time_zone,
            equipment=site.equipment,
            reader=WeightCodeReader(),
            fixed=fixed_devices(site.settings),
            fixed_layouts=site.settings.weight_layouts,
            on_windows=sys.platform == "win32",
            say=site.texts.say,
            aside=site.workers.aside,
            show=site.front.devices,
            layouts_changed=site.layouts_changed,
            print_sheet=lambda: print_scanner_sheet(
                site.texts,
                site.resources.fonts,
                site.settings.data_folder,
                site.equipment.document_printer(),
            ),
            usual_wedge=WedgeSetting(site.settings.wedge_gap_ms, prefix=site.settings.wedge_prefix),
            is_wedge_fixed=bool({"wedge_gap_ms", "wedge_prefix"} & site.settings.model_fields_set),
            labels=LabelMeans(
                usual_brand=identity.brand,
                fixed_brand=fixed_brand(site.settings),
                take_logo=LogoShelf(site.settings.data_folder / LOGOS).take,
                place=identity.pickup_point_name or identity.warehouse_name,
                rooms=tuple((room, TITLES[room][0]) for room in rooms if room in SHEETS),
                commands_for=commands_for,
                after_act=site.after_act,
            ),
        )
        super().__init__(DevicesFlow(ground), site.front.devices)

    def entered(self) -> None:
        self.show(self.flow.ask_all())

    def wants_badge(self) -> bool:
        return self.flow.labels.wants_badge

    def changed(self, kinds: set[str]) -> None:
        if kinds & PRINTABLE and self.flow.labels.in_front:
            self.show(self.flow.labels.stock_changed())

    def jobs_changed(self) -> None:
        """The print queue moved."""
        self.flow.jobs_changed()

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> None:
        if self.flow.guide.is_open:
            return  # the guide wants to know more than the code: the keys or the bytes it was sent by
        if self.flow.labels.in_front:
            self.show(self.flow.labels.scan(code))
        else:
            self.show(self.flow.scan(scan, code))

    def bytes_came(self, data: bytes) -> None:
        """One scan of a scanner that is no keyboard, as it came."""
        if self.flow.guide.is_open:
            self.show(self.flow.guide.bytes(data))

    def heard(self, scan: Scan) -> None:
        """A scanner read something, wherever it was meant for."""
        if scan.device == KEYBOARD:
            self.flow.keyboard_heard()

    def weighed(self, spec: DeviceSpec, reading: Reading) -> None:
        """A scale said something new."""
        self.flow.weighed(spec, reading)

    def health_changed(self) -> None:
        """A device was lost, is back, or gave a sign of life."""
        self.flow.health_changed()
