"""Takes a wave from the cloud, plans it into crates, or gives it back: what takes longer than an act."""

from collections.abc import Callable, Mapping, Sequence

from cloud_api.wire.waves import Lease, LeaseRenewal
from station.kernel.aside import Aside
from station.kernel.ids import Sku, WaveId
from station.kernel.messages import Message, Tone
from station.kernel.trouble import Trouble
from station.picking.commands import handing, wave
from station.picking.commands.desk import Desk
from station.picking.commands.lending import WaveLender
from station.picking.model.plan import CratePlan, ItemSize, OrderToPack
from station.picking.model.rules import Ruling
from station.picking.model.view import Notice, Step

PlanCrates = Callable[[Sequence[OrderToPack], Mapping[Sku, ItemSize]], CratePlan]
Conclude = Callable[[Callable[[], Ruling] | None, Notice | None], None]
"""Told on the store thread what ends it: a last act, a notice, or neither where only the view is another."""


class WaveTaking:
    """One thing at a time: `busy` says which; all on the store thread but the asking and the planning."""

    def __init__(
        self,
        desk: Desk,
        lender: WaveLender,
        plan_crates: PlanCrates,
        aside: Aside,
        begun: Callable[[], None],
        conclude: Conclude,
    ) -> None:
        """`begun` is told when a wave begins to be taken."""
        self._desk = desk
        self._lender = lender
        self._plan_crates = plan_crates
        self._aside = aside
        self._begun = begun
        self._conclude = conclude
        self.busy: Step | None = None

    def take(self, wave_id: WaveId | None = None) -> None:
        """Ask for the next wave or for this one, or go on with the one that lies here unplanned."""
        if self.busy is not None or self._desk.picker is None:
            return
        wave.find_left(self._desk)
        if self._holds_wave():
            self._take_up()
            return
        request = wave.lease_request(self._desk, wave_id)
        self._begin(Step.TAKING)
        self._aside(lambda: self._lender.lease(request), self._leased, self._not_leased)

    def give_back(self) -> None:
        """Return a wave that was not started to the cloud; an act of the desk follows its answer."""
        stored = self._desk.held()
        self.busy = Step.TAKING
        wave_id, lease_id = stored.wave.id, stored.lease.id
        self._aside(lambda: self._lender.give_back(wave_id, lease_id), self._given_back, self._failed)

    def _begin(self, step: Step) -> None:
        self.busy = step
        self._begun()

    def _holds_wave(self) -> bool:
        """A wave that is not finished: taken, planned or under work."""
        work = self._desk.work
        return self._desk.wave is not None and not (work is not None and work.is_complete())

    def _leased(self, lease: Lease | None) -> None:
        self.busy = None
        if lease is None:
            words = Message("No wave is free now: they come with the cut-off, or once they are released")
            self._conclude(None, Notice(Tone.INFO, words))
            return
        try:
            wave.keep_lease(self._desk, lease)
        except Trouble as trouble:
            self._failed(trouble)
            return
        if self._desk.work is None:
            self._ask_for_beside()
            self._conclude(None, None)
        elif lease.picked is not None:
            self._conclude(lambda: handing.taken_over(self._desk, lease), None)
        else:
            self._conclude(None, None)

    def _ask_for_beside(self) -> None:
        """The wave that is picked together with the one just lent is asked for as well."""
        request = wave.beside_request(self._desk)
        if request is None:
            self._plan()
            return
        self.busy = Step.TAKING
        self._aside(lambda: self._lender.lease(request), self._beside_leased, self._beside_not_leased)

    def _beside_leased(self, lease: Lease | None) -> None:
        if lease is not None:
            try:
                wave.keep_lease(self._desk, lease)
            except Trouble as trouble:
                self._beside_not_leased(trouble)
                return
        self._plan()
        self._conclude(None, None)

    def _beside_not_leased(self, trouble: Trouble) -> None:
        """Nobody waits for it: the first one is picked alone, the other one when its turn comes."""
        if not trouble.retry_helps:
            wave.ask_anew(self._desk)
        self._plan()
        self._conclude(None, None)

    def _not_leased(self, trouble: Trouble) -> None:
        """Silence may hide that a wave was lent, so the same is asked again; a refusal stands."""
        self._failed(trouble)
        if not trouble.retry_helps:
            wave.ask_anew(self._desk)

    def _take_up(self) -> None:
        """Go on with a wave that was taken but not planned, if it is still ours."""
        stored = self._desk.held()
        if self._desk.work is not None or stored.lease.is_lost:
            return
        self._begin(Step.PLANNING)
        wave_id, lease_id = stored.wave.id, stored.lease.id
        self._aside(lambda: self._lender.renew(wave_id, lease_id), self._renewed, self._not_renewed)

    def _renewed(self, renewal: LeaseRenewal) -> None:
        wave.extend(self._desk, renewal.until)
        self._plan()

    def _not_renewed(self, trouble: Trouble) -> None:
        """Without a network a lease that still runs is good enough; a refusal means that the wave is gone."""
        if not trouble.retry_helps:
            wave.lose(self._desk)
        elif self._desk.held().lease.until > self._desk.clock.now():
            self._plan()
            return
        self._failed(trouble)

    def _plan(self) -> None:
        to_plan = [wave.to_pack(stored.wave) for stored in self._desk.waves()]
        self.busy = Step.PLANNING
        plan = self._plan_crates
        self._aside(lambda: [plan(*each) for each in to_plan], self._planned, self._failed)

    def _planned(self, plans: Sequence[CratePlan]) -> None:
        if self.busy is not Step.PLANNING:
            return  # the wave is being given back
        self.busy = None
        self._conclude(lambda: wave.start_waves(self._desk, plans), None)

    def _given_back(self, _: None) -> None:
        self.busy = None
        self._conclude(lambda: wave.give_back(self._desk), None)

    def _failed(self, trouble: Trouble) -> None:
        self.busy = None
        self._conclude(None, Notice(Tone.REFUSED, trouble.words()))
