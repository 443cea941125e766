"""Keeps pictures of products as files on this PC, so that they are there without a network."""

import contextlib
import hashlib
from collections.abc import Collection
from pathlib import Path

MOST_BYTES = 256 * 1024 * 1024
"""All pictures together: 4,000 of the largest the cloud keeps."""
LARGEST_BYTES = 256 * 1024
"""Of one; the cloud makes them of at most 64 KiB."""
_SUFFIX = ".jpg"


class PictureFiles:
    """A folder of pictures, each called by the SHA-256 of its bytes; one writer, many readers."""

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        """`most_bytes` is the bound of all files together."""
        self._folder = folder
        self._most_bytes = most_bytes

    def path(self, digest: str) -> Path:
        """Where the picture with this hash is, or would be."""
        return self._folder / f"{digest}{_SUFFIX}"

    def keep(self, digest: str, data: bytes) -> bool:
        """Keep a picture whole or not at all; False for bytes of another hash or too many of them.

        Raises OSError where the disk takes no more.
        """
        if len(data) > LARGEST_BYTES or hashlib.sha256(data).hexdigest() != digest:
            return False
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = self.path(digest).with_suffix(".part")
        unfinished.write_bytes(data)
        unfinished.replace(self.path(digest))
        return True

    def drop(self, digest: str) -> None:
        """Forget a picture; a file somebody else holds open goes another time."""
        with contextlib.suppress(OSError):
            self.path(digest).unlink(missing_ok=True)

    def prune(self, wanted: Collection[str]) -> None:
        """Forget all pictures but the wanted ones, and what a power cut left unfinished."""
        kept = {self.path(digest).name for digest in wanted}
        for file in self._files():
            if file.name not in kept:
                with contextlib.suppress(OSError):
                    file.unlink(missing_ok=True)

    def room_bytes(self) -> int:
        """How much more may be kept."""
        used = 0
        for file in self._files():
            with contextlib.suppress(OSError):
                used += file.stat().st_size
        return max(self._most_bytes - used, 0)

    def _files(self) -> list[Path]:
        try:
            return list(self._folder.iterdir())
        except OSError:
            return []
