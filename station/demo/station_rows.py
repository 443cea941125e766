"""What the demonstration looks up beside the screen: codes on labels and sheets, facts not yet sent."""

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID


class StationRows:
    """Rows of the station's file; read only."""

    def __init__(self, database: Path) -> None:
        self._database = database

    def sscc(self, crate_id: UUID) -> str:
        """The number on the label of a crate this station was told of."""
        query = (
            "SELECT sscc FROM stop_crate WHERE crate_id = :id "
            "UNION SELECT sscc FROM delivery_crate WHERE crate_id = :id"
        )
        ((sscc,),) = self._read(query, {"id": crate_id.hex})
        return str(sscc)

    def route_code(self, route_id: UUID) -> str:
        """The number on the sheet of a route."""
        ((code,),) = self._read("SELECT code FROM route WHERE id = :id", {"id": route_id.hex})
        return str(code)

    def of_other_routes(self, route_id: UUID) -> list[str]:
        """Closed crates whose stop is not on this route, as the newest plan has it."""
        query = (
            "SELECT sscc FROM stop_crate WHERE closed AND wave_id NOT IN ("
            "SELECT replace(json_extract(stop.value, '$.wave_id'), '-', '') "
            "FROM route, json_each(route.body, '$.stops') AS stop WHERE route.id = :id) ORDER BY sscc"
        )
        return [str(sscc) for (sscc,) in self._read(query, {"id": route_id.hex})]

    def waiting_facts(self) -> int:
        """Facts the cloud has not answered yet."""
        ((count,),) = self._read("SELECT count(*) FROM fact WHERE state = 'waiting'", {})
        return int(str(count))

    def _read(self, query: str, values: dict[str, str]) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(f"file:{self._database}?mode=ro", uri=True)) as connection:
            return connection.execute(query, values).fetchall()
