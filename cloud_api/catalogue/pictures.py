"""Keeps what products look like: one by one or a ZIP full, and tells stations by the product."""

import io
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import NamedTuple

from sqlalchemy import Connection, Engine, select

from cloud_api.catalogue.kinds import Kind
from cloud_api.catalogue.listing import find_row
from cloud_api.catalogue.picture_files import MOST_PIXELS, PictureFault, made_ready
from cloud_api.catalogue.service import keep_rows
from cloud_api.http.callers import Caller
from cloud_api.storage.photo_store import JPEG, MOST_BYTES, KeptPhoto, Sender, find_photo, keep_photo
from cloud_api.storage.tables.catalogue import products
from cloud_api.storage.transaction import Lock, lock_exclusive, reading, writing
from cloud_api.wire.catalogue import GTIN_DIGITS, PictureKept, PictureResult, Product, RowVerdict

MOST_FILES = 1_000
"""In one ZIP; with more a person could not read what was refused."""
SENTENCES: Mapping[PictureFault, str] = {
    PictureFault.TOO_LARGE: (
        f"The picture has more than {MOST_BYTES} bytes. Save it with fewer pixels and send it again."
    ),
    PictureFault.TOO_MANY_PIXELS: (
        f"The picture has more than {MOST_PIXELS} pixels. Save it with fewer and send it again."
    ),
    PictureFault.TOO_SMALL: "The picture is under 32 pixels wide or high. Take one that shows the product.",
    PictureFault.NO_PICTURE: "These bytes are no JPEG, PNG or WebP picture. Save it as one of them.",
    PictureFault.BROKEN: "The picture is damaged and cannot be opened. Save it anew and send it again.",
}
_GTIN_LENGTHS = frozenset({8, 12, 13, 14})


class Known(NamedTuple):
    """Which product a file is of, by what it is called."""

    skus: frozenset[str]
    by_gtin: Mapping[str, frozenset[str]]


class ZipRefusedError(Exception):
    """A file that is no ZIP of pictures; the message says what to do."""


def picture_of(connection: Connection, sku: str) -> str | None:
    """The hash of the picture of a product; None where there is none, or no such product."""
    return connection.scalar(select(products.c.picture).where(products.c.sku == sku))


def read_picture(engine: Engine, sku: str) -> tuple[str, KeptPhoto] | None:
    """The picture of a product with its hash."""
    with reading(engine) as connection:
        digest = picture_of(connection, sku)
        kept = None if digest is None else find_photo(connection, digest)
    return None if digest is None or kept is None else (digest, kept)


def put_picture(
    engine: Engine, caller: Caller, sku: str, data: bytes, now: datetime
) -> PictureKept | PictureFault | None:
    """Make a file ready and show the product by it; None where there is no such product."""
    with reading(engine) as connection:
        if find_row(connection, Kind.PRODUCT, sku) is None:
            return None
    ready = made_ready(data)
    if isinstance(ready, PictureFault):
        return ready
    with writing(engine) as connection:
        lock_exclusive(connection, Lock.CATALOGUE)
        digest = keep_photo(connection, ready, JPEG, Sender(caller.station_id), now)
        before = picture_of(connection, sku)
        if not _show(connection, caller, sku, digest, now):
            return None
    verdict = RowVerdict.CREATED if before is None else RowVerdict.CHANGED
    verdict = RowVerdict.UNCHANGED if before == digest else verdict
    return PictureKept(sku=sku, verdict=verdict, picture=digest, bytes=len(ready))


def remove_picture(engine: Engine, caller: Caller, sku: str, now: datetime) -> bool:
    """The product is shown by no picture any more; False where there is no such product."""
    with writing(engine) as connection:
        lock_exclusive(connection, Lock.CATALOGUE)
        return _show(connection, caller, sku, None, now)


def put_pictures(engine: Engine, caller: Caller, data: bytes, now: datetime) -> Iterator[PictureResult]:
    """Each file of a ZIP by itself: a bad one never keeps the others out.

    A file is of the product whose SKU or bar code it is called by. Raises ZipRefusedError.
    """
    try:
        packed = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ZipRefusedError("This file is no ZIP. Pack the pictures into one and send it.") from error
    with packed:
        files = [each for each in packed.infolist() if not each.is_dir() and not _is_litter(each.filename)]
        if not files:
            raise ZipRefusedError("There is no file in this ZIP. Pack the pictures into one and send it.")
        if len(files) > MOST_FILES:
            raise ZipRefusedError(f"This ZIP has more than {MOST_FILES} files. Send them in several.")
        with reading(engine) as connection:
            known = _known(connection)
        for each in files:
            yield _put_one(engine, caller, packed, each, known, now)


def _put_one(
    engine: Engine,
    caller: Caller,
    packed: zipfile.ZipFile,
    file: zipfile.ZipInfo,
    known: Known,
    now: datetime,
) -> PictureResult:
    name = file.filename.encode("utf-8", "replace").decode().replace("\0", "?")
    found = _meant(PurePosixPath(name.replace("\\", "/")).stem.strip(), known)
    if len(found) != 1:
        reason = _many(found) if found else _nobody()
        return PictureResult(file=name, verdict=RowVerdict.REFUSED, reason=reason)
    sku = next(iter(found))
    unpacked = _unpacked(packed, file)
    done = unpacked if isinstance(unpacked, PictureFault) else put_picture(engine, caller, sku, unpacked, now)
    if done is None:
        return PictureResult(file=name, verdict=RowVerdict.REFUSED, reason=_nobody())
    if isinstance(done, PictureFault):
        return PictureResult(file=name, sku=sku, verdict=RowVerdict.REFUSED, reason=SENTENCES[done])
    return PictureResult(file=name, sku=sku, verdict=done.verdict)


def _unpacked(packed: zipfile.ZipFile, file: zipfile.ZipInfo) -> bytes | PictureFault:
    """The bytes of a file, never more than a picture may have, whatever its header says."""
    try:
        with packed.open(file) as source:
            data = source.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError):
        return PictureFault.BROKEN  # RuntimeError: it is encrypted
    return data


def _is_litter(name: str) -> bool:
    """What systems pack beside the files of a person."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or (bool(parts) and (parts[-1].startswith(".") or parts[-1] == "Thumbs.db"))


def _known(connection: Connection) -> Known:
    by_gtin: defaultdict[str, set[str]] = defaultdict(set)
    rows = connection.execute(select(products.c.sku, products.c.gtins, products.c.units)).all()
    for row in rows:
        for gtin in (*row.gtins, *(unit["gtin"] for unit in row.units if unit.get("gtin"))):
            by_gtin[gtin].add(row.sku)
    return Known(
        frozenset(row.sku for row in rows), {gtin: frozenset(skus) for gtin, skus in by_gtin.items()}
    )


def _meant(name: str, known: Known) -> frozenset[str]:
    if name in known.skus:
        return frozenset({name})
    is_code = name.isascii() and name.isdigit() and len(name) in _GTIN_LENGTHS
    return known.by_gtin.get(name.zfill(GTIN_DIGITS), frozenset()) if is_code else frozenset()


def _nobody() -> str:
    return "No product has this SKU or bar code. Call the file as the product, such as 100001.jpg."


def _many(skus: frozenset[str]) -> str:
    return f"Several products have this bar code: {', '.join(sorted(skus))}. Call the file by the SKU."


def _show(connection: Connection, caller: Caller, sku: str, digest: str | None, now: datetime) -> bool:
    """Name the picture in the product, under Lock.CATALOGUE: noted and told as any change of it."""
    row = find_row(connection, Kind.PRODUCT, sku)
    if not isinstance(row, Product):
        return False
    keep_rows(connection, [row.model_copy(update={"picture": digest})], now, caller.actor)
    return True
