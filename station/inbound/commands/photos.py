"""Photos of goods: copied into the data folder under the hash of their bytes, and written down to be sent."""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from tempfile import NamedTemporaryFile

from station.inbound.commands.desk import Desk
from station.inbound.store.receipts import keep_photo
from station.kernel.messages import Message
from station.kernel.trouble import Trouble

MOST_BYTES = 8 * 1024 * 1024
FOLDER = "photos"


class PhotoFault(StrEnum):
    """Why a file is not taken as a photo."""

    NO_PHOTO = "no_photo"
    TOO_LARGE = "too_large"


@dataclass(frozen=True)
class Photo:
    """A photo that lies in the data folder."""

    hash: str
    path: Path


def copy_photo(source: Path, folder: Path) -> Photo | PhotoFault:
    """Copy a file into `folder` under its hash, whole or not at all; never on the store thread.

    Raises Trouble where it cannot be read or written.
    """
    try:
        if source.stat().st_size > MOST_BYTES:
            return PhotoFault.TOO_LARGE
        data = source.read_bytes()
        ending = ending_of(data)
        if ending is None:
            return PhotoFault.NO_PHOTO
        digest = hashlib.sha256(data).hexdigest()
        path = folder / f"{digest}.{ending}"
        if not path.exists():
            _write(path, data)
    except OSError as error:
        raise Trouble(
            Message("The photo {file} cannot be read", file=source.name),
            Message("Look whether the camera is still connected, then choose it again"),
            retry_helps=True,
        ) from error
    return Photo(digest, path)


def ending_of(data: bytes) -> str | None:
    """The ending of a picture's file by how its bytes begin; None for all else."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return "webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else None


def newest_photo(folder: Path, since: datetime) -> Path | None:
    """The picture that came into a watched folder last, not before `since`; None where there is none.

    Raises Trouble where the folder cannot be looked into.
    """
    endings = (".jpg", ".jpeg", ".png", ".webp")
    try:
        found = [each for each in folder.iterdir() if each.suffix.lower() in endings]
        fresh = [(each.stat().st_mtime, each) for each in found]
    except OSError as error:
        raise Trouble(
            Message("The folder of photos {folder} cannot be read", folder=str(folder)),
            Message("Look whether it is there, or choose the file by hand"),
            retry_helps=True,
        ) from error
    newest = max(fresh, default=None)
    return newest[1] if newest is not None and newest[0] >= since.timestamp() else None


def note_photo(desk: Desk, photo: Photo) -> None:
    """Write down that a photo is to be sent."""
    with desk.act() as act:
        keep_photo(act.connection, photo.hash, photo.path, act.at)


def _write(path: Path, data: bytes) -> None:
    """A power cut leaves the whole file or none under its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, delete=False) as part:
        part.write(data)
        part.flush()
        os.fsync(part.fileno())
    Path(part.name).replace(path)
