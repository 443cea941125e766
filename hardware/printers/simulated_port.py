"""A label printer at the end of a pseudo terminal, in place of a serial port or a USB device."""

import os
import select
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from hardware.faults import Fault
from hardware.languages.language import Language
from hardware.languages.zpl import Zpl
from hardware.printers.engine import PrintEngine
from hardware.printers.jobs import PrintedJobs
from hardware.printers.listener import Listener

_POLL_S = 0.02
_CHUNK_BYTES = 4096


class SimulatedPortPrinter:
    """Prints what comes to its port, or fails as it is told. Not for Windows, which has no pseudo terminals.

    Use it as a context manager. `port` is the path a client opens; it stays the same through OFF, which
    takes the port away as pulling its plug does.
    """

    def __init__(
        self,
        port: Path,
        language: Language | None = None,
        folder: Path | None = None,
        on_printed: Callable[[Path | None], None] | None = None,
    ) -> None:
        """`port` is made by the printer. It speaks ZPL where no language is given."""
        self.port = port
        self._language = language or Zpl()
        self.jobs = PrintedJobs(folder, self._language)
        self._engine = PrintEngine(self.jobs, on_printed)
        self._switch = threading.Lock()
        self._plug: _Plug | None = None
        self.set_fault(Fault.READY)

    def set_fault(self, fault: Fault) -> None:
        """Change how the printer behaves, from the next byte on; OFF takes the port away."""
        with self._switch:
            self._engine.set_fault(fault)
            if fault is Fault.OFF and self._plug:
                self._plug.stop()
                self._plug = None
            elif fault is not Fault.OFF and self._plug is None:
                self._plug = _Plug(self.port, self._language, self._engine)

    def load_paper(self, labels: int | None) -> None:
        """Paper for so many labels; None is endless."""
        self._engine.load_paper(labels)

    def set_label_time(self, seconds: float) -> None:
        """How long one label takes."""
        self._engine.set_label_time(seconds)

    def stop(self) -> None:
        """Take the port away and end all threads."""
        self.set_fault(Fault.OFF)
        self._engine.stop()

    def __enter__(self) -> "SimulatedPortPrinter":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


class _Plug:
    """A port that is there from plugging in to pulling out; a reset is both in one."""

    def __init__(self, path: Path, language: Language, engine: PrintEngine) -> None:
        self._path, self._language, self._engine = path, language, engine
        self._ended = threading.Event()
        self._terminal = _Terminal(path)
        self._thread = threading.Thread(target=self._run, name=f"simulated-printer:{path}", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()
        self._terminal.pull_out()

    def _run(self) -> None:
        while not self._ended.is_set():
            Listener(self._terminal, self._language, self._engine, self._ended).run()
            if not self._ended.is_set():
                self._terminal = _Terminal(self._path)


class _Terminal:
    """A pair of terminals as a wire; the far end is open here too, so that clients may come and go."""

    def __init__(self, path: Path) -> None:
        if sys.platform == "win32":
            raise OSError("Windows has no pseudo terminals")
        import tty

        self._near, self._far = os.openpty()
        tty.setraw(self._far)
        self._path, self._is_in, self._one_use = path, True, threading.Lock()
        path.unlink(missing_ok=True)
        path.symlink_to(os.ttyname(self._far))

    def receive(self) -> bytes | None:
        if not select.select([self._near], [], [], _POLL_S)[0]:
            return None
        return os.read(self._near, _CHUNK_BYTES)

    def send(self, data: bytes) -> None:
        with self._one_use:
            while data and self._is_in:
                data = data[os.write(self._near, data) :]

    def reset(self) -> None:
        self.pull_out()

    def pull_out(self) -> None:
        """Take the port away; once only, since the system gives the numbers of closed files to others."""
        with self._one_use:
            if self._is_in:
                self._is_in = False
                self._path.unlink(missing_ok=True)
                os.close(self._near)
                os.close(self._far)
