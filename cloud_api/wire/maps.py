"""Addresses that a phone's map opens at a pickup point, for drivers' sheets and customers' pages."""

from urllib.parse import quote

from cloud_api.wire.catalogue import Datum, PickupPoint

_MARKER = "https://uri.amap.com/marker"
_SEARCH = "https://uri.amap.com/search"
_DATUM = {Datum.WGS_84: "wgs84", Datum.GCJ_02: "gaode"}
_NAME_CHARACTERS = 6
"""Each Chinese character takes nine of a code's bytes: a longer name would make it too fine to read."""
_ADDRESS_CHARACTERS = 24


def map_link(point: PickupPoint) -> str:
    """Address of the point on Amap, in ASCII; "" where neither position nor address is known.

    Forms: lbs.amap.com/api/uri-api/guide/mobile-web/point and …/guide/search/search. The datum of the
    position is named, so that the map shifts it where it must. `callnative` opens the app where it is.
    """
    if point.latitude is not None and point.longitude is not None:
        position = f"{point.longitude:.5f},{point.latitude:.5f}"
        name = _quoted(point.name, _NAME_CHARACTERS)
        return f"{_MARKER}?position={position}&name={name}&coordinate={_DATUM[point.datum]}&callnative=1"
    if keyword := _quoted(point.address, _ADDRESS_CHARACTERS):
        return f"{_SEARCH}?keyword={keyword}&callnative=1"
    return ""


def _quoted(text: str, most: int) -> str:
    shown = "".join(character for character in " ".join(text.split()) if character.isprintable())
    return quote(shown[:most].strip(), safe="")
