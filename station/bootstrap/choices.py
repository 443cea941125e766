"""What the person at the PC chose last (language, look): kept apart from what IT sets."""

import contextlib
import json
from pathlib import Path

FILE = "choices.json"


class Choices:
    """Small choices in a small file; a broken or missing file is as good as none."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._values: dict[str, str] = {}
        with contextlib.suppress(OSError, ValueError):
            found = json.loads(self._path.read_text(encoding="utf-8"))
            if isinstance(found, dict):
                self._values = {str(name): str(value) for name, value in found.items()}

    def get(self, name: str, otherwise: str) -> str:
        """The choice kept under `name`."""
        return self._values.get(name, otherwise)

    def keep(self, name: str, value: str) -> None:
        """Keep a choice; a disk that refuses costs only the memory of it."""
        self._values[name] = value
        with contextlib.suppress(OSError):
            self._path.write_text(json.dumps(self._values), encoding="utf-8")
