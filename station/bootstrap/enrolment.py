"""Enrolment at the command line, for IT people who set up many PCs."""

from contextlib import closing
from pathlib import Path

from station.bootstrap.core import DATABASE_FILE
from station.bootstrap.identity import Identity, NewEnrolment, TokenStore, become_station, load_identity
from station.kernel.clock import SystemClock
from station.kernel.settings import read_settings
from station.storage.database import Records
from station.sync.client import CloudClient


def enrol(settings_file: Path | None, cloud_url: str, code: str, name: str) -> Identity:
    """Turn a one-time code into this PC's identity. Raises Trouble with what to do."""
    settings, trouble = read_settings(settings_file)
    if trouble is not None:
        raise trouble
    records = Records(settings.data_folder / DATABASE_FILE)
    try:
        tokens = TokenStore(settings.data_folder, in_file=settings.token_in_file)
        with closing(CloudClient(cloud_url, allow_plain_http=settings.allow_plain_http)) as client:
            enrolment = NewEnrolment(cloud_url, name, SystemClock().now())
            become_station(records, tokens, client, code, enrolment)
        identity = records.act(load_identity)
    finally:
        records.close()
    assert identity is not None
    return identity
