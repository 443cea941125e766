"""A desk that hands its wave over and dies at a moment it is told: run by test_handing.py.

Arguments: the folder of its database, the id of its station, and how many statements of the hand-over run
before it is killed; -1: all of them, and the commit.
"""

import os
import signal
import sys
from pathlib import Path
from uuid import UUID

from sqlalchemy import event

from station.kernel.ids import StationId
from station.picking.model.verdicts import Verdict
from tests.station.kit import Bench


def main() -> int:
    folder, station, statements = Path(sys.argv[1]), UUID(sys.argv[2]), int(sys.argv[3])
    bench = Bench(folder, enrolled=True)
    bench.desk.station_id = StationId(station)
    view = bench.flow.hand_over()
    assert view.answer is not None
    assert view.answer.verdict is Verdict.CONFIRM_HAND_OVER
    seen: list[str] = []

    def die(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith(("INSERT", "UPDATE")):
            seen.append(statement)
        if len(seen) == statements:
            os.kill(os.getpid(), signal.SIGKILL)

    with bench.desk.database.look() as connection:
        event.listen(connection.engine, "after_cursor_execute", die)
    bench.flow.hand_over()
    os.kill(os.getpid(), signal.SIGKILL)
    return 1


if __name__ == "__main__":
    sys.exit(main())
