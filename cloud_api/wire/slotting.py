"""What desks walk for night by night: the ground on which stations choose bins."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

from cloud_api.wire.base import Code, Message, Moment, Text

MOST_NIGHTS = 31
Place = Annotated[int, Field(ge=0, examples=[0])]
Lines = Annotated[int, Field(ge=1)]


class DemandTour(Message):
    """A wave: what one desk picks in one walk. `skus` and `lines` belong together, one entry a product."""

    pickup_point: Code
    skus: tuple[Place, ...]
    """Places in the `skus` of the whole answer."""
    lines: tuple[Lines, ...]
    """Of how many orders."""

    @model_validator(mode="after")
    def _is_whole(self) -> "DemandTour":
        if len(self.skus) != len(self.lines):
            raise ValueError("a tour tells as many lines as products")
        return self


class DemandNight(Message):
    """A cycle after its cut-off, with a tour for each pickup point."""

    cycle_id: UUID
    name: Text
    cut_off_at: Moment
    tours: tuple[DemandTour, ...]


class SlottingDemand(Message):
    """The last nights of a warehouse, the newest first; each product is named once."""

    warehouse: Code
    told_at: Moment
    skus: tuple[Code, ...]
    nights: tuple[DemandNight, ...]

    @model_validator(mode="after")
    def _names_all(self) -> "SlottingDemand":
        known = len(self.skus)
        if any(place >= known for night in self.nights for tour in night.tours for place in tour.skus):
            raise ValueError("a tour names a product that is not among the skus")
        return self
