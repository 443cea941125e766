"""What IT sets on a PC: a TOML file and the environment, checked, with plain words when it is wrong."""

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from platformdirs import user_config_path, user_data_path
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from station.kernel.messages import Message
from station.kernel.trouble import Trouble

APP = "YoulinStation"
FILE_NAME = "station.toml"


class SlipWish(StrEnum):
    """Whether a shop gives its customers a slip of what they collected."""

    ASK = "ask"
    """The slip is the next thing to press after a handover."""
    ALWAYS = "always"
    NEVER = "never"
    """Only when somebody presses the button."""


class WeighWish(StrEnum):
    """Whether closed crates go over the scale before they are loaded."""

    OFF = "off"
    """Any crate can be weighed; none is asked for."""
    ASKED = "asked"
    """The crates room lists those that were not weighed."""
    REQUIRED = "required"
    """As asked; and no crate goes on a van before the scale agreed with it, or a supervisor."""


class CountWish(StrEnum):
    """Which pieces of a crate are scanned once more behind its weighing."""

    NONE = "none"
    LIGHT = "light"
    """Those too light for the scale to tell how many there are."""
    ALL = "all"
    """Each piece that bears a code: what is as heavy as the right one shows there too."""


class Settings(BaseSettings):
    """Settings of one PC; the environment (YOULIN_STATION_…) wins over the file."""

    model_config = SettingsConfigDict(env_prefix="YOULIN_STATION_", extra="forbid")

    data_folder: Path = Field(default_factory=lambda: user_data_path(APP, appauthor=False))
    """Database, reports, what must not be lost."""
    language: str = "zh_CN"
    look: str = "light"
    scanners: tuple[str, ...] = ()
    """Addresses such as serial:COM3; the keyboard wedge always listens."""
    label_printer: str = "none"
    """Address such as tcp://192.0.2.10:9100."""
    label_brand: str = ""
    """The brand on labels; where it and the logo are empty people set them in the devices room."""
    label_logo: str = ""
    """Path of a PNG that stands for the brand on labels."""
    receipt_printer: str = "none"
    """Address such as tcp://192.0.2.11:9100?width=80."""
    receipt_on_handover: SlipWish = SlipWish.NEVER
    """Whether a slip is printed after a handover: ask, always or never."""
    scales: tuple[str, ...] = ()
    """Addresses such as serial:COM4?protocol=toledo8217."""
    weight_layouts: tuple[str, ...] = ()
    """How in-store weight codes are laid out; where this is empty people set it in the devices room."""
    document_printer: str = "none"
    """Where route sheets are printed: system, system:NAME, folder:PATH."""
    wedge_prefix: bool = False
    """The keyboard scanners send STX or F13 before each code."""
    wedge_gap_ms: Annotated[int, Field(ge=5, le=200)] = 35
    allow_plain_http: bool = False
    """Let the station talk http to a cloud that is not on this PC."""
    token_in_file: bool = False
    """Keep the station's token in a file instead of the system's key store."""
    crate_weight_g: Annotated[int, Field(ge=1000, le=100_000)] = 15_000
    crate_volume_ml: Annotated[int, Field(ge=1000, le=500_000)] = 45_000
    crate_orders: Annotated[int, Field(ge=0, le=200)] = 0
    """Most orders a crate holds; 0 is no limit."""
    wall_places: Annotated[int, Field(ge=1, le=200)] = 12
    """Crates that stand at a desk's put wall at once: two small waves may share it."""
    pick_margin_days: Annotated[int, Field(ge=0, le=365)] = 1
    """So many days after the pickup day goods must still be good to be picked."""
    weight_tolerance_percent: Annotated[int, Field(ge=0, le=100)] = 10
    """How far a weighed portion may be from its weight where the product does not say."""
    weigh_crates: WeighWish = WeighWish.ASKED
    """Whether closed crates are asked for at the scale; required: none is loaded before it agreed."""
    weigh_tolerance_g: Annotated[int, Field(ge=0, le=5_000)] = 15
    """How far the scale and an empty crate may be off together."""
    weigh_spread_percent: Annotated[float, Field(ge=0, le=20)] = 1.0
    """The standard deviation of one piece of its weight in the catalogue."""
    count_goods: CountWish = CountWish.NONE
    """Which pieces are counted by scans behind each weighing."""
    photo_folder: Path | None = None
    """Where a camera puts its pictures: the newest one shows the goods. None: a file is chosen."""
    plan_seconds: Annotated[float, Field(ge=0, le=30)] = 2.0
    """Longest time the crate plan may take."""
    travel_times: Annotated[str, Field(pattern=r"^(estimate|file:.+|osrm:https?://.+)$")] = "estimate"
    """Where ways between stops come from: "estimate", "file:PATH" or "osrm:URL"."""
    route_seconds: Annotated[float, Field(ge=1, le=600)] = 20.0
    """Longest time the planning of routes may take."""
    sounds: bool = True

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before what the file gave."""
        return env_settings, init_settings


def settings_file() -> Path:
    """Where the file is looked for when none is named."""
    return user_config_path(APP, appauthor=False) / FILE_NAME


def read_settings(file: Path | None = None) -> tuple[Settings, Trouble | None]:
    """The settings of this PC. A file that cannot be used is left alone, its trouble told, defaults taken.

    Raises Trouble only when the environment itself is wrong.
    """
    path = file or settings_file()
    try:
        return _checked(path, _read(path)), None
    except Trouble as trouble:
        return _checked(None, {}), trouble


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _unreadable(path, str(error)) from error


def _checked(path: Path | None, values: dict[str, Any]) -> Settings:
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _unreadable(path or Path("YOULIN_STATION_…"), f"{where}: {first['msg']}") from error


def _unreadable(path: Path, reason: str) -> Trouble:
    return Trouble(
        Message("The settings {file} cannot be used: {reason}", file=str(path), reason=reason),
        Message("The station works with its standard settings. Correct the file and start again"),
        retry_helps=False,
    )
