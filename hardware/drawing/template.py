"""A template of a label: read from TOML and checked once, so that drawing never meets a wrong one."""

import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from hardware.drawing.elements import Band, Code, Element, Frame, Part, Repeat, Row, Stack, Stretched
from hardware.drawing.geometry import Misplaced, check_places
from hardware.drawing.refusals import BadTemplate, LabelDoesNotFit
from hardware.drawing.values import row_type, unknown_names
from hardware.labels import LabelKind, label_types
from hardware.protocols import Media


class Template(Part):
    """One kind of label on one size of paper."""

    kind: LabelKind
    size_mm: tuple[Annotated[int, Field(ge=20, le=300)], Annotated[int, Field(ge=15, le=300)]]
    margin_mm: Annotated[float, Field(ge=1, le=10)] = 2.0
    """Nothing is printed nearer to the edge."""
    standard: bool = False
    """The size this kind is meant for where no printer is set up for it."""
    elements: Annotated[tuple[Element, ...], Field(min_length=1)]

    def fits(self, media: Media) -> bool:
        """Whether it can be printed on `media`, with room to spare or not."""
        return self.size_mm[0] <= media.width_mm and self.size_mm[1] <= media.height_mm


class Templates:
    """All templates of a folder, by kind."""

    def __init__(self, templates: list[Template]) -> None:
        self._of_kind = {kind: [each for each in templates if each.kind is kind] for kind in LabelKind}

    def best(self, kind: LabelKind, media: Media) -> Template:
        """The largest template of `kind` that fits. Raises LabelDoesNotFit, naming the sizes there are."""
        fitting = [each for each in self._of_kind[kind] if each.fits(media)]
        if not fitting:
            sizes = ", ".join(f"{width}×{height}" for width, height in self.sizes(kind)) or "none"
            raise LabelDoesNotFit(
                f"This label does not fit on paper of {media.width_mm}×{media.height_mm} mm. "
                f"It is made for: {sizes}."
            )
        return max(fitting, key=lambda each: each.size_mm[0] * each.size_mm[1])

    def sizes(self, kind: LabelKind) -> list[tuple[int, int]]:
        """Papers this kind has a layout for, in mm; the standard one first."""
        return [each.size_mm for each in sorted(self._of_kind[kind], key=lambda each: not each.standard)]


def read_templates(folder: Path) -> Templates:
    """Read every .toml in `folder`. Raises BadTemplate, naming the file and what is wrong in it."""
    templates = [_read(path) for path in sorted(folder.glob("*.toml"))]
    for kind in LabelKind:
        mine = [each for each in templates if each.kind is kind]
        if sum(each.standard for each in mine) != 1:
            raise BadTemplate(folder.name, "", f"{kind} needs exactly one template with standard = true")
        if len({each.size_mm for each in mine}) != len(mine):
            raise BadTemplate(folder.name, "", f"{kind} has two templates of one size")
    return Templates(templates)


def _read(path: Path) -> Template:
    try:
        template = Template.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadTemplate(path.name, "", str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        raise BadTemplate(path.name, _where(first["loc"]), first["msg"]) from error
    model = label_types()[template.kind]
    for number, element in enumerate(template.elements, 1):
        if why := next(_faults(element, model), ""):
            raise BadTemplate(path.name, f"element {number} ({element.type})", why)
    try:
        check_places(template.elements, template.size_mm, template.margin_mm)
    except Misplaced as error:
        raise BadTemplate(path.name, f"element {error.number}", str(error)) from error
    return template


def _where(loc: tuple[int | str, ...]) -> str:
    """Such as "element 3 text size_mm"."""
    if len(loc) > 1 and loc[0] == "elements" and isinstance(loc[1], int):
        return " ".join(["element", str(loc[1] + 1), *map(str, loc[2:])])
    return " ".join(map(str, loc))


def _faults(element: Element, model: type[Any]) -> Iterator[str]:
    """What is wrong with the fields an element names."""
    names = {field.name for field in fields(model)}
    if isinstance(element, Band) and element.zone not in names:
        yield f"{element.zone} is not a field of this label"
    if isinstance(element, Repeat):
        yield from _repeat_faults(element, model)
        return
    for text in _texts(element):
        try:
            yield from (f"{name} is not a field of this label" for name in unknown_names(text, model))
        except ValueError as error:
            yield str(error)


def _repeat_faults(element: Repeat, model: type[Any]) -> Iterator[str]:
    row = row_type(model, element.rows)
    if row is None:
        yield f"{element.rows} is not a field with rows"
        return
    if element.most < 1:
        yield "not one cell fits its box"
    for number, inner in enumerate(element.elements, 1):
        yield from (f"its element {number} ({inner.type}): {why}" for why in _faults(inner, row))
    try:
        check_places(element.elements, element.cell_mm, 0)
    except Misplaced as error:
        yield f"its element {error.number}: {error}"


def _texts(element: Element) -> tuple[str, ...]:
    match element:
        case Row() | Stack():
            return tuple(piece.text for piece in element.pieces)
        case Stretched():
            return tuple(run.text for run in element.runs)
        case Code():
            return (element.value,)
        case Frame():
            return ()
        case _:
            return (str(getattr(element, "text", "")),)
