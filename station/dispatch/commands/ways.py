"""Where the ways between the stops come from, by the setting; what fails is told and estimated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from station.dispatch.model.problem import Matrix
from station.dispatch.model.view_routes import MapPoint
from station.dispatch.planner.matrix_files import holes, read_matrices
from station.dispatch.planner.places import Place
from station.dispatch.planner.road_server import ask_road_server
from station.dispatch.planner.travel import Matrices, estimate
from station.kernel.messages import Message
from station.kernel.trouble import Trouble

MOST_NAMED = 5

Points = Sequence[MapPoint | None]


@dataclass(frozen=True, eq=False)
class Ways:
    """Metres and seconds between places, and how they were come by."""

    places: tuple[str, ...]
    points: tuple[MapPoint | None, ...]
    metres: Matrix
    seconds: Matrix
    how: Message
    warning: Message | None = None
    """What the dispatcher should know of them: a source that failed, places without ways."""

    def fit(self, places: Sequence[str], points: Points) -> bool:
        """Whether these are the ways between those places."""
        return self.places == tuple(places) and self.points == tuple(points)


Measure = Callable[[Sequence[str], Points], Ways]
"""Measures the ways between places (codes, the depot first) at points; may take seconds; never raises."""


def measure_by(setting: str) -> Measure:
    """How to measure by the setting `travel_times`: "estimate", "file:PATH" or "osrm:URL"."""
    kind, _, where = setting.partition(":")

    def measure(places: Sequence[str], points: Points) -> Ways:
        if kind == "estimate":
            return _estimated(places, points, None)
        try:
            if kind == "file":
                matrices = read_matrices(Path(where), places)
                how = Message("Travel times from {file}", file=Path(where).name)
            else:
                matrices = ask_road_server(where, _places(points))
                how = Message("Travel times from the road server")
        except Trouble as trouble:
            return _estimated(places, points, trouble)
        return _ways(places, points, matrices, how, _pathless(matrices, places, points))

    return measure


def _estimated(places: Sequence[str], points: Points, trouble: Trouble | None) -> Ways:
    warning = (
        Message("{trouble}. The ways are estimated from straight lines", trouble=trouble.what)
        if trouble
        else None
    )
    return _ways(places, points, estimate(_places(points)), Message("Travel times are estimated"), warning)


def _ways(
    places: Sequence[str], points: Points, matrices: Matrices, how: Message, warning: Message | None
) -> Ways:
    return Ways(tuple(places), tuple(points), *matrices, how, warning)


def _pathless(matrices: Matrices, places: Sequence[str], points: Points) -> Message | None:
    """Places with a position from or to which a way is missing, in words."""
    placed = [at for at, point in enumerate(points) if point is not None]
    among = (
        matrices[0][placed][:, placed],
        matrices[1][placed][:, placed],
    )
    names = holes(among, [places[at] for at in placed])
    if not names:
        return None
    shown = ", ".join(names[:MOST_NAMED])
    return Message("Ways are missing for {count} places: {places}", count=len(names), places=shown)


def _places(points: Points) -> list[Place | None]:
    return [None if point is None else Place(point.latitude, point.longitude) for point in points]
