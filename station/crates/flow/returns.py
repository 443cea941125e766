"""A run of boxes and crates that came back: one scan each, counted, none of them twice."""

from dataclasses import dataclass, field

from cloud_api.wire.crates import BoxCondition
from station.crates.commands import boxes, changing
from station.crates.commands.desk import Desk
from station.crates.flow.picture import moment
from station.crates.model.known import Known
from station.crates.model.verdicts import Ruling, Verdict
from station.crates.model.view import BoxRow
from station.crates.store.boxes import box_known

MOST_SHOWN = 40


@dataclass
class ReturnRun:
    """What was scanned since the run began, newest last; `condition` is that of the boxes scanned next."""

    condition: BoxCondition = BoxCondition.OK
    _rows: dict[str, BoxRow] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many came back."""
        return len(self._rows)

    def rows(self) -> tuple[BoxRow, ...]:
        """The last scans, newest first."""
        return tuple(reversed(self._rows.values()))[:MOST_SHOWN]

    def box(self, desk: Desk, number: str) -> Ruling:
        """A box; scanned again as something else, the later word counts."""
        before = self._rows.pop(number, None)
        if before is not None and before.condition is self.condition:
            self._rows[number] = before
            return Ruling(Verdict.BOX_COUNTED, {"box": number})
        with desk.database.look() as connection:
            kept = box_known(connection, number)
        ruling = boxes.box_back(desk, number, self.condition)
        shop = kept.pickup_point_name if kept else ""
        since = moment(kept.out_since, desk.time_zone) if kept else ""
        self._rows[number] = BoxRow(number, number, shop, since, self.condition)
        return ruling

    def crate(self, desk: Desk, known: Known) -> Ruling:
        """A one-way crate that came back empty."""
        ruling = changing.empty(desk, known)
        if ruling.verdict is Verdict.CRATE_BACK:
            called = f"{known.number}/{known.of}"
            self._rows[known.label] = BoxRow(
                known.label, called, known.pickup_point_name, "", BoxCondition.OK
            )
        return ruling
