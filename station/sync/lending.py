"""Borrows waves from the cloud for a desk: first tells what was done, then asks for what is next."""

from collections.abc import Callable
from uuid import UUID

from cloud_api.wire.waves import Lease, LeaseRenewal, LeaseRequest
from station.storage.database import Records
from station.sync import outbox
from station.sync.client import CloudClient

FACTS_A_PUSH = 100


class CloudLender:
    """Lends from the cloud over a client of its own; when the cloud has answered, the sync may hurry too."""

    def __init__(self, cloud: CloudClient, records: Records, hurry: Callable[[], None]) -> None:
        self._cloud = cloud
        self._records = records
        self._hurry = hurry

    def lease(self, request: LeaseRequest) -> Lease | None:
        """The next free wave, or None.

        What waits is sent first: a cloud that has not heard that a wave was finished might lend it again.
        """
        self._send_waiting()
        lease = self._cloud.lease(request)
        self._hurry()
        return lease

    def renew(self, wave_id: UUID, lease_id: UUID) -> LeaseRenewal:
        """Keep a wave."""
        renewal = self._cloud.renew(wave_id, lease_id)
        self._hurry()
        return renewal

    def give_back(self, wave_id: UUID, lease_id: UUID) -> None:
        """Return a wave that was not started."""
        self._cloud.give_back(wave_id, lease_id)
        self._hurry()

    def close(self) -> None:
        """End the call under way; nobody waits for it any more."""
        self._cloud.close()

    def _send_waiting(self) -> None:
        """Facts the sync may be sending at this moment: a repeat is harmless."""
        while rows := self._records.act(outbox.waiting_rows, FACTS_A_PUSH):
            answer = self._cloud.push(outbox.messages(rows))
            self._records.act(outbox.record_answers, answer.results)
            if answer.expected_seq <= rows[0]["seq"]:
                return  # the cloud lacks earlier ones: the sync knows how to send them again
