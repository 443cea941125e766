"""The card of the moment: how many are left, what to do now, and the verdict of the last act."""

from datetime import UTC, datetime

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from station.kernel.messages import Message, Texts, Tone
from station.loading.model.view import Answer, LoadingView, RouteCard
from station.loading.screen.fitting import CENTRE, LEFT, RIGHT, Fitter, Type
from station.loading.screen.lateness import lateness, time_ink
from station.shell.look import Look
from station.shell.shapes import draw_shape
from station.shell.theme import tone_look

RADIUS_PX = 12
PAD_PX = 20
FIGURE_PX = 210
HEAD_PX = 34
FIGURE = Type(48, 170, bold=True)
UNDER = Type(13, 20, bold=True, lines=2)
HEAD = Type(13, 19, bold=True)
QUESTION = Type(18, 66, bold=True, lines=2)
VERDICT = Type(16, 48, bold=True, lines=2)
_SHARES = {Tone.OK: 0.52, Tone.INFO: 0.52, Tone.ASK: 0.4, Tone.REFUSED: 0.4}
"""The question's part of the card: it is the larger one unless something went wrong."""


class MomentCard(QWidget):
    """Takes the verdict's colour whole while it flashes; without a route it holds the verdict alone."""

    def __init__(self, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("loading.card")
        self._texts = texts
        self._look = look
        self._fitter = Fitter()
        self._view: LoadingView | None = None
        self._now = datetime.min.replace(tzinfo=UTC)
        self._flashing = False

    @property
    def flashing(self) -> bool:
        """Whether the card wears the verdict's full colour now."""
        return self._flashing

    def show_view(self, view: LoadingView, now: datetime, *, flashing: bool) -> None:
        """Draw `view` at the moment `now`; `flashing` while its answer is fresh."""
        self._view, self._now, self._flashing = view, now, flashing
        self.redraw()

    def rest(self) -> None:
        """End the flash; the words stay."""
        self._flashing = False
        self.update()

    def redraw(self) -> None:
        """Paint again, in the look and language of now."""
        self.setAccessibleName(" · ".join(self.words()))
        self.update()

    def words(self) -> list[str]:
        """What is written: route, figure, question, verdict."""
        view, say = self._view, self._texts.say
        if view is None:
            return []
        verdict = [say(view.answer.words)] if view.answer else []
        if view.route is None:
            return verdict
        return [*self._head(view.route), *self._figure(view.route), say(view.question), *verdict]

    def _head(self, route: RouteCard | None) -> list[str]:
        """Whose van this is, and when it leaves."""
        if route is None:
            return []
        say = self._texts.say
        names = [say(Message("Route {route}", route=route.number)), route.plate, route.driver]
        return ["  ·  ".join(name for name in names if name), say(self._time(route))]

    def _time(self, route: RouteCard) -> Message:
        if route.departed:
            return Message("left {time} ({desk})", time=route.departed, desk=route.departed_by)
        late = lateness(route.departs_at, self._now)[1]
        if late is None:
            return Message("departs {time}", time=route.departs)
        return Message("departs {time}, {late}", time=route.departs, late=late)

    def _figure(self, route: RouteCard | None) -> list[str]:
        """The number that matters, and what it counts."""
        if route is None:
            return []
        if route.departed:
            return [str(route.on), self._texts.say(Message("crates on the road"))]
        if route.stops_waiting:
            words = Message("to load, and {stops} stops not packed", stops=route.stops_waiting)
        else:
            words = Message("to load of {crates}", crates=route.crates)
        return [str(route.left), self._texts.say(words)]

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(900, 208)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        view = self._view
        if view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        right = box.adjusted(FIGURE_PX if view.route else 0, 0, 0, 0)
        band = self._paint_ground(painter, box, right, view.answer)
        if view.route is not None:
            self._paint_figure(painter, box, view.route)
            self._paint_head(painter, right, view.route)
            above = right.adjusted(PAD_PX, HEAD_PX + 6, -PAD_PX, band.top() - box.bottom())
            self._paint_question(painter, above, view)
        if view.answer is not None:
            self._paint_verdict(painter, band, view.answer)

    def _paint_ground(self, painter: QPainter, box: QRectF, right: QRectF, answer: Answer | None) -> QRectF:
        """The card in its colours; returns the band of the verdict, which is empty without one."""
        tokens = self._look.tokens
        tone = tone_look(tokens, answer.tone) if answer else None
        flash = tone.fill if tone and self._flashing else ""
        painter.setPen(QPen(QColor(flash or (tone.mark if tone else tokens.line)), 1))
        painter.setBrush(QColor(flash or tokens.card))
        painter.drawRoundedRect(box, RADIUS_PX, RADIUS_PX)
        band = QRectF(right)
        if answer is None or tone is None:
            band.setTop(box.bottom())
            return band
        if right.left() > box.left():
            band.setTop(box.top() + HEAD_PX + round((box.height() - HEAD_PX) * _SHARES[answer.tone]))
        if not self._flashing:
            painter.save()
            painter.setClipRect(band)
            painter.setBrush(QColor(tone.soft))
            painter.drawRoundedRect(box, RADIUS_PX, RADIUS_PX)
            painter.restore()
        return band

    def _ink(self, quiet: str) -> str:
        """`quiet`, or what reads on the flash."""
        answer = self._view.answer if self._view else None
        if answer is None or not self._flashing:
            return quiet
        return tone_look(self._look.tokens, answer.tone).on_fill

    def _paint_figure(self, painter: QPainter, box: QRectF, route: RouteCard) -> None:
        tokens = self._look.tokens
        figure, under = self._figure(route)
        done = not route.departed and not route.left and not route.stops_waiting
        place = QRectF(box.left() + 10, box.top() + 6, FIGURE_PX - 20, box.height() - 62)
        painter.setPen(QColor(self._ink(tokens.ok.words if done else tokens.ink)))
        self._fitter.draw(painter, figure, place, FIGURE, CENTRE)
        below = QRectF(place.left(), box.bottom() - 56, place.width(), 46)
        painter.setPen(QColor(self._ink(tokens.ink_soft)))
        self._fitter.draw(painter, under, below, UNDER, CENTRE)
        painter.setPen(QPen(QColor(self._ink(tokens.line)), 1))
        edge = round(box.left() + FIGURE_PX)
        painter.drawLine(edge, round(box.top()) + 14, edge, round(box.bottom()) - 14)

    def _paint_head(self, painter: QPainter, right: QRectF, route: RouteCard) -> None:
        tokens = self._look.tokens
        names, time = self._head(route)
        line = QRectF(right.left() + PAD_PX, right.top() + 6, right.width() - 2 * PAD_PX, HEAD_PX - 6)
        painter.setPen(QColor(self._ink(tokens.ink_soft)))
        self._fitter.draw(painter, names, line.adjusted(0, 0, -line.width() * 0.36, 0), HEAD, LEFT)
        tone = None if route.departed else lateness(route.departs_at, self._now)[0]
        painter.setPen(QColor(self._ink(time_ink(tokens, tone))))
        self._fitter.draw(painter, time, line.adjusted(line.width() * 0.64, 0, 0, 0), HEAD, RIGHT)

    def _paint_question(self, painter: QPainter, box: QRectF, view: LoadingView) -> None:
        painter.setPen(QColor(self._ink(self._look.tokens.ink)))
        self._fitter.draw(painter, self._texts.say(view.question), box, QUESTION, LEFT)

    def _paint_verdict(self, painter: QPainter, band: QRectF, answer: Answer) -> None:
        tone = tone_look(self._look.tokens, answer.tone)
        side = min(band.height() - 16, 60)
        disc = QRectF(band.left() + PAD_PX, band.center().y() - side / 2, side, side)
        colours = (tone.on_fill, tone.fill) if self._flashing else (tone.mark, tone.on_mark)
        draw_shape(painter, disc, answer.tone, *colours)
        words = band.adjusted(disc.right() - band.left() + 14, 4, -PAD_PX, -4)
        painter.setPen(QColor(tone.on_fill if self._flashing else tone.words))
        self._fitter.draw(painter, self._texts.say(answer.words), words, VERDICT, LEFT)
