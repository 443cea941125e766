"""Several callers at the same moment."""

import threading
from collections.abc import Sequence
from typing import Any

from tests.cloud_api.kit import DEADLINE_S


def all_at_once(work: Sequence[Any]) -> list[Any]:
    """Call functions in a thread each, started together; their answers in order."""
    start = threading.Barrier(len(work))
    answers: list[Any] = [None] * len(work)

    def run(place: int) -> None:
        start.wait(DEADLINE_S)
        try:
            answers[place] = work[place]()
        except Exception as error:  # noqa: BLE001 - raised again on the test's own thread
            answers[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for answer in answers:
        if isinstance(answer, Exception):
            raise answer
    return answers
