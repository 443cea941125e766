"""What a careful hand scans next at the dock and at the shop's desk, by the view the desk shows."""

from station.demo.station_rows import StationRows
from station.loading.model.view import LoadingView
from station.loading.model.view import TileState as LoadTile
from station.pickup.model.view import PickupView
from station.pickup.model.view import TileState as ReceiptTile


def loading_code(view: LoadingView, crates: StationRows) -> str | None:
    """The sheet of the next route, then the next crate that stands there packed; None: nothing to scan."""
    if view.route is None:
        route = next((row for row in view.routes if not row.departed), None)
        return None if route is None else crates.route_code(route.route_id)
    waiting = (crate for stop in view.route.stops for crate in stop.crates if crate.state is LoadTile.WAITING)
    crate = next(waiting, None)
    return None if crate is None else crates.sscc(crate.crate_id)


def receiving_code(view: PickupView, crates: StationRows) -> str | None:
    """The next crate to come off the van; None: all are here, or nothing is being received."""
    tiles = view.receiving.tiles if view.receiving is not None else ()
    tile = next((each for each in tiles if each.state is ReceiptTile.EXPECTED), None)
    return None if tile is None else crates.sscc(tile.crate_id)
