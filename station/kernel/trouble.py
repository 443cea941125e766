"""Trouble: the environment's fault, told in words a person can act on."""

from station.kernel.messages import Message


class Trouble(Exception):  # noqa: N818 - the house's word; an Error would be a bug of ours
    """Something outside our code failed: what happened, what to do, and whether trying again helps."""

    def __init__(self, what: Message, remedy: Message, *, retry_helps: bool) -> None:
        super().__init__(what.text)
        self.what = what
        self.remedy = remedy
        self.retry_helps = retry_helps

    def words(self) -> Message:
        """What happened and what to do, in one go."""
        return Message("{what}. {remedy}", what=self.what, remedy=self.remedy)
