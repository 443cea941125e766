"""Places on the earth, all brought to one datum, since China's maps shift theirs by half a kilometre."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cloud_api.wire.catalogue import Datum

EARTH_M = 6_371_008.8
"""Mean radius."""

_AXIS_M = 6_378_245.0
_ECCENTRICITY_SQUARED = 0.00669342162296594323
"""Krasovsky's ellipsoid, on which the shift of GCJ-02 is defined."""
_EXACT_DEGREES = 1e-7
"""A centimetre."""
_TURNS = 20


@dataclass(frozen=True)
class Place:
    """A position in degrees, and what it is measured against."""

    latitude: float
    longitude: float
    datum: Datum = Datum.WGS_84


def to_wgs84(place: Place) -> Place:
    """The same place in WGS-84, to the centimetre.

    The shift of GCJ-02 is known in one direction only (formula as published in googollee/eviltransform and
    sources it names); the other is found by turns, each of which makes the error some hundred times smaller.
    Outside China's box nothing is shifted.
    """
    if place.datum is Datum.WGS_84:
        return place
    latitude, longitude = place.latitude, place.longitude
    for _ in range(_TURNS):
        shifted = to_gcj02(Place(latitude, longitude))
        north, east = place.latitude - shifted.latitude, place.longitude - shifted.longitude
        latitude, longitude = latitude + north, longitude + east
        if max(abs(north), abs(east)) < _EXACT_DEGREES:
            break
    return Place(latitude, longitude)


def to_gcj02(place: Place) -> Place:
    """The same place as China's maps draw it."""
    if place.datum is Datum.GCJ_02 or not _in_china(place):
        return Place(place.latitude, place.longitude, Datum.GCJ_02)
    x, y = place.longitude - 105, place.latitude - 35
    north_m, east_m = _shift_m(x, y)
    bend = 1 - _ECCENTRICITY_SQUARED * math.sin(math.radians(place.latitude)) ** 2
    meridian_m = _AXIS_M * (1 - _ECCENTRICITY_SQUARED) / (bend * math.sqrt(bend))
    parallel_m = _AXIS_M / math.sqrt(bend) * math.cos(math.radians(place.latitude))
    return Place(
        place.latitude + math.degrees(north_m / meridian_m),
        place.longitude + math.degrees(east_m / parallel_m),
        Datum.GCJ_02,
    )


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


def _in_china(place: Place) -> bool:
    return 0.8293 <= place.latitude <= 55.8271 and 72.004 <= place.longitude <= 137.8347


def _shift_m(x: float, y: float) -> tuple[float, float]:
    """How far the map is shifted to the north and to the east, in metres, x and y degrees from 105 E 35 N."""
    ripple = 20 * math.sin(6 * math.pi * x) + 20 * math.sin(2 * math.pi * x)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    north += 2 / 3 * (ripple + _waves(y, (20, 1), (40, 3), (160, 12), (320, 30)))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    east += 2 / 3 * (ripple + _waves(x, (20, 1), (40, 3), (150, 12), (300, 30)))
    return north, east


def _waves(along: float, *waves: tuple[int, int]) -> float:
    return sum(height * math.sin(along * math.pi / length) for height, length in waves)
