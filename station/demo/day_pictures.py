"""Draws what products of the demonstration look like: packs of our own, from nothing but the product's data.

Products of one name get one colour and one shape, as real packs of one brand do; a larger one is drawn
larger, and its size stands on it.
"""

import hashlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from cloud_api.wire.base import Zone
from cloud_api.wire.catalogue import Product
from station.kernel.ids import Sku
from station.picking.model.look_alikes import Named, bare_name, look_alikes

FONT = "NotoSansSC-Bold.ttf"
SIDE_PX = 480
MOST_ORDERED = 120
"""So many products get a picture, and those that may be taken for them."""
FILES_AT_ONCE = 60
_LIQUID = re.compile(r"\d\s*(?:ml|l|毫升|升)\b", re.IGNORECASE)
_SIZE = re.compile(r"\d+(?:\.\d+)?\s*(?:kg|g|ml|l|千克|公斤|克|斤|毫升|升)", re.IGNORECASE)
_HUES = (4, 28, 46, 96, 160, 196, 220, 262, 300, 336)
_GROUND = {Zone.AMBIENT: (251, 247, 239), Zone.CHILLED: (238, 246, 251), Zone.FROZEN: (233, 240, 250)}
_LEAST_PART, _FULL_WEIGHT_G = 0.66, 2_000
_LINE_CHARACTERS, _LINES = 7, 2

Font = ImageFont.FreeTypeFont


def chosen(products: Sequence[Product], wanted: Counter[str]) -> list[Product]:
    """The most ordered products and those they may be taken for."""
    by_sku = {product.sku: product for product in products}
    first = [sku for sku, _ in wanted.most_common(MOST_ORDERED) if sku in by_sku]
    twins = look_alikes([_named(by_sku[sku]) for sku in first], [_named(each) for each in products])
    found = dict.fromkeys(first) | dict.fromkeys(str(other.sku) for sku in twins for other in twins[sku])
    return [by_sku[sku] for sku in found]


def packed(products: Iterable[Product], fonts: Path) -> Iterator[bytes]:
    """Their pictures, called by SKU, in ZIPs of a few files each."""
    drawn: dict[str, bytes] = {}
    for product in products:
        drawn[f"{product.sku}.png"] = draw_picture(product, fonts)
        if len(drawn) == FILES_AT_ONCE:
            yield _zip(drawn)
            drawn = {}
    if drawn:
        yield _zip(drawn)


def draw_picture(product: Product, fonts: Path) -> bytes:
    """A PNG of the product's pack, the same for the same product."""
    picture = Image.new("RGB", (SIDE_PX, SIDE_PX), _GROUND[product.zone])
    pen = ImageDraw.Draw(picture)
    hue = _HUES[_number(bare_name(_named(product))) % len(_HUES)]
    part = _LEAST_PART + (1 - _LEAST_PART) * min(product.weight_g / _FULL_WEIGHT_G, 1)
    box = _pack(pen, product, hue, part)
    _label(pen, product, box, hue, fonts)
    made = io.BytesIO()
    picture.save(made, "PNG", compress_level=1)
    return made.getvalue()


Box = tuple[float, float, float, float]


def _pack(pen: ImageDraw.ImageDraw, product: Product, hue: int, part: float) -> Box:
    """The pack by its kind; the box its label goes into."""
    body, dark = f"hsl({hue}, 62%, 52%)", f"hsl({hue}, 62%, 34%)"
    tall, foot = 450 * part, SIDE_PX - 24
    if _LIQUID.search(f"{product.name} {product.spec}"):
        return _bottle(pen, foot - tall, foot, body, dark)
    wide = tall * 0.8
    left, right = (SIDE_PX - wide) / 2, (SIDE_PX + wide) / 2
    if "袋" in product.spec or "包" in product.spec:
        return _bag(pen, (left, foot - tall, right, foot), body, dark)
    lid, deep = tall * 0.12, 20
    top = foot - tall + lid
    pen.polygon([(left, top), (left + 2 * deep, top - lid), (right + deep, top - lid), (right, top)], dark)
    pen.polygon([(right, top), (right + deep, top - lid), (right + deep, foot - lid), (right, foot)], dark)
    pen.rectangle((left, top, right, foot), body)
    return left, top, right, foot


def _bottle(pen: ImageDraw.ImageDraw, top: float, foot: float, body: str, dark: str) -> Box:
    wide, neck = (foot - top) * 0.5, (foot - top) * 0.16
    middle, shoulder = SIDE_PX / 2, top + (foot - top) * 0.3
    pen.rectangle((middle - neck / 2, top, middle + neck / 2, top + 30), dark)
    pen.polygon(
        [
            (middle - neck / 2, top + 30),
            (middle + neck / 2, top + 30),
            (middle + wide / 2, shoulder),
            (middle - wide / 2, shoulder),
        ],
        body,
    )
    pen.rounded_rectangle((middle - wide / 2, shoulder - 6, middle + wide / 2, foot), 18, body)
    return middle - wide / 2, shoulder, middle + wide / 2, foot


def _bag(pen: ImageDraw.ImageDraw, box: Box, body: str, dark: str) -> Box:
    left, top, right, foot = box
    pen.rounded_rectangle((left, top + 18, right, foot - 18), 26, body)
    teeth = [left + (right - left) * step / 16 for step in range(17)]
    for edge, inner in ((top, top + 34), (foot, foot - 34)):
        points = [(x, edge if at % 2 else (edge * 3 + inner) / 4) for at, x in enumerate(teeth)]
        pen.polygon([(left, inner), *points, (right, inner)], dark)
    return left, top + 34, right, foot - 34


def _label(pen: ImageDraw.ImageDraw, product: Product, box: Box, hue: int, fonts: Path) -> None:
    """The name on white, the size as large as it goes."""
    left, top, right, foot = box
    wide, tall = right - left, foot - top
    plate = (left + wide * 0.08, top + tall * 0.14, right - wide * 0.08, top + tall * 0.9)
    pen.rounded_rectangle(plate, 14, "white")
    ink = f"hsl({hue}, 62%, 26%)"
    name = re.sub(r"\s+", "", _SIZE.sub("", product.name)) or product.name
    lines = [name[at : at + _LINE_CHARACTERS] for at in range(0, len(name), _LINE_CHARACTERS)][:_LINES]
    size = _SIZE.search(f"{product.spec} {product.name}")
    rows = [*lines, size.group() if size else product.spec[:_LINE_CHARACTERS]]
    room = (plate[3] - plate[1]) / (len(rows) + 0.6)
    for at, words in enumerate(rows):
        share = 1.25 if at == len(rows) - 1 else 0.85
        face = _fitting(words, plate[2] - plate[0] - 16, room * share, fonts)
        pen.text(((left + right) / 2, plate[1] + room * (at + 0.7)), words, ink, face, "mm")


def _fitting(words: str, wide: float, tall: float, fonts: Path) -> Font:
    face = ImageFont.truetype(fonts / FONT, max(int(tall * 0.8), 12))
    needed = face.getlength(words)
    return face if needed <= wide else face.font_variant(size=max(int(face.size * wide / needed), 10))


def _named(product: Product) -> Named:
    return Named(Sku(product.sku), product.name, product.spec)


def _number(words: str) -> int:
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:4])


def _zip(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()
