"""The bin under the cursor told whole: what is picked from it, what lies there, what it takes."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from cloud_api.wire.catalogue import BinUse
from station.kernel.messages import Message, Texts, Tone
from station.shell.fitting import LEFT, RIGHT, Fitter, Type
from station.shell.look import Look
from station.shell.shapes import draw_shape
from station.shell.theme import tone_look, zone_look
from station.slotting.model.view import BinPanel

PAD_PX = 16
HEAD = Type(18, 34, bold=True)
LINE = Type(12, 16)
STRONG = Type(13, 18, bold=True)
ROW_PX, NAME_PX = 24, 28
USES = {
    BinUse.PICK: Message("pick bin"),
    BinUse.RESERVE: Message("reserve"),
    BinUse.RECEIVING: Message("receiving"),
    BinUse.BLOCKED: Message("blocked"),
}
CHOOSE = Message("Walk to a bin with the arrows, or scan one")
BELOW = Message("The book has less than nothing here: count it")
FREE = Message("Nothing is picked from here")
NOTHING_LIES = Message("Nothing lies here by the book")


class BinCard(QWidget):
    """Lines of words, drawn; what does not fit is counted in the last line."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("slotting.bin")
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._panel: BinPanel | None = None

    def show_panel(self, panel: BinPanel | None) -> None:
        """Draw this bin; None: none is chosen."""
        self._panel = panel
        self.redraw()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(self.words()))
        self.update()

    def words(self) -> list[str]:
        """Everything that is written."""
        panel, say = self._panel, self._texts.say
        if panel is None:
            return [say(CHOOSE)]
        below = [say(BELOW)] if panel.is_below_zero else []
        told = [f"{left} {right}" for _, left, right in self._rows(panel)]
        return [panel.code, self._about(panel), self._limits(panel), *below, *told]

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(330, 420)

    def _about(self, panel: BinPanel) -> str:
        say = self._texts.say
        zone = say(zone_look(self._look.tokens, panel.zone.value).word)
        board = say(Message("board {level}", level=panel.level))
        return f"{zone} · {say(USES[panel.use])} · {board}"

    def _limits(self, panel: BinPanel) -> str:
        parts = []
        if panel.most_weight_g:
            parts.append(f"≤ {panel.most_weight_g / 1000:g} kg")
        if panel.volume_ml:
            parts.append(f"≤ {panel.volume_ml / 1000:g} L")
        return " · ".join(parts) or self._texts.say(Message("no limits"))

    def _rows(self, panel: BinPanel) -> list[tuple[bool, str, str]]:
        """Whether it stands out, what stands on the left, on the right."""
        say = self._texts.say
        rows: list[tuple[bool, str, str]] = []
        for product in panel.products:
            rows.append((True, product.name, product.turnover.value if product.turnover else ""))
            picks = Message(
                "{tonight} tours tonight, {often} a night", tonight=product.tonight, often=product.a_night
            )
            rows.append((False, say(picks), ""))
        if not panel.products and panel.use is BinUse.PICK:
            rows.append((False, say(FREE), ""))
        if not panel.lots:
            rows.append((False, say(NOTHING_LIES), ""))
        for lot in panel.lots:
            about = " · ".join(part for part in (lot.product, lot.lot, lot.expiry) if part)
            rows.append((False, about, str(lot.quantity)))
        return rows

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        panel, tokens = self._panel, self._look.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.card))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, 12, 12)
        inner = box.adjusted(PAD_PX, 12, -PAD_PX, -10)
        if panel is None:
            painter.setPen(QColor(tokens.ink_soft))
            flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(inner, flags, self._texts.say(CHOOSE))
            return
        self._paint_rows(painter, self._paint_head(painter, inner, panel), panel)

    def _paint_head(self, painter: QPainter, box: QRectF, panel: BinPanel) -> QRectF:
        """Code, what it is, what it takes; what is left of the box."""
        tokens = self._look.tokens
        painter.setPen(QColor(tokens.ink))
        self._fitter.draw(painter, panel.code, QRectF(box.left(), box.top(), box.width(), 40), HEAD, LEFT)
        painter.setPen(QColor(tokens.ink_soft))
        top = box.top() + 42
        for words in (self._about(panel), self._limits(panel)):
            self._fitter.draw(painter, words, QRectF(box.left(), top, box.width(), ROW_PX), LINE, LEFT)
            top += ROW_PX
        if panel.is_below_zero:
            top = self._paint_below(painter, box, top)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(round(box.left()), round(top + 6), round(box.right()), round(top + 6))
        return box.adjusted(0, top + 12 - box.top(), 0, 0)

    def _paint_below(self, painter: QPainter, box: QRectF, top: float) -> float:
        tone = tone_look(self._look.tokens, Tone.REFUSED)
        draw_shape(painter, QRectF(box.left(), top + 3, 18, 18), Tone.REFUSED, tone.mark, tone.on_mark)
        painter.setPen(QColor(tone.words))
        words = QRectF(box.left() + 26, top, box.width() - 26, ROW_PX)
        self._fitter.draw(painter, self._texts.say(BELOW), words, LINE, LEFT)
        return top + ROW_PX

    def _paint_rows(self, painter: QPainter, box: QRectF, panel: BinPanel) -> None:
        tokens, rows, top = self._look.tokens, self._rows(panel), box.top()
        for place, (stands_out, left, right) in enumerate(rows):
            high = NAME_PX if stands_out else ROW_PX
            if top + high + ROW_PX > box.bottom() and place < len(rows) - 1:
                more = Message("… and {count} more", count=len(rows) - place)
                left, right, stands_out = self._texts.say(more), "", False
            kind = STRONG if stands_out else LINE
            painter.setPen(QColor(tokens.ink if stands_out else tokens.ink_soft))
            self._fitter.draw(painter, left, QRectF(box.left(), top, box.width() - 52, high), kind, LEFT)
            painter.setPen(QColor(tokens.ink))
            self._fitter.draw(painter, right, QRectF(box.right() - 50, top, 50, high), STRONG, RIGHT)
            top += high
            if top + ROW_PX > box.bottom():
                return
