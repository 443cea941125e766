"""Checks the places of a template: inside the label, and nothing over a neighbour."""

from collections.abc import Sequence
from itertools import combinations

from hardware.drawing.codes import kind_of
from hardware.drawing.elements import Code, Element, Frame, Place

_SLACK_MM = 0.01


class Misplaced(ValueError):  # noqa: N818 - says where, like the words of the house
    """Element `number` (from 1) stands where it must not."""

    def __init__(self, number: int, why: str) -> None:
        super().__init__(why)
        self.number = number


def check_places(elements: Sequence[Element], size_mm: tuple[float, float], margin_mm: float) -> None:
    """Raises Misplaced for the first element outside the margins or over another."""
    for number, element in enumerate(elements, 1):
        if not _is_inside(_ink(element), size_mm, margin_mm) or not _is_inside(element.box, size_mm, 0):
            raise Misplaced(number, f"its box {list(element.box)} leaves the label or its margin")
    for (first, one), (second, other) in combinations(enumerate(elements, 1), 2):
        if _clash(one, other):
            raise Misplaced(second, f"its box {list(other.box)} lies over that of element {first}")


def _ink(element: Element) -> Place:
    """Where dots may be: the box, for a code without the least quiet zone it has."""
    if not isinstance(element, Code):
        return element.box
    kind = kind_of(element.symbology)
    quiet = kind.quiet * element.least_module_mm
    left, top, width, height = element.box
    above = 0 if kind.bars else quiet
    return (left + quiet, top + above, width - 2 * quiet, height - 2 * above)


def _is_inside(box: Place, size_mm: tuple[float, float], margin_mm: float) -> bool:
    left, top, width, height = box
    return (
        min(left, top) >= margin_mm - _SLACK_MM
        and left + width <= size_mm[0] - margin_mm + _SLACK_MM
        and top + height <= size_mm[1] - margin_mm + _SLACK_MM
    )


def _clash(one: Element, other: Element) -> bool:
    if not _overlap(one.box, other.box):
        return False
    for frame, inner in ((one, other), (other, one)):
        if isinstance(frame, Frame) and _holds(frame, inner.box):
            return False
    return True


def _overlap(one: Place, other: Place) -> bool:
    return all(
        one[axis] + one[axis + 2] > other[axis] + _SLACK_MM
        and other[axis] + other[axis + 2] > one[axis] + _SLACK_MM
        for axis in (0, 1)
    )


def _holds(frame: Frame, box: Place) -> bool:
    return all(
        box[axis] >= frame.box[axis] + frame.thick_mm - _SLACK_MM
        and box[axis] + box[axis + 2] <= frame.box[axis] + frame.box[axis + 2] - frame.thick_mm + _SLACK_MM
        for axis in (0, 1)
    )
