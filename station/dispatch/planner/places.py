"""Places on the earth, all brought to one datum, since China's maps shift theirs by half a kilometre."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cloud_api.wire.catalogue import Datum
from station.dispatch.model import day_datum

EARTH_M = 6_371_008.8
"""Mean radius."""


@dataclass(frozen=True)
class Place:
    """A position in degrees, and what it is measured against."""

    latitude: float
    longitude: float
    datum: Datum = Datum.WGS_84


def to_wgs84(place: Place) -> Place:
    """The same place in WGS-84; outside China's box nothing is shifted."""
    return Place(*day_datum.to_wgs84(place.latitude, place.longitude, place.datum))


def to_gcj02(place: Place) -> Place:
    """The same place as China's maps draw it."""
    if place.datum is Datum.GCJ_02:
        return place
    return Place(*day_datum.to_gcj02(place.latitude, place.longitude), Datum.GCJ_02)


def straight_metres(places: Sequence[Place]) -> NDArray[np.float64]:
    """Straight lines over the sphere between all pairs, in metres (haversine)."""
    spots = [to_wgs84(place) for place in places]
    latitude = np.radians([spot.latitude for spot in spots])
    longitude = np.radians([spot.longitude for spot in spots])
    north = np.sin((latitude[:, None] - latitude) / 2) ** 2
    east = np.sin((longitude[:, None] - longitude) / 2) ** 2
    chord = north + np.cos(latitude)[:, None] * np.cos(latitude) * east
    metres: NDArray[np.float64] = 2 * EARTH_M * np.arcsin(np.sqrt(np.clip(chord, 0, 1)))
    return metres
