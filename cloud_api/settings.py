"""What can be set for a deployment, from the environment (YOULIN_CLOUD_…) or the command line."""

from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

DEFAULT_PORT = 8750


def default_database() -> str:
    """The SQLite file used when none is named: in this user's data folder."""
    return str(Path(user_data_path("youlin-cloud", appauthor=False)) / "cloud.db")


class Settings(BaseSettings):
    """Settings of the service; each has a value that works for a try."""

    model_config = SettingsConfigDict(env_prefix="YOULIN_CLOUD_", frozen=True, extra="ignore")

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
