"""The third scene: a colleague at another desk packs what the van still waits for."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from station.demo.colleague import Colleague
from station.demo.scenes.scene import Hands, Scene


class ColleagueScene(Scene):
    """Nothing happens in the window: its pictures would show an operator looking on."""

    def __init__(self, hands: Hands, resources: Path) -> None:
        super().__init__(hands)
        self._resources = resources
        self._colleague: Colleague | None = None
        self.wanted: Sequence[UUID] = ()
        """Waves to be packed; the cloud says which of them are packed already."""

    def begin(self) -> None:
        waves = self._not_packed()
        self.hands.report.colleague_waves = len(waves)
        self._colleague = Colleague(self.hands.stage, self._resources, waves)
        self._colleague.start()

    def _not_packed(self) -> list[UUID]:
        stage = self.hands.stage
        rows = stage.cloud.waves(stage.cycle_id)
        open_waves = {UUID(row["id"]) for row in rows if not row["completed_at"]}
        return [wave for wave in self.wanted if wave in open_waves]

    def tick(self) -> None:
        colleague = self._colleague
        assert colleague is not None
        if colleague.scans != self.hands.report.colleague_scans:
            self.hands.report.colleague_scans = colleague.scans
            self.hands.moved()
        if colleague.is_done and not self._not_packed():
            colleague.stop()
            self.done = True
