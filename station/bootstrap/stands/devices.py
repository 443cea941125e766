"""The devices room: a desk where scans only tell what was read."""

import sys

from hardware.codes import RefusedCode, ScannedCode
from hardware.identify import WedgeSetting
from hardware.protocols import Reading
from station.bootstrap.fixed_devices import fixed_devices
from station.bootstrap.scanner_sheet import print_scanner_sheet
from station.bootstrap.stands.stand import Site, Stand
from station.bootstrap.weight_codes import WeightCodeReader
from station.devices.flow import DevicesFlow, RoomGround
from station.devices.model.device import DeviceSpec
from station.devices.model.view import DevicesView
from station.devices.model.words import KEYBOARD
from station.kernel.scan import Scan


class DevicesStand(Stand[DevicesFlow, DevicesView]):
    """Never takes the scans of another desk: only what is read while it is in front is shown here."""

    takes_scans = False

    def __init__(self, site: Site) -> None:
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
        )
        super().__init__(DevicesFlow(ground), site.front.devices)

    def entered(self) -> None:
        self.show(self.flow.ask_all())

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> None:
        if self.flow.guide.is_open:
            self.show(self.flow.guide.scan(scan))
        else:
            self.show(self.flow.scan(scan, code))

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
