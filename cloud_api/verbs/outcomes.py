"""What every verb of the command line needs: the database, an answer, and a refusal in words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DatabaseError, InterfaceError, NoSuchModuleError

from cloud_api.settings import Settings, default_database
from cloud_api.storage.engine import open_engine
from cloud_api.storage.schema import SchemaRefusedError, migrate, require_current


class RefusedError(Exception):
    """A verb could not be done; the message says why and what to do."""


@dataclass(frozen=True)
class Outcome:
    """What a verb answers: for programs and for people."""

    values: Any
    words: str


@contextmanager
def database(settings: Settings, *, prepared: bool = True, in_new_folder: bool = False) -> Iterator[Engine]:
    """The database, with a file brought to the newest form first; its troubles become refusals.

    A folder that is not there is refused, unless `in_new_folder`.
    """
    engine: Engine | None = None
    try:
        if not in_new_folder:
            _require_folder(settings.database)
        engine = open_engine(settings.database)
        if prepared and engine.dialect.name == "sqlite":
            migrate(engine)
        elif prepared:
            require_current(engine)
        yield engine
    except SchemaRefusedError as refusal:
        raise RefusedError(str(refusal)) from refusal
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise RefusedError(
            f"--database cannot be understood ({error}). Name a SQLite file, "
            "or a URL like postgresql+psycopg://user@host/name with psycopg installed."
        ) from error
    except (DatabaseError, InterfaceError, OSError) as error:
        cause = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        raise RefusedError(
            f"The database cannot be used: {cause}. Check --database, that it is reachable and may be "
            "written, and that the disk has room."
        ) from error
    finally:
        if engine is not None:
            engine.dispose()


def _require_folder(database: str) -> None:
    """A folder that is written wrong must not begin an empty cloud; only our own is made."""
    if "://" in database or database == default_database():
        return
    folder = Path(database).expanduser().absolute().parent
    if not folder.is_dir():
        raise RefusedError(f"There is no folder {folder}. Correct --database, or make the folder first.")
