"""Enrolment at the command line, for IT people who set up many PCs."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TextIO

from station.bootstrap.core import DATABASE_FILE
from station.bootstrap.identity import (
    Identity,
    NewEnrolment,
    TokenStore,
    become_station,
    device_request,
    keep_enrolment,
    load_identity,
)
from station.bootstrap.screen_code import CodeOnScreen, ScreenCode
from station.kernel.clock import SystemClock
from station.kernel.settings import read_settings
from station.storage.database import Records
from station.sync.client import CloudClient

Act = Callable[[Records, TokenStore, CloudClient], None]


def enrol(settings_file: Path | None, cloud_url: str, code: str, name: str) -> Identity:
    """Turn a one-time code into this PC's identity. Raises Trouble with what to do."""
    enrolment = NewEnrolment(cloud_url, name, SystemClock().now())

    def by_code(records: Records, tokens: TokenStore, client: CloudClient) -> None:
        become_station(records, tokens, client, code, enrolment)

    return _become(settings_file, cloud_url, by_code)


def enrol_by_screen(settings_file: Path | None, cloud_url: str, name: str, told: TextIO) -> Identity:
    """Write a code and its QR to `told`, and wait until a manager decides. Raises Trouble with what to do."""

    def by_screen(records: Records, tokens: TokenStore, client: CloudClient) -> None:
        clock = SystemClock()
        asking = ScreenCode(client, clock, lambda code: _write(code, told))
        granted = asking.ask(records.act(device_request, name))
        assert granted is not None, "nobody stops it but Ctrl-C"
        keep_enrolment(records, tokens, granted, NewEnrolment(cloud_url, name, clock.now()))

    return _become(settings_file, cloud_url, by_screen)


def _become(settings_file: Path | None, cloud_url: str, act: Act) -> Identity:
    settings, trouble = read_settings(settings_file)
    if trouble is not None:
        raise trouble
    records = Records(settings.data_folder / DATABASE_FILE)
    try:
        tokens = TokenStore(settings.data_folder, in_file=settings.token_in_file)
        with closing(CloudClient(cloud_url, allow_plain_http=settings.allow_plain_http)) as client:
            act(records, tokens, client)
        identity = records.act(load_identity)
    finally:
        records.close()
    assert identity is not None
    return identity


def _write(code: CodeOnScreen, told: TextIO) -> None:
    import segno  # only here

    segno.make(code.link, error="m").terminal(told, compact=True)
    told.write(f"{code.code}\n{code.address}\n")
    told.flush()
