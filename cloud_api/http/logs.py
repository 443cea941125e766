"""Log lines for people or, one JSON object each, for programs; never with a token, phone, body or query."""

import json
import logging
import sys
from datetime import UTC, datetime
from enum import StrEnum

_PLAIN = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_EXTRA = ("request_id", "caller", "ms")
_TALKATIVE = ("alembic", "dbos", "uvicorn.error", "asyncio")
"""Foreign logs that say at INFO what only their authors want to know."""


class LogFormat(StrEnum):
    """Who reads the log."""

    PLAIN = "plain"
    JSON = "json"


class LogLevel(StrEnum):
    """From which level on lines are written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class JsonLines(logging.Formatter):
    """One JSON object a line: at, level, log, message, and what is known of a request."""

    def format(self, record: logging.LogRecord) -> str:
        """A record as a line."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "log": record.name,
            "message": record.getMessage(),
        }
        told |= {name: getattr(record, name) for name in _EXTRA if getattr(record, name, None) is not None}
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """A line for people, with the same knowledge at its end."""

    def __init__(self) -> None:
        super().__init__(_PLAIN)

    def format(self, record: logging.LogRecord) -> str:
        """A record as a line."""
        known = [f"{name}={value}" for name in _EXTRA if (value := getattr(record, name, None)) is not None]
        line = super().format(record)
        return f"{line} {' '.join(known)}" if known else line


class _ToStderr(logging.Handler):
    """Writes to what stderr is at the moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line."""
        try:
            sys.stderr.write(self.format(record) + "\n")
        except (OSError, ValueError):
            self.handleError(record)


def write_logs(form: LogFormat, level: LogLevel) -> None:
    """Write the log of this process to stderr from now on."""
    handler = _ToStderr()
    handler.setFormatter(JsonLines() if form is LogFormat.JSON else PlainLines())
    root = logging.getLogger()
    for older in [each for each in root.handlers if isinstance(each, _ToStderr)]:
        root.removeHandler(older)
    root.addHandler(handler)
    root.setLevel(level.value.upper())
    if level is not LogLevel.DEBUG:
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
