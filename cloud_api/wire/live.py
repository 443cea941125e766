"""What is pushed to those who watch, beside the cursor of changes (wire.exchange)."""

from cloud_api.wire.base import Message
from cloud_api.wire.cycles import Total


class TotalsMoved(Message):
    """Data of the events of a cycle's totals: all rows at first, then those that changed.

    A row is known by its `key` and, where rows are told for each zone, its `zone`.
    """

    whole: bool
    """All rows there are: forget others."""
    rows: tuple[Total, ...]
    gone: tuple[Total, ...] = ()
    """Rows that hold nothing any more, as they were told last."""
