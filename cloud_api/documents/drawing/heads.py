"""The top of a document: whose it is, what it is, for whom, and its sums."""

from collections.abc import Iterator, Sequence

from cloud_api.documents.drawing.table import baseline, draw_zone, paragraph_height
from cloud_api.documents.paper.flow import Piece, Strip
from cloud_api.documents.paper.page import LEFT_MM, POINTS_MM, RIGHT_MM, Page
from cloud_api.documents.paper.typeface import Typeface, Typefaces
from cloud_api.documents.words import kilograms, litres, moment, title_of
from cloud_api.wire.base import Zone
from cloud_api.wire.documents import DocumentHead, ZoneShare

WIDTH_MM = RIGHT_MM - LEFT_MM
_CODE_MM = 23.0
_LEFT_WIDTH_MM = WIDTH_MM - _CODE_MM - 10
_LABEL_MM = 19.0
_LINK_MM = 21.0
_NAME_SIZES = ((17.0, 2), (13.0, 3), (10.0, 99))
"""Sizes a name is tried in, each with the most lines it may take."""


def strip_of(head: DocumentHead, recipient: str) -> Strip:
    """What stands on the edges of a document's pages."""
    title = title_of(head)
    foot = " · ".join((head.brand, head.cycle_name, title, recipient))
    return Strip(f"{title} · {recipient}", head.code, foot)


def letterhead(faces: Typefaces, head: DocumentHead, more: Sequence[str] = ()) -> Piece:
    """Brand, title, cycle and moment of the cut-off, and the code of the document; `more` facts besides."""
    made = [f"截单 {moment(head, head.cut_off_at)}"]
    if head.revision:
        made.append(f"变更 {moment(head, head.made_at)}")
    facts = " · ".join((*made, *more))
    brand = _wrapped(faces.regular, f"{head.brand} · {head.warehouse_name}", 9.5, _LEFT_WIDTH_MM)
    lines = [
        *((line, 9.5, False) for line in brand),
        *((line, 22.0, True) for line in _wrapped(faces.bold, title_of(head), 22, _LEFT_WIDTH_MM)),
        *((line, 10.5, True) for line in _wrapped(faces.bold, head.cycle_name, 10.5, _LEFT_WIDTH_MM)),
        *((line, 9.5, False) for line in _wrapped(faces.regular, facts, 9.5, _LEFT_WIDTH_MM)),
    ]
    height = max(_CODE_MM + 9, sum(paragraph_height(1, size) for _, size, _ in lines) + 4)

    def draw(page: Page, x: float, y: float) -> None:
        code = x + WIDTH_MM - _CODE_MM
        page.qr(code, y, _CODE_MM, head.code)
        width = page.width(head.code, 10, bold=True)
        page.text(code + (_CODE_MM - width) / 2, y + _CODE_MM + 4.6, head.code, 10, bold=True)
        top = y - 1
        for line, size, bold in lines:
            page.text(x, top + baseline(size), line, size, bold=bold)
            top += paragraph_height(1, size)

    return Piece(height, draw)


def recipient(
    faces: Typefaces, label: str, name: str, facts: Sequence[tuple[str, str]], link: str = ""
) -> Iterator[Piece]:
    """For whom it is: the name large, then labelled facts; empty ones are left out. `link` becomes a code."""
    width = WIDTH_MM - (_LINK_MM + 6 if link else 0)
    size, lines = _name(faces, name, width - _LABEL_MM)
    yield _name_piece(label, size, lines, link)
    told = [(title, value) for title, value in facts if value.strip()]
    height = 0.0
    for title, value in told:
        piece = _fact(faces, title, value, width)
        height += piece.height
        yield piece
    lacking = _LINK_MM + 8 - height - paragraph_height(len(lines), size) - 4
    yield Piece(max(2.0, lacking if link else 0), _nothing)


def _name(faces: Typefaces, name: str, width: float) -> tuple[float, tuple[str, ...]]:
    for size, most in _NAME_SIZES:
        lines = _wrapped(faces.bold, name, size, width)
        if len(lines) <= most:
            break
    return size, lines


def _name_piece(label: str, size: float, lines: Sequence[str], link: str) -> Piece:
    height = paragraph_height(len(lines), size) + 4

    def draw(page: Page, x: float, y: float) -> None:
        page.rule(x, y, WIDTH_MM)
        base = y + 2.4 + baseline(size)
        page.text(x, base, label, 9)
        for line in lines:
            page.text(x + _LABEL_MM, base, line, size, bold=True)
            base += paragraph_height(1, size)
        if link:
            left = x + WIDTH_MM - _LINK_MM
            page.qr(left, y + 3, _LINK_MM, link)
            page.text(
                left + (_LINK_MM - page.width("扫码导航", 7.5)) / 2, y + _LINK_MM + 6.4, "扫码导航", 7.5
            )

    return Piece(height, draw)


def _fact(faces: Typefaces, title: str, value: str, width: float) -> Piece:
    size = 9.5
    lines = _wrapped(faces.regular, value, size, width - _LABEL_MM)

    def draw(page: Page, x: float, y: float) -> None:
        base = y + baseline(size)
        page.text(x, base, title, 9)
        for line in lines:
            page.text(x + _LABEL_MM, base, line, size)
            base += paragraph_height(1, size)

    return Piece(paragraph_height(len(lines), size) + 0.6, draw)


def _nothing(_page: Page, _x: float, _y: float) -> None:
    """White."""


def sums(faces: Typefaces, facts: Sequence[tuple[str, str]]) -> Piece:
    """Sums in a row on grey: a small label above each."""
    step = WIDTH_MM / len(facts)
    height = 13.0

    def draw(page: Page, x: float, y: float) -> None:
        page.shade(x, y, WIDTH_MM, height - 1)
        for place, (label, value) in enumerate(facts):
            left = x + place * step + 2
            page.text(left, y + 4.2, label, 8)
            page.text(left, y + 9.8, faces.bold.one_line(value, step - 3, 12), 12, bold=True)

    return Piece(height, draw)


def cold_shares(shares: Sequence[ZoneShare]) -> Iterator[Piece]:
    """What is to be kept cold, told apart; nothing where nothing is."""
    cold = [share for share in shares if share.zone is not Zone.AMBIENT]
    if not cold:
        return

    def draw(page: Page, x: float, y: float) -> None:
        base = y + 4.6
        for share in cold:
            x = draw_zone(page, x, base, share.zone, 10) + 1.6
            said = f"{share.pieces:,} 件 · {kilograms(share.weight_g)} · {litres(share.volume_ml)}"
            page.text(x, base, said, 9.5)
            x += page.width(said, 9.5) + 8

    yield Piece(7.5, draw)


def _wrapped(face: Typeface, text: str, size: float, width: float) -> tuple[str, ...]:
    return face.lines(text, width * POINTS_MM / size)
