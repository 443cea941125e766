"""A crate as this desk knows it: out of its own rows, and out of what the cloud answered."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from cloud_api.wire.base import Zone
from cloud_api.wire.crates import CrateLife, CrateState
from cloud_api.wire.waves import wave_title
from station.crates.model.weight_check import Content
from station.kernel.ids import CrateId, Sscc, WaveId


@dataclass(frozen=True)
class Line:
    """Pieces of one product; `weighed_g` is what scales said of all of them, 0 where none did."""

    sku: str
    called: str
    planned: int
    put: int
    short: int
    piece_g: int
    weighed_g: int = 0


@dataclass(frozen=True)
class LifeStep:
    """One step of its life; `kind` is that of the fact that tells it."""

    at: datetime
    kind: str
    by: str
    detail: str = ""


@dataclass(frozen=True)
class Known:
    """All that can be shown of a crate; `lines` is None where only the cloud could tell them."""

    id: CrateId
    label: Sscc
    number: int
    of: int
    zone: Zone
    wave_id: WaveId
    wave_title: str
    pickup_point: str
    pickup_point_name: str
    cycle_name: str
    state: CrateState
    picked_here: bool
    holder: str = ""
    """The desk that picked it, where that is another one and known."""
    is_done_here: bool = False
    """Its wave is completed at this desk."""
    box: str | None = None
    bags: int = 0
    """Of single orders, where its pickup point wants them; one of another desk needs the cloud to tell."""
    cancelled: tuple[str, ...] = ()
    """Numbers of cancelled orders whose goods are to come out of it."""
    lines: tuple[Line, ...] | None = None
    steps: tuple[LifeStep, ...] = ()

    def contents(self) -> tuple[Content, ...] | None:
        """What a scale should feel; None where it is not known what lies in it."""
        if self.lines is None:
            return None
        return tuple(
            Content(line.sku, line.put, line.piece_g, line.weighed_g) for line in self.lines if line.put
        )

    def called(self, sku: str) -> str:
        """A product of it as people say it."""
        return next((line.called for line in self.lines or () if line.sku == sku), sku)


FINISHED = frozenset({CrateState.RECEIVED, CrateState.EMPTIED, CrateState.RETURNED})
GONE = FINISHED | {CrateState.DEPARTED}
"""It has left this warehouse."""


def with_life(known: Known | None, life: CrateLife) -> Known:
    """What the cloud told of a crate, joined with what this desk knows better: what was picked here.

    Steps stand once: those of this desk that the cloud has not heard of yet come behind.
    """
    told = _told(life)
    if known is None:
        return told
    heard = {(step.kind, step.at) for step in told.steps}
    # A crate that was closed here tells the same moment as its fact.
    own = tuple(step for step in known.steps if (step.kind, step.at) not in heard)
    steps = tuple(sorted((*told.steps, *own), key=lambda step: step.at))
    if not known.picked_here:
        newer = bool(own) and own[-1].at >= (told.steps[-1].at if told.steps else own[-1].at)
        state = known.state if newer else told.state
        told = replace(told, steps=steps, state=state, label=known.label, cancelled=known.cancelled)
        return replace(told, box=known.box if newer else told.box)
    state = told.state if told.state in GONE else known.state
    return replace(known, steps=steps, state=state, box=known.box or told.box)


def _told(life: CrateLife) -> Known:
    return Known(
        id=CrateId(life.crate_id),
        label=Sscc(life.label),
        number=life.number,
        of=life.of,
        zone=life.zone,
        wave_id=WaveId(life.wave_id),
        wave_title=wave_title(life.wave_number, life.wave_part),
        pickup_point=life.pickup_point,
        pickup_point_name=life.pickup_point_name,
        cycle_name=life.cycle_name,
        state=life.state,
        picked_here=False,
        holder=life.station_name,
        box=life.box,
        bags=len(life.parcels),
        lines=tuple(
            Line(
                each.sku,
                f"{each.name} {each.spec}".strip(),
                each.planned,
                each.put,
                each.short,
                each.weight_g,
                each.weighed_g,
            )
            for each in life.contents
        ),
        steps=tuple(
            LifeStep(step.at, step.kind, step.operator or step.station_name, step.detail)
            for step in life.steps
        ),
    )


@dataclass(frozen=True)
class Unknown:
    """A label nobody here knows: of another crate's past, of another warehouse, or of no crate of ours."""

    label: str
    void_of: UUID | None = None
