"""What may stand on a label, as it is written in a template: places and sizes in millimetres."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Length = Annotated[float, Field(ge=0, le=1000)]
Size = Annotated[float, Field(gt=0, le=1000)]
Share = Annotated[float, Field(gt=0, le=1)]
Place = tuple[Length, Length, Size, Size]
"""Left, top, width, height."""


class Symbology(StrEnum):
    """The codes a template may ask for."""

    GS1_128 = "gs1-128"
    """An SSCC with its application identifier 00."""
    GS1_QR = "gs1-qr"
    """The same as a square."""
    GS1_DATAMATRIX = "gs1-datamatrix"
    QR = "qr"
    DATAMATRIX = "datamatrix"
    CODE_128 = "code128"
    EAN_13 = "ean13"


class Align(StrEnum):
    """Where something narrower than its place stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Side(StrEnum):
    """From which end a piece of a row is placed."""

    LEFT = "left"
    RIGHT = "right"


class Part(BaseModel):
    """What all parts of a template have in common: nothing unknown is let through."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Part):
    """A text with the fields of the label in braces, and how large it may and should be."""

    text: str
    size_mm: Size
    """As large as fits, up to this."""
    least_mm: Size = 2.25
    """Rather than smaller than this it takes more lines than `lines`."""
    lines: Annotated[int, Field(ge=1, le=9)] = 1
    bold: bool = False
    inverted: bool = False
    """White on black."""
    logo: bool = False
    """The logo of the brand takes its place where one is set."""


class Text(Words):
    """A text in a place of its own."""

    type: Literal["text"]
    box: Place
    align: Align = Align.LEFT
    valign: Literal["top", "middle", "bottom"] = "middle"


class Piece(Words):
    """A text in a row, as wide as it needs up to its share of what the pieces before it left."""

    side: Side = Side.LEFT
    share: Share = 1.0


class Row(Part):
    """Texts beside each other; the first in the list has the first choice of room."""

    type: Literal["row"]
    box: Place
    gap_mm: Length = 2.0
    pieces: Annotated[tuple[Piece, ...], Field(min_length=1)]


class Stack(Part):
    """Texts under each other; empty ones take no room, a list of texts takes a line for each."""

    type: Literal["stack"]
    box: Place
    pieces: Annotated[tuple[Words, ...], Field(min_length=1)]
    align: Align = Align.LEFT
    least_mm: Size = 2.25


class Run(Part):
    """A piece of stretched text."""

    text: str
    bold: bool = False


class Stretched(Part):
    """A number or short code at full height, narrowed where too wide."""

    type: Literal["stretched"]
    box: Place
    size_mm: Size
    runs: Annotated[tuple[Run, ...], Field(min_length=1)]


class Code(Part):
    """A code in its place, which holds its quiet zone too."""

    type: Literal["code"]
    box: Place
    symbology: Symbology
    value: str
    module_mm: Size
    """The largest module; whole dots are taken from it down to `least_module_mm`."""
    least_module_mm: Size = 0.25
    align: Align = Align.CENTRE
    checked: bool = False
    """The value must be digits that end with a right check digit of GS1, as badges do."""
    optional: bool = False
    """An empty value leaves the place empty instead of being refused."""

    @model_validator(mode="after")
    def _range(self) -> "Code":
        if self.least_module_mm > self.module_mm:
            raise ValueError("least_module_mm is larger than module_mm")
        return self


class Line(Part):
    """A filled bar, to part what does not belong together."""

    type: Literal["line"]
    box: Place


class Frame(Part):
    """A frame; other elements stand wholly inside or wholly outside of it."""

    type: Literal["box"]
    box: Place
    thick_mm: Size = 0.375


class Band(Part):
    """The temperature zone: symbol, words, pattern, white on black."""

    type: Literal["band"]
    box: Place
    zone: str = "zone"
    """Name of the label's field that holds a ZoneMark."""
    text: str = "{zone_text}"


Plain = Annotated[Text | Row | Stack | Stretched | Code | Line | Frame | Band, Field(discriminator="type")]


class Repeat(Part):
    """Elements drawn once for each row of a field, cell after cell, line by line."""

    type: Literal["repeat"]
    box: Place
    rows: str
    """Name of the label's field that holds the rows."""
    cell_mm: tuple[Size, Size]
    elements: Annotated[tuple[Plain, ...], Field(min_length=1)]
    """Their places count from the corner of the cell; their texts name the fields of a row."""

    @property
    def across(self) -> int:
        """Cells beside each other."""
        return int(self.box[2] / self.cell_mm[0] + 1e-6)

    @property
    def most(self) -> int:
        """Cells there are."""
        return self.across * int(self.box[3] / self.cell_mm[1] + 1e-6)


Element = Annotated[
    Text | Row | Stack | Stretched | Code | Line | Frame | Band | Repeat, Field(discriminator="type")
]
