"""Makes a picture of a product out of whatever file there is: small, upright, without a camera's notes."""

import io
from enum import StrEnum

from PIL import Image, ImageOps
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.WebPImagePlugin import WebPImageFile

from cloud_api.storage.photo_store import JPEG, MOST_BYTES, PNG, media_type_of

MOST_PIXELS = 40_000_000
"""A phone's camera has 12 to 24 million; unpacked this is 160 MB for a moment."""
MOST_SIDE_PX = 480
LEAST_SIDE_PX = 32
MOST_KEPT_BYTES = 64 * 1024
_QUALITIES = (85, 75, 60, 40, 20)
_RIFF_HEADER, _CHUNK_HEADER = 12, 8
_SIZE_AT = {b"VP8X": 4, b"VP8 ": 6, b"VP8L": 1}
"""Where in a chunk of WebP its size stands (RFC 9649, 2.5 to 2.7)."""


class PictureFault(StrEnum):
    """Why a file is no picture of a product."""

    TOO_LARGE = "picture-too-large"
    TOO_MANY_PIXELS = "picture-too-many-pixels"
    TOO_SMALL = "picture-too-small"
    NO_PICTURE = "picture-not-readable"
    BROKEN = "picture-broken"


def made_ready(data: bytes) -> bytes | PictureFault:
    """A JPEG of at most 480 x 480 pixels and 64 KiB, the same for the same bytes; or why there is none.

    The size is read from the header before anything is unpacked, so that a small file cannot fill the memory.
    """
    if len(data) > MOST_BYTES:
        return PictureFault.TOO_LARGE
    kind = media_type_of(data)
    if kind is None:
        return PictureFault.NO_PICTURE
    try:
        return _made(data, kind)
    except Exception:  # noqa: BLE001 - a foreign decoder fails in many ways, each means a broken file
        return PictureFault.BROKEN


def _made(data: bytes, kind: str) -> bytes | PictureFault:
    if kind not in (JPEG, PNG) and _fault_of_size(*_webp_size(data)) is PictureFault.TOO_MANY_PIXELS:
        return PictureFault.TOO_MANY_PIXELS  # its decoder takes the memory as soon as it is made
    # Not Image.open: it warns of large pictures where here they are refused.
    opener = {JPEG: JpegImageFile, PNG: PngImageFile}.get(kind, WebPImageFile)
    with opener(io.BytesIO(data)) as picture:
        fault = _fault_of_size(*picture.size)
        return _small(picture) if fault is None else fault


def _fault_of_size(width: int, height: int) -> PictureFault | None:
    if width * height > MOST_PIXELS:
        return PictureFault.TOO_MANY_PIXELS
    return PictureFault.TOO_SMALL if min(width, height) < LEAST_SIDE_PX else None


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height as the first chunk tells them. Raises KeyError for a chunk that is none."""
    form = data[_RIFF_HEADER : _RIFF_HEADER + 4]
    at = _RIFF_HEADER + _CHUNK_HEADER + _SIZE_AT[form]
    if form == b"VP8X":
        return 1 + int.from_bytes(data[at : at + 3], "little"), 1 + int.from_bytes(
            data[at + 3 : at + 6], "little"
        )
    bits = int.from_bytes(data[at : at + 4], "little")
    if form == b"VP8L":
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return bits & 0x3FFF, bits >> 16 & 0x3FFF


def _small(picture: ImageFile) -> bytes:
    """The first frame, as people see it."""
    picture.draft("RGB", (2 * MOST_SIDE_PX, 2 * MOST_SIDE_PX))
    turned = _upright(picture)
    shown = _on_white(turned)
    shown.thumbnail((MOST_SIDE_PX, MOST_SIDE_PX), Image.Resampling.LANCZOS)
    for quality in _QUALITIES:
        made = io.BytesIO()
        shown.save(made, "JPEG", quality=quality, optimize=True)
        if made.tell() <= MOST_KEPT_BYTES:
            break
    return made.getvalue()


def _upright(picture: Image.Image) -> Image.Image:
    """Turned as the camera was held; a camera that wrote that unreadably was held straight."""
    picture.load()
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # noqa: BLE001 - notes of a camera come in any form, the picture itself is good
        return picture.copy()


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, and without what stands beside the pixels."""
    if picture.has_transparency_data:
        cut_out = picture.convert("RGBA")
        ground = Image.new("RGB", picture.size, "white")
        ground.paste(cut_out, mask=cut_out.getchannel("A"))
        return ground
    plain = picture.convert("RGB")
    plain.info = {}
    return plain
