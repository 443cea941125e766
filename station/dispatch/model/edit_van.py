"""What a person says of a van, in a form or in a table, checked before it becomes a van."""

from dataclasses import asdict, dataclass

from pydantic import ValidationError

from cloud_api.wire.catalogue import Van
from station.dispatch.model.view import VanView
from station.kernel.messages import Message

FIELDS: dict[str, Message] = {
    "code": Message("Van number"),
    "plate": Message("Plate"),
    "driver": Message("Driver"),
    "phone": Message("Phone"),
    "weight_g": Message("Weight limit (kg)"),
    "volume_ml": Message("Volume limit (L)"),
    "shift_from": Message("Shift from"),
    "shift_until": Message("Shift until"),
    "max_stops": Message("Most stops"),
    "fixed_cost_fen": Message("Cost a day (yuan)"),
    "cost_km_fen": Message("Cost a kilometre (yuan)"),
    "cost_hour_fen": Message("Cost an hour (yuan)"),
    "active": Message("In use"),
}
"""How the fields of a van are called."""


@dataclass(frozen=True)
class VanForm:
    """The fields of a van as they were entered; not checked yet."""

    code: str
    plate: str
    weight_g: int
    volume_ml: int
    driver: str = ""
    phone: str = ""
    shift_from: str = "04:00"
    shift_until: str = "11:00"
    max_stops: int = 0
    fixed_cost_fen: int = 0
    cost_km_fen: int = 150
    cost_hour_fen: int = 4_000
    active: bool = True


def van_form(van: VanView) -> VanForm:
    """A van of the list as a form."""
    return VanForm(
        code=van.code,
        plate=van.plate,
        weight_g=van.weight_g,
        volume_ml=van.volume_ml,
        driver=van.driver,
        phone=van.phone,
        shift_from=van.shift_from,
        shift_until=van.shift_until,
        max_stops=van.max_stops,
        fixed_cost_fen=van.fixed_cost_fen,
        cost_km_fen=van.cost_km_fen,
        cost_hour_fen=van.cost_hour_fen,
        active=van.is_active,
    )


def checked_van(form: VanForm, warehouse: str) -> Van | Message:
    """The van, or what is wrong with the form in words."""
    if not form.plate.strip():
        return Message("{field} is missing", field=FIELDS["plate"])
    try:
        return Van(warehouse=warehouse, **asdict(form))
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        value = str(getattr(form, name, ""))
        if not value:
            return Message("{field} is missing", field=FIELDS[name])
        return Message("{field} cannot be {value}", field=FIELDS[name], value=_shown(name, value))


def _shown(name: str, value: str) -> str:
    """In the unit of the field's name for people."""
    if name in {"weight_g", "volume_ml"}:
        return f"{int(value) / 1000:g}"
    return f"{int(value) / 100:g}" if name.endswith("_fen") else value
