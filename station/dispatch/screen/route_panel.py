"""The chosen van at the right: its figures, its stops, and what can be done with the chosen stop."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from station.dispatch.model.view import DispatchView, LoadState, RouteView, StopView
from station.dispatch.screen.choice_box import ChoiceBox
from station.dispatch.screen.dragging import DropHint
from station.dispatch.screen.gestures import DispatchGestures
from station.dispatch.screen.ink import clock, cubic_metres, kilograms, kilometres, small, yuan
from station.dispatch.screen.stop_list import StopList
from station.kernel.ids import WaveId
from station.kernel.messages import Message, Texts, Tone
from station.shell.big_button import BigButton
from station.shell.look import Look, colour_words, font
from station.shell.speech import SpokenLabel, keep_told
from station.shell.theme import SCALE, tone_look


class RoutePanel(QWidget):
    """Heading, figures, stops; below them lock, take off, and a move by keyboard, its price told first."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        gestures: DispatchGestures,
        on_choose: Callable[[str | None, WaveId | None], None],
        hint: DropHint,
    ) -> None:
        super().__init__()
        self._texts = texts
        self._look = look
        self._gestures = gestures
        self._hint = hint
        self._view: DispatchView | None = None
        self._route: RouteView | None = None
        self._stop: StopView | None = None
        self._heading = QLabel()
        self._heading.setFont(font(SCALE.heading_px, bold=True))
        self._driver = QLabel()
        self._figures = QLabel()
        self._figures.setWordWrap(True)
        self._loading = SpokenLabel(texts)
        self._stops = StopList(texts, look, on_choose, hint)
        self._lock_route = BigButton(texts, "dispatch.lock_route", Message("Lock route"), self._toggle_route)
        self._lock_stop = BigButton(texts, "dispatch.lock_stop", Message("Lock stop"), self._toggle_stop)
        self._take_off = BigButton(texts, "dispatch.take_off", Message("Take off the route"), self._off)
        self._van_box = ChoiceBox(look, "dispatch.move_van")
        self._place_box = ChoiceBox(look, "dispatch.move_place")
        self._move = BigButton(texts, "dispatch.move", Message("Move"), self._move_now)
        self._price = QLabel()
        self._price.setWordWrap(True)
        self._lay_out()
        look.changed.connect(self._redraw)
        keep_told(self, texts, self._redraw)

    def show_view(self, view: DispatchView, van: str | None, stop: WaveId | None) -> None:
        """Draw the chosen van and stop."""
        self._view = view
        self._route = next((route for route in view.routes if route.van == van), None)
        stops = self._route.stops if self._route is not None else ()
        self._stop = next((each for each in stops if each.wave_id == stop), None)
        self._stops.show_route(self._route, stop, can_edit=view.can_edit)
        self._redraw()

    def show_chosen(self, _stop: WaveId) -> None:
        """Give the keys to the list, where the chosen stop stands."""
        self._stops.setFocus()

    def _lay_out(self) -> None:
        for label in (self._driver, self._figures, self._price):
            label.setFont(font(SCALE.secondary_px))
        self._loading.setFont(font(SCALE.secondary_px, bold=True))
        head = QGridLayout()
        head.addWidget(self._heading, 0, 0)
        head.addWidget(self._lock_route, 0, 1, Qt.AlignmentFlag.AlignRight)
        head.addWidget(self._driver, 1, 0, 1, 2)
        self._acts = QWidget()
        holds, moves = QHBoxLayout(), QHBoxLayout()
        for button in (self._lock_stop, self._take_off):
            holds.addWidget(small(button), 1)
        moves.addWidget(small(self._van_box), 3)
        moves.addWidget(small(self._place_box), 2)
        moves.addWidget(small(self._move))
        acts = QVBoxLayout(self._acts)
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(6)
        acts.addLayout(holds)
        acts.addLayout(moves)
        acts.addWidget(self._price)
        small(self._lock_route)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self._figures)
        column.addWidget(self._loading)
        column.addWidget(self._stops, 1)
        column.addWidget(self._acts)
        self._van_box.activated.connect(lambda _at: self._fill_places())
        self._place_box.activated.connect(lambda _at: self._tell_price())

    def _redraw(self) -> None:
        route, view = self._route, self._view
        soft = self._look.tokens.ink_soft
        for label in (self._driver, self._figures, self._price):
            colour_words(label, soft)
        self._heading.setText(_title(self._texts, route))
        self._driver.setVisible(route is not None and bool(route.driver or route.phone))
        self._figures.setVisible(route is not None)
        can_edit = view is not None and view.can_edit and route is not None and not route.has_left
        self._lock_route.setEnabled(can_edit)
        self._lock_route.setVisible(route is not None)
        self._loading.hide()
        if route is not None:
            self._driver.setText(" · ".join(part for part in (route.driver, route.phone) if part))
            self._figures.setText("\n".join(self._texts.say(line) for line in (_way(route), _load(route))))
            self._tell_loading(route)
            self._lock_route.say(Message("Unlock route") if route.is_locked else Message("Lock route"))
        self._tell_stop(can_edit=can_edit)

    def _tell_loading(self, route: RouteView) -> None:
        words, done = _loading_words(route)
        if words is None:
            return
        self._loading.say(words)
        self._loading.show()
        colour_words(
            self._loading, tone_look(self._look.tokens, done).words if done else self._look.tokens.ink
        )

    def _tell_stop(self, *, can_edit: bool) -> None:
        stop = self._stop
        active = can_edit and stop is not None
        self._acts.setVisible(active)
        self._lock_stop.say(Message("Unlock stop") if stop and stop.is_locked else Message("Lock stop"))
        self._fill_vans()

    def _fill_vans(self) -> None:
        view, route = self._view, self._route
        self._van_box.clear()
        if view is None or route is None or self._stop is None:
            self._place_box.clear()
            self._price.hide()
            return
        for each in view.routes:
            if not each.has_left:
                self._van_box.addItem(each.plate or each.van, each.van)
        self._van_box.setCurrentIndex(max(0, self._van_box.findData(route.van)))
        self._fill_places()

    def _fill_places(self) -> None:
        view, stop = self._view, self._stop
        assert view is not None
        assert stop is not None
        van = self._van_box.currentData()
        target = next((route for route in view.routes if route.van == van), None)
        self._place_box.clear()
        if target is None:
            return
        for position in range(1, len(target.stops) + 2):
            self._place_box.addItem(self._texts.say(Message("as no. {number}", number=position)), position)
        same = self._route is not None and target.van == self._route.van
        wanted = stop.position if same else self._best_place(target)
        self._place_box.setCurrentIndex(wanted - 1)
        self._tell_price()

    def _best_place(self, target: RouteView) -> int:
        """The cheapest place on that van, so that one need not try them all."""
        assert self._stop is not None
        tries = []
        for position in range(1, len(target.stops) + 2):
            preview = self._hint.preview(self._stop.wave_id, target.van, position)
            if preview is not None and preview.is_possible:
                tries.append((len(preview.breaks), preview.cost_fen, position))
        return min(tries)[2] if tries else len(target.stops) + 1

    def _tell_price(self) -> None:
        van, position = self._van_box.currentData(), self._place_box.currentData()
        if self._stop is None or van is None or position is None:
            return
        preview = self._hint.preview(self._stop.wave_id, van, position)
        stays = self._route is not None and van == self._route.van and position == self._stop.position
        self._move.setEnabled(preview is not None and preview.is_possible and not stays)
        self._price.setVisible(preview is not None and not stays)
        if preview is None or stays:
            return
        self._price.setText(self._texts.say(preview.words))
        colour_words(self._price, tone_look(self._look.tokens, preview.tone).words)

    def _toggle_route(self) -> None:
        if self._route is not None:
            self._gestures.lock_route(self._route.van, locked=not self._route.is_locked)

    def _toggle_stop(self) -> None:
        if self._stop is not None:
            self._gestures.lock_stop(self._stop.wave_id, locked=not self._stop.is_locked)

    def _off(self) -> None:
        if self._stop is not None:
            self._gestures.take_off(self._stop.wave_id)

    def _move_now(self) -> None:
        van, position = self._van_box.currentData(), self._place_box.currentData()
        if self._stop is not None and van is not None and position is not None:
            self._gestures.move(self._stop.wave_id, van, position)


def _title(texts: Texts, route: RouteView | None) -> str:
    if route is None:
        return texts.say(Message("No van chosen"))
    name = route.plate or route.van
    if route.number is None:
        return name
    return texts.say(Message("Route {number} · {van}", number=route.number, van=name))


def _way(route: RouteView) -> Message:
    if not route.stops:
        return Message("On shift {start}–{end}", start=clock(route.shift_from), end=clock(route.shift_until))
    return Message(
        "{departs}–{returns} · {km} km · {cost} yuan",
        departs=clock(route.departs_at),
        returns=clock(route.returns_at),
        km=kilometres(route.metres),
        cost=yuan(route.cost_fen),
    )


def _load(route: RouteView) -> Message:
    return Message(
        "{kg} kg ({kg_percent}%) · {volume} m³ ({volume_percent}%)",
        kg=kilograms(route.weight.value),
        kg_percent=route.weight.percent,
        volume=cubic_metres(route.volume.value),
        volume_percent=route.volume.percent,
    )


def _loading_words(route: RouteView) -> tuple[Message | None, Tone | None]:
    """What is wrong with the route, else how far its loading is; nothing before it is published."""
    state = route.loading
    if route.broken:
        return route.broken[0].words, Tone.REFUSED
    if state.state is LoadState.DEPARTED and state.departed_at is not None:
        left = Message(
            "Departed at {time}, {count} crates stayed behind",
            time=clock(state.departed_at),
            count=state.left_behind,
        )
        gone = Message("Departed at {time}", time=clock(state.departed_at))
        return (left, Tone.ASK) if state.left_behind else (gone, Tone.OK)
    if state.state in (LoadState.LOADING, LoadState.LOADED):
        words = Message("{loaded} of {all} crates on the van", loaded=state.crates_loaded, all=state.crates)
        return words, Tone.OK if state.state is LoadState.LOADED else Tone.INFO
    return None, None
