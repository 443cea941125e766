"""Files people bring: what each is taken for, what would become of its rows, and what did."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field, JsonValue

from cloud_api.wire.base import NO_NUL, Message, Moment


def _storable(text: str) -> str:
    """Half characters (lone surrogates) fit no database."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("a text holds a character that cannot be stored. Remove it")
    return text


_Told = Annotated[str, Field(max_length=500, pattern=NO_NUL), AfterValidator(_storable)]


_NO_OTHER_KEYS: dict[str, JsonValue] = {"additionalProperties": False}
"""A schema tells what keys look like in `patternProperties`, which lets all others pass."""


class ImportKind(StrEnum):
    """What the rows of a file are."""

    ORDERS = "orders"
    PRODUCTS = "products"
    SUPPLIERS = "suppliers"
    BINS = "bins"
    PICKUP_POINTS = "pickup_points"
    VANS = "vans"
    OPERATORS = "operators"


class Reading(Message):
    """How a file is read: guessed when it comes, put right by a person."""

    sheet: _Told
    """Name of the sheet whose rows are taken."""
    kind: ImportKind
    columns: Annotated[dict[_Told, _Told], Field(max_length=60, json_schema_extra=_NO_OTHER_KEYS)]
    """The heading in the file for each of our fields."""
    defaults: Annotated[
        dict[_Told, _Told],
        Field(max_length=60, default_factory=dict, json_schema_extra=_NO_OTHER_KEYS),
    ]
    """What a field is where the file tells nothing: `{"pickup_point": "P001"}`."""
    time_zone: Annotated[str, Field(max_length=64, pattern=NO_NUL), AfterValidator(_storable)] = (
        "Asia/Shanghai"
    )
    """Of times without an offset."""
    group: _Told = ""
    """Group 团 whose numbers (跟团号) the file counts: what the order numbers made of them begin with."""
    products: Annotated[
        dict[_Told, _Told],
        Field(max_length=5_000, default_factory=dict, json_schema_extra=_NO_OTHER_KEYS),
    ]
    """SKUs of products as the file names them, where the catalogue names them otherwise."""
    points: Annotated[
        dict[_Told, _Told],
        Field(max_length=5_000, default_factory=dict, json_schema_extra=_NO_OTHER_KEYS),
    ]
    """Codes of pickup points as the file names them, where the catalogue names them otherwise."""


class ImportState(StrEnum):
    """How far a file is."""

    CHECKING = "checking"
    """Its rows are being judged; nothing is taken in yet."""
    WAITING = "waiting"
    """A person has to look at its reading and start it."""
    RUNNING = "running"
    DONE = "done"


class ImportFile(Message):
    """A file somebody brought, and how far it is."""

    id: UUID
    name: str
    kind: ImportKind
    state: ImportState
    uploaded_by: str
    uploaded_at: Moment
    started_at: Moment | None = None
    done_at: Moment | None = None
    taken_before: Moment | None = None
    """When exactly the same file was taken in before; taking it again repeats nothing."""
    checked_at: Moment | None = None
    """When its rows were last judged to the end; None while they are being judged."""
    fault: str | None = None
    """Why the file could not be read to its end, found after it was brought: nothing can be taken in."""
    rows: int | None
    """None until the whole file was read."""
    rows_done: int
    """Judged while it is checked, taken in or refused while it runs."""
    accepted: int
    """Orders accepted, or rows of master data that were new or different."""
    repeated: int
    """Known already, just so."""
    refused: int


class ImportFilePage(Message):
    """Files, the latest first; `next` is what to send as `after` for those behind, None at the end."""

    items: list[ImportFile]
    next: str | None = None


class ColumnRead(Message):
    """A field of ours and the column of the file it is read from."""

    field: str
    label: str
    heading: str | None
    """None: no column of the file is taken for it."""
    needed: bool


class SheetRead(Message):
    """A sheet of the file: one of them is taken."""

    name: str
    header: list[str]
    rows: int | None
    """None until the whole file was read."""


class PreviewVerdict(StrEnum):
    """What would become of a row."""

    NEW = "new"
    CHANGED = "changed"
    KNOWN = "known"
    """It is there already: nothing would happen."""
    REFUSED = "refused"


class PreviewRow(Message):
    """One of the first orders or rows of a file and what would become of it."""

    rows: list[int]
    """Numbers of its rows in the file."""
    key: str
    """Order number, SKU, code, or badge."""
    verdict: PreviewVerdict
    reason: str | None = None
    becomes: dict[str, Any]
    """The order or row as it is understood."""


class Unmatched(Message):
    """A product or pickup point the catalogue does not know under the name the file uses."""

    told: str
    rows: int
    nearest: list[str]
    """SKUs or codes with names most like it."""


class ImportPreview(Message):
    """How a file is read, and what would become of it. Nothing is taken in before it is run."""

    file: ImportFile | None
    """None: the file was only looked at, and not kept."""
    reading: Reading
    sheets: list[SheetRead]
    columns: list[ColumnRead]
    missing: list[str]
    """Fields that are needed and neither read from a column nor given a default: it cannot be run."""
    rows: list[PreviewRow]
    counts: dict[PreviewVerdict, int]
    """Of all orders or rows of the file; while it is checked, of its first `rows_done` rows."""
    unmatched_products: list[Unmatched]
    unmatched_points: list[Unmatched]
    remarks: list[str]
    """What a person should know: totals that disagree, and the like."""


class ImportRefusal(Message):
    """A row that was refused, as it came."""

    row: int
    key: str
    reason: str
    cells: list[str]


class ImportRefusalPage(Message):
    """Refused rows in the order of the file; `next` is what to send as `after`, None at the end."""

    header: list[str]
    items: list[ImportRefusal]
    next: str | None = None
