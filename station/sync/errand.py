"""Work with the cloud that can wait: behind facts, changes and scans, and never in their way."""

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress

from station.sync.answers import CloudRefused, CloudSilent
from station.sync.client import CloudClient


class BackgroundErrand(ABC):
    """A thread of its own with rounds: one when it is woken, and one now and then without being asked."""

    def __init__(
        self,
        name: str,
        new_client: Callable[[], CloudClient],
        on_bug: Callable[[Exception], None],
        try_again_s: float,
    ) -> None:
        """`try_again_s` after a round the next one begins by itself: whoever was silent is asked again."""
        self._new_client = new_client
        self._on_bug = on_bug
        self._try_again_s = try_again_s
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._client: CloudClient | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin with what an earlier run left."""
        self._news.set()
        self._thread.start()

    def wake(self) -> None:
        """There may be something to do, or the network is back."""
        self._news.set()

    def stop(self) -> None:
        """End; what is under way is done by the next run. Never on the store thread."""
        self._stopping.set()
        self._news.set()
        client = self._client
        if client is not None:
            client.close()
        if self._thread.ident is not None:
            self._thread.join()

    @abstractmethod
    def _do_all(self) -> None:
        """One round, on the thread of the errand; it looks at `_ends` between two things."""

    def _ends(self, breath_s: float = 0.0) -> bool:
        """Whether the errand is to stop, after a pause for others to breathe."""
        return self._stopping.wait(breath_s)

    @contextmanager
    def _line(self) -> Iterator[CloudClient]:
        """A line to the cloud; silence, and a refusal of the station as a whole, end the round quietly.

        It is made anew each round: the station's key may have been renewed since.
        """
        with suppress(CloudSilent, CloudRefused), closing(self._new_client()) as client:
            self._client = client
            yield client

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._news.wait(self._try_again_s)
            self._news.clear()
            if self._stopping.is_set():
                return
            try:
                self._do_all()
            except Exception as error:  # noqa: BLE001 - told whole; the next round is tried all the same
                self._on_bug(error)
