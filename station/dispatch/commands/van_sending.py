"""Brings changed vans to the cloud, one call at a time, as soon as it can be reached."""

from collections.abc import Callable, Sequence
from typing import Protocol

from cloud_api.wire.catalogue import Van
from station.dispatch.commands import vans
from station.dispatch.commands.desk import DispatchDesk
from station.dispatch.model.verdicts import VERDICTS, Verdict
from station.dispatch.model.view import Notice
from station.kernel.aside import Aside
from station.kernel.messages import Message
from station.kernel.trouble import Trouble


class VanTaker(Protocol):
    """Takes the vans this station has changed: the cloud."""

    def put_vans(self, vans: Sequence[Van]) -> None:
        """Create or replace vans. Raises Trouble: silence may be tried again, a refusal not."""
        ...


class VanSending:
    """What waits to be sent lies in the database: a restart loses nothing. On the store thread."""

    def __init__(
        self, desk: DispatchDesk, cloud: VanTaker, aside: Aside, notice: Callable[[Notice], None]
    ) -> None:
        """`notice` is told when the vans could not be sent."""
        self._desk = desk
        self._cloud = cloud
        self._aside = aside
        self._notice = notice
        self._under_way = False
        self._refused = False

    def edited(self) -> None:
        """A van was changed: send it, also when the cloud refused what was sent before."""
        self._refused = False
        self.send()

    def send(self) -> None:
        """Send what the cloud does not have, unless it has refused it."""
        if self._under_way or self._refused:
            return
        changed = vans.unsent(self._desk)
        if changed:
            self._under_way = True
            self._aside(lambda: self._cloud.put_vans(changed), lambda _: self._sent(changed), self._not_sent)

    def _sent(self, changed: Sequence[Van]) -> None:
        self._under_way = False
        vans.sent(self._desk, changed)
        self.send()

    def _not_sent(self, trouble: Trouble) -> None:
        self._under_way, self._refused = False, not trouble.retry_helps
        telling = VERDICTS[Verdict.VANS_NOT_SENT if trouble.retry_helps else Verdict.VANS_REFUSED]
        words = Message(telling.words, what=trouble.what, remedy=trouble.remedy)
        self._notice(Notice(telling.tone, words))
