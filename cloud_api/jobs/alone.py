"""A process that does jobs and nothing else, for a service of several processes."""

import json
import logging
import signal
import sys
import threading
from types import FrameType

from sqlalchemy import Engine

from cloud_api.cycles.schedule import CutOffSchedule
from cloud_api.jobs.promises import Promises
from cloud_api.jobs.work import ImportDuties, duties_of
from cloud_api.jobs.worker import Worker
from cloud_api.settings import Settings
from cloud_api.storage.clock import system_clock
from cloud_api.wiring import hooks_of

_GRACE_S = 8.0
_LOG = logging.getLogger(__name__)


def work(settings: Settings, engine: Engine, imports: ImportDuties) -> bool:
    """Do jobs, and cut off what is due, until SIGTERM or SIGINT.

    Prints `{"working_as": NAME}` as one line once it does. Answers False when a step is still under way after
    eight seconds: leave the process, the next worker does it again. Raises WorkerTakenError.
    """
    stopping = threading.Event()
    _stop_on_signals(stopping)
    promises = Promises(engine)
    hooks = hooks_of(settings, promises.enqueue)
    duties = duties_of(settings, engine, system_clock, hooks, stopping, imports)
    worker = Worker(engine, system_clock, duties, promises, settings.worker_name, stopping)
    worker.start()
    schedule = CutOffSchedule(engine, system_clock, hooks)
    schedule.start()
    sys.stdout.write(json.dumps({"working_as": settings.worker_name}) + "\n")
    sys.stdout.flush()
    stopping.wait()
    schedule.stop()
    ended = worker.stop(_GRACE_S)
    _LOG.info("worker %s ended", settings.worker_name)
    return ended


def _stop_on_signals(stopping: threading.Event) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
