"""How full a van is planned, and after the publishing how far its loading is; one small bar for both."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from station.dispatch.model.view import LoadState, RouteView
from station.dispatch.screen.ink import clock
from station.kernel.messages import Tone
from station.shell.look import font
from station.shell.theme import Tokens, tone_look

FULL_PERCENT = 100
LETTERS_PX = 12


def paint_gauge(painter: QPainter, route: RouteView, box: QRectF, tokens: Tokens) -> None:
    """Fill `box` with the fuller of weight and volume (it ends the loading), or with the crates loaded."""
    words, share, tone = _reading(route)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(tokens.dim))
    painter.drawRoundedRect(box, 3, 3)
    colours = tone_look(tokens, tone) if tone is not None else None
    painter.setBrush(QColor(colours.soft if colours is not None else tokens.pressed))
    filled = QRectF(box)
    filled.setWidth(box.width() * min(share, 1.0))
    painter.drawRoundedRect(filled, 3, 3)
    painter.setPen(QColor(colours.words if colours is not None else tokens.ink_soft))
    painter.setFont(font(LETTERS_PX, bold=tone is not None))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)


def _reading(route: RouteView) -> tuple[str, float, Tone | None]:
    """What to write, how much to fill, in which tone."""
    state = route.loading
    if state.state is LoadState.DEPARTED and state.departed_at is not None:
        tone = Tone.ASK if state.left_behind else Tone.OK
        return f"→ {clock(state.departed_at)}", 1.0, tone
    percent = max(route.weight.percent, route.volume.percent)
    if percent > FULL_PERCENT:
        return f"{percent}%", 1.0, Tone.REFUSED
    if state.state is LoadState.NOT_PUBLISHED or not state.crates:
        return f"{percent}%", percent / FULL_PERCENT, None
    tone = Tone.OK if state.state is LoadState.LOADED else Tone.INFO
    words = f"{state.crates_loaded}/{state.crates}"
    return words, state.crates_loaded / state.crates, tone if state.crates_loaded else None
