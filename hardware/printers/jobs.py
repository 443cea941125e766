"""What a simulated printer has really printed, in memory and, where wanted, as files to look at."""

import threading
from pathlib import Path

from hardware.languages.language import Language
from hardware.languages.zpl import Zpl
from hardware.raster import raster_png


class PrintedJobs:
    """Keeps printed jobs in order; safe for several threads."""

    def __init__(self, folder: Path | None = None, language: Language | None = None) -> None:
        """With a folder each job becomes NNNNNN.zpl, .tspl or .escpos (after its language; ZPL if none is
        given) and, where it is one of our rasters, NNNNNN.png."""
        self._folder = folder
        self._language = language or Zpl()
        self._jobs: list[bytes] = []
        self._changed = threading.Condition()

    def __len__(self) -> int:
        with self._changed:
            return len(self._jobs)

    def all(self) -> list[bytes]:
        """The jobs printed since the start, oldest first."""
        with self._changed:
            return list(self._jobs)

    def add(self, job: bytes) -> Path | None:
        """Keep a printed job; returns its file. Raises OSError when the folder cannot be written."""
        with self._changed:
            path = self._store(job) if self._folder else None
            self._jobs.append(job)
            self._changed.notify_all()
            return path

    def wait_for(self, count: int, timeout_s: float) -> bool:
        """Wait until `count` jobs have been printed; False when the time ran out."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self._jobs) >= count, timeout_s)

    def _store(self, job: bytes) -> Path:
        assert self._folder is not None
        self._folder.mkdir(parents=True, exist_ok=True)
        taken = [int(path.stem) for path in self._folder.iterdir() if path.stem.isdecimal()]
        path = self._folder / f"{max(taken, default=0) + 1:06d}.{self._language.name}"
        try:
            _write(path.with_suffix(".png"), raster_png(self._language.decode(job)))
        except ValueError:
            path.with_suffix(".png").unlink(missing_ok=True)
        _write(path, job)
        return path


def _write(path: Path, data: bytes) -> None:
    """Whoever watches the folder sees whole files only."""
    part = path.with_suffix(path.suffix + ".part")
    part.write_bytes(data)
    part.replace(path)
