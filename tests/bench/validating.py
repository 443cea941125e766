"""The service as it is, but for the writing: what the orders of the intake bench are measured against."""

import gc
import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import uvicorn

from cloud_api.app import create_app
from cloud_api.orders.intake import Intake, Job, Outcome, admit
from cloud_api.orders.rows import ReadOrder, read_order
from cloud_api.server import base_url, listen
from cloud_api.settings import Settings
from cloud_api.storage.clock import system_clock
from cloud_api.storage.engine import open_engine
from cloud_api.storage.transaction import reading
from cloud_api.wire.orders import OrderResult, OrderVerdict


class ValidatingIntake(Intake):
    """Looks tokens up, reads every order whole and forgets it: as the real one but for the writing."""

    def _commit(self, group: Sequence[Job]) -> Mapping[Job, Outcome]:
        with reading(self._engine) as connection:
            refused = admit(connection, group, self._clock())
        admitted = [job for job in group if job not in refused]
        return {**refused, **{job: job.wording([_checked(row) for row in job.rows]) for job in admitted}}


def _checked(row: Any) -> OrderResult:
    read = read_order(row)
    if not isinstance(read, ReadOrder):
        return OrderResult(order_no=read.order_no, verdict=OrderVerdict.REFUSED, reason=read.reason)
    return OrderResult(order_no=read.order.order_no, verdict=OrderVerdict.ACCEPTED)


def main(database: str) -> None:
    """Serve on a free port until killed; tells its URL as `cloud_api serve` does."""
    engine = open_engine(database)
    settings = Settings(database=database)
    app = create_app(settings, engine)
    app.state.intake = ValidatingIntake(engine, system_clock)
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    gc.freeze()  # as cloud_api.server does
    with listen("127.0.0.1", 0) as listening:
        print(json.dumps({"listening_on": base_url(listening)}), flush=True)
        uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main(sys.argv[1])
