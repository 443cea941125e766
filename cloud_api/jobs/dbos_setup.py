"""Keeps DBOS to this machine, quiet, and to the tables it needs."""

import logging
import os

from sqlalchemy import Engine


class JobFailedError(Exception):
    """A step failed; it was logged where it happened."""


class _LoggedAlready(logging.Filter):
    """Leaves out what DBOS says of a failure that was told in one line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record says something new."""
        error = record.exc_info[1] if record.exc_info else None
        return not isinstance(error, JobFailedError)


def quieten() -> None:
    """Take away what would make DBOS call its makers' service, and let it log like everything else."""
    for name in [name for name in os.environ if name.startswith("DBOS_")]:
        del os.environ[name]
    log = logging.getLogger("dbos")
    log.setLevel(logging.WARNING)
    if not log.handlers:
        # DBOS writes to the console by itself only where nobody listens.
        log.addHandler(logging.NullHandler())
        log.addFilter(_LoggedAlready())


def make_job_tables(engine: Engine) -> None:
    """Bring DBOS's tables to the form of the DBOS installed here; nothing happens when they have it.

    A worker does it too, where its database role may make tables.
    """
    quieten()
    from dbos import DBOS

    DBOS.migrate(engine.url.render_as_string(hide_password=False))
