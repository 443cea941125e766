"""python-escpos with nothing behind it: keeps the bytes. Import it late, it takes 0.3 s.

It stands on the encoder's own class, for the package of python-escpos's printers, its Dummy among them,
takes a folder named `cups` in the working folder for the bindings of CUPS and cannot be imported there.
"""

import os
import shutil

from escpos import capabilities
from escpos.escpos import Escpos

_CACHE_VARIABLE = "ESCPOS_CAPABILITIES_PICKLE_DIR"
_PROFILE = "TM-T20II"
"""Has a cutter and a known width: with an unknown one python-escpos writes to standard output."""


class Recorder(Escpos):  # type: ignore[misc]  # python-escpos has no types
    """Keeps what it is given to print."""

    def __init__(self) -> None:
        super().__init__(profile=_PROFILE)
        self._parts: list[bytes] = []

    @property
    def output(self) -> bytes:
        """All bytes so far."""
        return b"".join(self._parts)

    def _raw(self, msg: bytes) -> None:
        self._parts.append(msg)


def forget_cache() -> None:
    """Remove what importing left behind: a cache in a new folder among the temporary files, each time."""
    if _CACHE_VARIABLE not in os.environ:
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
