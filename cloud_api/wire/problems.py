"""How the service says no: RFC 9457 problem details."""

from cloud_api.wire.base import Message


class Problem(Message):
    """A refusal; `detail` says what happened and what to do."""

    type: str
    title: str
    status: int
    detail: str
    retry_after_s: int | None = None
    """Seconds to wait when trying the same again later may help."""


class Health(Message):
    """The answer of /healthz."""

    status: str
    database: str
    version: str
    now: str
