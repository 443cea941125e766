"""The dispatcher's desk."""

from station.bootstrap.current_printers import CurrentDocumentPrinter
from station.bootstrap.stands.stand import Site, Stand
from station.dispatch.commands.desk import DispatchDesk
from station.dispatch.commands.planning import plan_routes
from station.dispatch.commands.sheets import SheetPress
from station.dispatch.commands.ways import measure_by
from station.dispatch.documents.typeface import Typefaces
from station.dispatch.flow import DispatchFlow
from station.dispatch.model.view import DispatchView
from station.people.badges import BadgeHolder
from station.sync.engine import SyncState

SHEETS_FOLDER = "sheets"


class DispatchStand(Stand[DispatchFlow, DispatchView]):
    """Plans in the background and has no use for a scanner."""

    takes_scans = False

    def __init__(self, site: Site) -> None:
        identity, settings = site.identity, site.settings
        self._client = site.new_client()
        desk = DispatchDesk(
            site.records.database,
            site.clock,
            identity.id,
            identity.warehouse,
            identity.time_zone,
            site.texts,
        )
        press = SheetPress(
            lambda: Typefaces.load(site.resources.fonts),
            CurrentDocumentPrinter(site.equipment.document_printer),
            settings.data_folder / SHEETS_FOLDER,
        )
        flow = DispatchFlow(
            desk,
            measure_by(settings.travel_times),
            plan_routes,
            self._client,
            press,
            site.workers.aside,
            site.workers.act,
            site.front.dispatch,
            site.after_act,
            identity.brand,
            settings.route_seconds,
        )
        super().__init__(flow, site.front.dispatch)

    def sign_in(self, holder: BadgeHolder | None) -> None:
        self.show(self.flow.sign_in(holder))

    def changed(self, kinds: set[str]) -> None:
        self.flow.changes_applied(kinds)

    def synced(self, state: SyncState) -> None:
        self.flow.synced(connected=state.connected)

    def halt(self) -> None:
        """A search under way ends; what it found so far is kept."""
        self.flow.stop_planning()

    def close(self) -> None:
        self._client.close()
