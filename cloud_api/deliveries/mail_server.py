"""Speaks with the mail server: several messages over a connection, each answered before it counts as sent."""

import contextlib
import math
import re
import smtplib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from functools import cached_property

from cloud_api.deliveries.deadline import deadline
from cloud_api.deliveries.rules import Answer
from cloud_api.deliveries.trust import CaFileError, trusted
from cloud_api.settings import MailSecurity, Settings
from cloud_api.wire.deliveries import AttemptOutcome

LONGEST_S = 120.0
"""A message with all its answers; less than the lease of a delivery."""
_MOST_MESSAGES = 100
_IDLE_S = 2.0
_NOBODY_THERE = frozenset({550, 551, 553, 556})
_GOING_AWAY = 421
_POLICY = re.compile(rb"^[45]\.7\.")
_BLANKS = re.compile(r"\s+")


@dataclass
class _Line:
    """A connection and what it was used for."""

    smtp: smtplib.SMTP
    messages: int = 0
    used_at: float = 0.0

    @property
    def is_worn(self) -> bool:
        return self.messages >= _MOST_MESSAGES


class MailServer:
    """Keeps connections to the mail server open between messages; used by many threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._idle: list[_Line] = []
        self._lock = threading.Lock()

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(self, *_reason: object) -> None:
        with self._lock:
            idle, self._idle = self._idle, []
        for line in idle:
            _close(line.smtp)

    def send(self, write: Callable[[], EmailMessage], begin_by: float = math.inf) -> Answer:
        """Hand one message over; only an answer of the server counts as sent.

        `write` is asked for it once a connection is there: no message is drawn in vain. Where that lasts
        beyond `begin_by` (of time.monotonic) nothing is sent.
        """
        if not self._settings.smtp_host or not self._settings.mail_from:
            return _held("no mail server is set: YOULIN_CLOUD_SMTP_HOST and YOULIN_CLOUD_MAIL_FROM")
        try:
            line = self._line()
        except (smtplib.SMTPException, OSError) as error:
            return _held(f"the mail server cannot be used: {told(error)}")
        if time.monotonic() > begin_by:
            _close(line.smtp)
            return _held("the mail server was reached too late for this try")
        return self._send(line, write())

    def _send(self, line: _Line, message: EmailMessage) -> Answer:
        recipient = message["To"].addresses[0].addr_spec
        try:
            with _bounded(line.smtp):
                line.smtp.send_message(message, self._settings.mail_from, [recipient])
        except smtplib.SMTPRecipientsRefused as error:
            self._keep(line)
            return _recipient_refused(*error.recipients[recipient])
        except smtplib.SMTPDataError as error:
            self._keep(line)
            outcome = AttemptOutcome.REFUSED if error.smtp_code >= 500 else AttemptOutcome.DELAYED
            return Answer(outcome, f"the message was not taken: {told(error)}")
        except (smtplib.SMTPException, OSError) as error:
            _close(line.smtp)
            return _held(f"the mail server ended the conversation: {told(error)}")
        self._keep(line)
        return Answer(AttemptOutcome.SENT, "the mail server took it")

    def _line(self) -> _Line:
        while (line := self._waiting_line()) is not None:
            if time.monotonic() - line.used_at < _IDLE_S or _answers(line.smtp):
                return line
            _close(line.smtp)
        return _Line(self._connect())

    def _waiting_line(self) -> _Line | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _keep(self, line: _Line) -> None:
        line.messages += 1
        line.used_at = time.monotonic()
        if line.is_worn or line.smtp.sock is None:
            _close(line.smtp)
            return
        with self._lock:
            self._idle.append(line)

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        assert settings.smtp_host is not None
        if settings.smtp_security is MailSecurity.TLS:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.smtp_host,
                settings.smtp_port,
                timeout=settings.smtp_timeout_s,
                context=self._trusted,
            )
        else:
            smtp = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=settings.smtp_timeout_s)
        try:
            with _bounded(smtp):
                self._greet(smtp)
        except BaseException:
            _close(smtp)
            raise
        return smtp

    @cached_property
    def _trusted(self) -> ssl.SSLContext:
        """Made once: it reads all authorities of the system."""
        return trusted(self._settings)

    def _greet(self, smtp: smtplib.SMTP) -> None:
        if self._settings.smtp_security is MailSecurity.STARTTLS:
            smtp.starttls(context=self._trusted)
        if self._settings.smtp_user is not None:
            password = self._settings.smtp_password
            smtp.login(self._settings.smtp_user, password.get_secret_value() if password else "")


def told(error: Exception) -> str:
    """What went wrong, in the words of the server where there are any; never what we sent it."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_plain(error.smtp_error)}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message})"
    if isinstance(error, CaFileError):
        return str(error)
    if isinstance(error, TimeoutError):
        return "it did not answer in time"
    if isinstance(error, smtplib.SMTPServerDisconnected | ConnectionError):
        return "the connection broke"
    return type(error).__name__


def _plain(words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return _BLANKS.sub(" ", text).strip()[:300]


def _recipient_refused(code: int, words: bytes) -> Answer:
    detail = f"the address was refused: {code} {_plain(words)}"
    if code == _GOING_AWAY or _POLICY.match(words):
        # "Relaying denied" and the like: the server does not serve us, the address may be right.
        return _held(detail)
    if code in _NOBODY_THERE:
        return Answer(AttemptOutcome.DEAD, detail)
    return Answer(AttemptOutcome.REFUSED if code >= 500 else AttemptOutcome.DELAYED, detail)


def _held(detail: str) -> Answer:
    return Answer(AttemptOutcome.HELD, detail, host_stuck=True)


@contextlib.contextmanager
def _bounded(smtp: smtplib.SMTP) -> Iterator[None]:
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected("the connection is closed")
    with deadline(smtp.sock, LONGEST_S):
        yield


def _answers(smtp: smtplib.SMTP) -> bool:
    try:
        return smtp.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _close(smtp: smtplib.SMTP) -> None:
    """Say goodbye where that costs no waiting; the connection is gone after it in any case."""
    with contextlib.suppress(smtplib.SMTPException, OSError):
        if smtp.sock is not None:
            smtp.sock.settimeout(_IDLE_S)
            smtp.quit()
    smtp.close()
