"""What can be set for a deployment, from the environment (YOULIN_CLOUD_…) or the command line."""

import re
import socket
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from cloud_api.wire.shortages import ShortageRule

DEFAULT_PORT = 8750
FairRule = Literal[ShortageRule.PROPORTIONAL, ShortageRule.FIRST_COME, ShortageRule.SMALL_ORDERS_FIRST]
"""Rules that need no word of a person."""


def default_database() -> str:
    """The SQLite file used when none is named: in this user's data folder."""
    return str(Path(user_data_path("youlin-cloud", appauthor=False)) / "cloud.db")


def default_worker_name() -> str:
    """The name of this machine, with nothing in it that a setting may not hold."""
    return re.sub(r"[^A-Za-z0-9._-]", "-", socket.gethostname())[:100] or "worker"


class WaveRelease(StrEnum):
    """When desks may take the waves of a cut-off."""

    AT_ONCE = "at-once"
    BY_PEOPLE = "by-people"


class MailSecurity(StrEnum):
    """How the connection to the mail server is kept from being read."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """Only for a mail server on the same machine."""


class Settings(BaseSettings):
    """Settings of the service; each has a value that works for a try."""

    model_config = SettingsConfigDict(
        env_prefix="YOULIN_CLOUD_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    database: str = Field(default_factory=default_database)
    """Path of a SQLite file, or a URL such as postgresql+psycopg://user@host/name."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = DEFAULT_PORT
    """0 takes any free port."""
    brand: str = "优邻站"
    company_prefix: Annotated[str, Field(pattern=r"^\d{7,10}$")] = "9520001"
    """GS1 company prefix; 952 is set aside by GS1 for examples."""
    extension_digit: Annotated[int, Field(ge=0, le=9)] = 0
    lease_minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 30
    code_key: SecretStr | None = None
    """Key for enrolment codes; without it one is made and kept in the database."""
    token_days: Annotated[int, Field(ge=1, le=3650)] = 90
    """How long a station's token is good; it asks for a new one when half of that is over."""
    trusted_proxies: str = ""
    """Addresses or networks of reverse proxies, commas between: only their X-Forwarded-For counts."""
    public_url: Annotated[str, Field(pattern=r"^(https?://[^\s?#]+)?$")] = ""
    """Where recipients reach this service, for the links sent to them; empty: host and port."""
    smtp_host: str | None = None
    """The mail server documents are sent over; without one no e-mail leaves."""
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    smtp_security: MailSecurity = MailSecurity.STARTTLS
    smtp_timeout_s: Annotated[float, Field(gt=0, le=60)] = 20.0
    """Longest wait for one answer of the mail server."""
    smtp_connections: Annotated[int, Field(ge=1, le=32)] = 4
    mail_from: Annotated[str, Field(pattern=r"^([^\s@<>]+@[^\s@<>]+)?$")] = ""
    """Address e-mails come from; its domain stands in their Message-ID."""
    ca_file: Path | None = None
    """Certificates trusted besides those of the system, for a mail server or receivers of one's own."""
    private_webhooks: bool = False
    """Let webhooks reach loopback and private networks."""
    plain_webhooks: bool = False
    """Let webhooks go over plain http to other machines."""
    webhook_timeout_s: Annotated[float, Field(gt=0, le=60)] = 15.0
    send_threads: Annotated[int, Field(ge=1, le=64)] = 32
    """Deliveries under way at once in one process."""
    sends_a_host: Annotated[int, Field(ge=1, le=32)] = 4
    """Webhooks under way at once to one host."""
    dead_after_days: Annotated[int, Field(ge=1, le=90)] = 5
    """A recipient that failed for so long is dead until a person says otherwise."""
    link_days: Annotated[int, Field(ge=1, le=3650)] = 60
    """How long the link to a document opens it."""

    keep_changes_days: Annotated[int, Field(ge=2, le=3650)] = 14
    """A station that was away for longer takes a snapshot."""
    keep_fact_bodies_days: Annotated[int, Field(ge=30, le=3650)] | None = None
    """What facts said in detail; None: for ever."""
    keep_document_files_days: Annotated[int, Field(ge=1, le=3650)] = 30
    """PDFs and sheets, which are made again when asked for."""
    keep_attempts_days: Annotated[int, Field(ge=7, le=3650)] = 365
    """Each try to deliver a document."""
    keep_import_files_days: Annotated[int, Field(ge=1, le=3650)] = 90
    """The bytes of files people brought."""
    keep_photos_days: Annotated[int, Field(ge=7, le=3650)] = 180
    """Photos of goods: proof for claims against suppliers."""
    keep_crate_steps_days: Annotated[int, Field(ge=7, le=3650)] = 365
    """Who did what to a crate and when."""
    shortage_rule: FairRule = ShortageRule.PROPORTIONAL
    """How goods that lack when a purchase order is closed are shared out at once."""
    wave_release: WaveRelease = WaveRelease.AT_ONCE
    """Whether waves are free at the cut-off, or wait until a person releases them at the board."""
    charge_overweight: bool = False
    """Let weight goods cost more than was paid where they weigh more."""
    metrics_token: SecretStr | None = None
    """With it another machine may read /metrics; this one always may."""
    worker_name: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,100}$")] = Field(
        default_factory=default_worker_name
    )
    """Each worker has its own; what it had begun goes on when one of this name starts again."""

    @property
    def link_base(self) -> str:
        """What links to this service begin with, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url.rstrip("/") or f"http://{host}:{self.port}"
