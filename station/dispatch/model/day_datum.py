"""China's maps shift their positions (GCJ-02); routes and maps here are drawn in WGS-84 only."""

import math

from cloud_api.wire.catalogue import Datum

SEMI_MAJOR_M = 6_378_245.0
"""Krasovsky 1940, the ellipsoid GCJ-02 is computed on."""
ECCENTRICITY_SQUARED = 0.006_693_421_622_965_943
ORIGIN_LATITUDE, ORIGIN_LONGITUDE = 35.0, 105.0
CHINA = (0.8293, 55.8271, 72.004, 137.8347)
"""Degrees: south, north, west and east edge of where the shift applies."""
CLOSE_ENOUGH = 1e-9
"""Degrees, a tenth of a millimetre."""
MOST_ROUNDS = 20


def to_wgs84(latitude: float, longitude: float, datum: Datum) -> tuple[float, float]:
    """A position of any datum in WGS-84; degrees.

    The shift of GCJ-02 is known in one direction only (formula as published in googollee/eviltransform and
    the sources it names); the other is found by turns, each of which makes the error some hundred times
    smaller.
    """
    if datum is Datum.WGS_84 or not _in_china(latitude, longitude):
        return latitude, longitude
    found = latitude, longitude
    for _ in range(MOST_ROUNDS):
        shifted = to_gcj02(*found)
        off = latitude - shifted[0], longitude - shifted[1]
        found = found[0] + off[0], found[1] + off[1]
        if max(map(abs, off)) < CLOSE_ENOUGH:
            break
    return found


def to_gcj02(latitude: float, longitude: float) -> tuple[float, float]:
    """A WGS-84 position as China's maps have it; degrees."""
    if not _in_china(latitude, longitude):
        return latitude, longitude
    north, east = _shift_m(latitude - ORIGIN_LATITUDE, longitude - ORIGIN_LONGITUDE)
    radians = math.radians(latitude)
    bulge = 1 - ECCENTRICITY_SQUARED * math.sin(radians) ** 2
    meridian_m = SEMI_MAJOR_M * (1 - ECCENTRICITY_SQUARED) / bulge**1.5
    parallel_m = SEMI_MAJOR_M / math.sqrt(bulge) * math.cos(radians)
    return latitude + math.degrees(north / meridian_m), longitude + math.degrees(east / parallel_m)


def _shift_m(y: float, x: float) -> tuple[float, float]:
    """Metres to the north and to the east, of degrees from the origin of the shift."""
    root = math.sqrt(abs(x))
    short = 20 * (math.sin(6 * math.pi * x) + math.sin(2 * math.pi * x))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
    north += (
        short
        + 20 * math.sin(math.pi * y)
        + 40 * math.sin(math.pi * y / 3)
        + 160 * math.sin(math.pi * y / 12)
        + 320 * math.sin(math.pi * y / 30)
    ) * (2 / 3)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
    east += (
        short
        + 20 * math.sin(math.pi * x)
        + 40 * math.sin(math.pi * x / 3)
        + 150 * math.sin(math.pi * x / 12)
        + 300 * math.sin(math.pi * x / 30)
    ) * (2 / 3)
    return north, east


def _in_china(latitude: float, longitude: float) -> bool:
    south, north, west, east = CHINA
    return south <= latitude <= north and west <= longitude <= east
