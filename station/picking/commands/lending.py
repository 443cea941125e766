"""Who lends waves to this desk, as the flow needs to know it."""

from typing import Protocol
from uuid import UUID

from cloud_api.wire.waves import Lease, LeaseRenewal, LeaseRequest


class WaveLender(Protocol):
    """Lends waves and takes them back: the cloud."""

    def lease(self, request: LeaseRequest) -> Lease | None:
        """The next free wave, or None. Raises Trouble when the cloud is out of reach."""
        ...

    def renew(self, wave_id: UUID, lease_id: UUID) -> LeaseRenewal:
        """Keep a wave. Raises Trouble that no retry helps when the wave is no longer ours."""
        ...

    def give_back(self, wave_id: UUID, lease_id: UUID) -> None:
        """Return a wave that was not started."""
        ...
