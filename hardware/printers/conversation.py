"""Questions to a printer on one link, and all it said since, so that answers of two kinds may mix."""

from collections.abc import Sequence

from hardware.errors import DeviceSilent
from hardware.languages.language import Answers, Language, PrinterStatus
from hardware.protocols import Link


class Conversation:
    """One talk with a printer: how it is before a job, a marker behind the job, how it is from then on."""

    def __init__(self, link: Link, language: Language, questions: Sequence[bytes], timeout_s: float) -> None:
        """`questions` are those of the language in the order in which they shall be tried."""
        self._link, self._language, self._timeout_s = link, language, timeout_s
        self._questions = questions
        self.question = questions[0]
        """The one the printer answers, once `begin` has found it."""
        self._token: int | None = None
        self._heard = b""
        self._asked = 0

    def begin(self) -> PrinterStatus | None:
        """How the printer is; None where it answers no question. Raises as `Link.read` but for silence."""
        for question in self._questions:
            self.question = question
            try:
                self._link.send(question, self._timeout_s)
                return self._link.read(self._first, self._timeout_s).status
            except DeviceSilent:
                continue
        return None

    def await_late_answer(self) -> None:
        """Take an answer off the link that came after its time; it is not believed.

        Left unread, it would reset the connection and could take the job with it. Raises as `Link.read`.
        """
        self._link.read(self._first, self._timeout_s)

    def mark(self, token: int) -> None:
        """Put a marker behind the job that was sent. Raises as `Link.send`."""
        self._token = token
        if marker := self._language.marker(token):
            self._link.send(marker, self._timeout_s)

    def ask(self) -> Answers:
        """How it is now, and whether it has come to the marker. Raises as `Link.read`."""
        self._asked += 1
        self._link.send(self.question, self._timeout_s)
        return self._link.read(self._next, self._timeout_s)

    def _first(self, unread: bytes) -> Answers | None:
        return self._language.hear(self.question, unread, 1, None)

    def _next(self, unread: bytes) -> Answers | None:
        answers = self._language.hear(self.question, self._heard + unread, self._asked, self._token)
        if answers is not None:
            self._heard += unread  # the link forgets what was understood
        return answers
