"""The team room: the night's figures, from the cloud for who leads, from this PC for everybody."""

from collections.abc import Callable

from station.bootstrap.stands.stand import Site, Stand
from station.people.badges import BadgeHolder
from station.sync.engine import SyncState
from station.team.flow import TeamFlow
from station.team.model.view import TeamView


class TeamStand(Stand[TeamFlow, TeamView]):
    """Asks while somebody looks; codes of goods mean nothing here."""

    takes_scans = False

    def __init__(self, site: Site, is_seen: Callable[[], bool]) -> None:
        self._is_seen = is_seen
        self._cloud = site.new_client()
        flow = TeamFlow(
            self._cloud,
            site.records.database,
            site.clock,
            site.identity.time_zone,
            site.workers.aside,
            site.front.team,
        )
        super().__init__(flow, site.front.team)

    def sign_in(self, holder: BadgeHolder | None) -> None:
        self.show(self.flow.sign_in(holder))
        if self._is_seen():
            self.show(self.flow.look())

    def entered(self) -> None:
        self.show(self.flow.look())

    def synced(self, state: SyncState) -> None:
        if state.connected and self._is_seen():
            self.show(self.flow.look())

    def close(self) -> None:
        self._cloud.close()
