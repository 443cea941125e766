"""Fields to addresses and back: nobody has to write an address by hand, and none is changed unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from station.devices.model.kinds import DeviceKind
from station.devices.model.ways import (
    FieldName,
    Way,
    compose,
    decompose,
    fields_of,
    missing,
    ways_of,
)
from station.devices.model.words import place_words, setting_words
from tests.station.kit import english

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("kind", "way", "values", "address"),
    [
        (
            DeviceKind.LABEL_PRINTER,
            Way.NETWORK,
            {FieldName.HOST: "192.0.2.10", FieldName.PORT: "9100", FieldName.LANGUAGE: "zpl"},
            "tcp://192.0.2.10:9100",
        ),
        (
            DeviceKind.LABEL_PRINTER,
            Way.CUPS,
            {FieldName.QUEUE: "货架 1", FieldName.LANGUAGE: "tspl", FieldName.SIZE: "60x40"},
            "cups:%E8%B4%A7%E6%9E%B6%201?language=tspl&size=60x40",
        ),
        (
            DeviceKind.RECEIPT_PRINTER,
            Way.NETWORK,
            {FieldName.HOST: "192.0.2.11", FieldName.PORT: "9100", FieldName.WIDTH: "58"},
            "tcp://192.0.2.11:9100?width=58",
        ),
        (
            DeviceKind.SCALE,
            Way.SERIAL,
            {FieldName.SERIAL_PORT: "COM4", FieldName.BAUD: "19200", FieldName.PROTOCOL: "sma"},
            "serial:COM4?baud=19200&protocol=sma",
        ),
        (DeviceKind.SCANNER, Way.USB_ID, {FieldName.USB_ID: "0C2E:0901"}, "usb:0C2E:0901"),
        (DeviceKind.DOCUMENT_PRINTER, Way.SYSTEM, {}, "system"),
        (DeviceKind.SCALE, Way.SIMULATED, {}, "simulated:"),
    ],
)
def test_fields_make_the_address_the_settings_file_knows(
    kind: DeviceKind, way: Way, values: dict[FieldName, str], address: str
) -> None:
    assert compose(kind, way, values) == address
    found_way, found = decompose(kind, address)
    assert found_way is way
    assert {name: found.get(name) for name in values} == values


@pytest.mark.parametrize("kind", list(DeviceKind))
@given(data=st.data())
def test_what_was_filled_in_is_found_again(kind: DeviceKind, data: st.DataObject) -> None:
    way = data.draw(st.sampled_from([way for way in ways_of(kind, on_windows=False) if way is not Way.TYPED]))
    values: dict[FieldName, str] = {}
    for field in fields_of(kind, way):
        free = {FieldName.PORT: st.just("4001"), FieldName.HOST: st.just("printer-1.local")}
        if field.name is FieldName.USB_ID:
            values[field.name] = "0C2E:0901:S1"
        elif field.choices:
            values[field.name] = data.draw(st.sampled_from(field.choices))
        else:
            values[field.name] = data.draw(free.get(field.name, WORDS.filter(lambda text: "?" not in text)))
    address = compose(kind, way, values)
    found_way, found = decompose(kind, address)
    if found_way is Way.TYPED:
        # Nothing was lost: it is shown, and kept, letter by letter.
        assert found == {FieldName.ADDRESS: address}
    else:
        assert compose(kind, found_way, found) == address


@given(kind=st.sampled_from(list(DeviceKind)), address=st.text(max_size=40))
def test_any_address_can_be_looked_at_and_kept_as_it_is(kind: DeviceKind, address: str) -> None:
    way, values = decompose(kind, address)
    english().say(place_words(kind, address))
    setting_words(kind, address)
    if way is Way.TYPED:
        assert values == {FieldName.ADDRESS: address.strip()}


def test_options_nobody_knows_keep_the_address_as_it_was_typed() -> None:
    address = "tcp://192.0.2.10:9100?darkness=9"
    assert decompose(DeviceKind.LABEL_PRINTER, address) == (Way.TYPED, {FieldName.ADDRESS: address})


def test_what_is_missing_is_named_in_order() -> None:
    kind, way = DeviceKind.LABEL_PRINTER, Way.NETWORK
    found = missing(kind, way, {})
    assert found is not None
    assert found.name is FieldName.HOST
    assert missing(kind, way, {FieldName.HOST: "192.0.2.10"}) is None


def test_a_pc_offers_only_the_ways_it_has() -> None:
    windows = ways_of(DeviceKind.LABEL_PRINTER, on_windows=True)
    linux = ways_of(DeviceKind.LABEL_PRINTER, on_windows=False)
    assert Way.SPOOLER in windows
    assert not {Way.CUPS, Way.USB} & set(windows)
    assert Way.CUPS in linux
    assert Way.SPOOLER not in linux
