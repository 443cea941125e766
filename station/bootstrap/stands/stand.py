"""A desk as the core sees it, and what every desk is built from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from hardware.codes import RefusedCode, ScannedCode
from station.bootstrap.equipment import CatalogEquipment
from station.bootstrap.front import Front
from station.bootstrap.identity import Identity, TokenStore
from station.bootstrap.resources import Resources
from station.bootstrap.supervisors import Supervisors
from station.bootstrap.threads import Workers
from station.kernel.clock import Clock
from station.kernel.messages import Texts
from station.kernel.scan import Scan
from station.kernel.settings import Settings
from station.people.badges import BadgeHolder
from station.storage.database import Records
from station.sync.client import CloudClient
from station.sync.engine import SyncState

OPENED_CRATES = "crates"
"""What the crates room did to crates of this PC's picking desk; stands among the kinds of changes."""

View = TypeVar("View")


Shown = TypeVar("Shown", covariant=True)


class Conversation(Protocol[Shown]):
    """What the flows of all desks have in common."""

    def open(self) -> Shown:
        """Take up the work where the last commit left it."""
        ...


class Following(Conversation[Shown], Protocol[Shown]):
    """A conversation that shows what others change."""

    def changes_applied(self, kinds: set[str]) -> None:
        """The sync, or another desk of this PC, changed rows of these kinds."""
        ...


Flow = TypeVar("Flow", bound=Conversation[Any])
FollowingFlow = TypeVar("FollowingFlow", bound=Following[Any])


@dataclass(frozen=True)
class Site:
    """What every desk of this PC is built from."""

    identity: Identity
    settings: Settings
    texts: Texts
    resources: Resources
    records: Records
    workers: Workers
    tokens: TokenStore
    clock: Clock
    front: Front
    new_client: Callable[[], CloudClient]
    """A session of requests serves one thread: each caller has its own."""
    hurry: Callable[[], None]
    """Ask for a round of the sync at once."""
    after_act: Callable[[], None]
    """An act may have queued a fact to send or a label to print."""
    equipment: CatalogEquipment
    layouts_changed: Callable[[tuple[str, ...]], None]
    """In-store weight codes are read by these layouts from now on."""
    supervisors: Supervisors
    """Begins the talks in which a supervisor lets something pass."""


class Stand(Generic[Flow, View]):
    """A desk with its conversation; all of it on the store thread but `start` and `close`."""

    takes_scans = True
    """A scan goes to the last room of this kind that was entered."""

    def __init__(self, flow: Flow, show: Callable[[View], None]) -> None:
        self.flow = flow
        self.show = show

    def act(self, gesture: Callable[[Flow], View]) -> None:
        """Do what a person asked for and show what came of it."""
        self.show(gesture(self.flow))

    def open(self) -> None:
        """Show the desk for the first time."""
        self.show(self.flow.open())

    def sign_in(self, holder: BadgeHolder | None) -> None:
        """Somebody else, or nobody, works here from now on."""

    def entered(self) -> None:
        """A person came to this room."""

    def wants_badge(self) -> bool:
        """Whether the next badge is a word to this desk rather than a sign-in."""
        return False

    def own_badge(self) -> None:
        """Who works here scanned the badge again."""

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> None:
        """A scanner read a code while this desk is in front."""

    def changed(self, kinds: set[str]) -> None:
        """The sync, or another desk of this PC, changed rows of these kinds."""

    def scale_told(self) -> None:
        """A scale of this PC said something new."""

    def synced(self, state: SyncState) -> None:
        """A round of the sync ended."""

    def start(self) -> None:
        """Begin what needs the cloud; never on the store thread."""

    def halt(self) -> None:
        """The station is about to stop: end what takes long. On the store thread."""

    def close(self) -> None:
        """Give back what is held; never on the store thread."""


class SeenStand(Stand[FollowingFlow, View]):
    """A desk that looks at what others changed only when it is on show: no scan elsewhere waits for that."""

    def __init__(
        self, flow: FollowingFlow, show: Callable[[View], None], is_seen: Callable[[], bool]
    ) -> None:
        """`is_seen` tells whether this room is in front of the operator."""
        super().__init__(flow, show)
        self._is_seen = is_seen
        self._missed: set[str] = set()
        """Kinds that changed while another room was on show."""

    def act(self, gesture: Callable[[FollowingFlow], View]) -> None:
        self.catch_up()
        super().act(gesture)

    def changed(self, kinds: set[str]) -> None:
        self._missed |= kinds
        if self._is_seen():
            self.catch_up()

    def catch_up(self) -> None:
        """Look at what changed meanwhile; to be called before anything is done at this desk."""
        if self._missed:
            self.flow.changes_applied(self._missed)
            self._missed = set()
