"""The closing slip says how many kilograms of weight goods each order gets, as the cloud charges them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from cloud_api.storage.charging import portions_of
from hardware.labels import ClosingSlip, LabelKind
from station.kernel.clock import SettableClock
from station.kernel.ids import CrateId, PutId, Sku, new_uuid
from station.picking.model.charged import portions_in
from station.picking.model.view import Step
from station.picking.model.work import Put
from station.printing import queue
from station.storage import tables
from tests.station import kit
from tests.station.kit import Bench, gtin, lease_of
from tests.station.picking.test_intercepting import a_crate_a_zone
from tests.station.picking.test_weighing import RICE, TOMATO, Pan, _connect, into, label, show


def slip(bench: Bench) -> ClosingSlip:
    with bench.desk.database.look() as connection:
        query = select(tables.print_job.c.label).where(tables.print_job.c.document == LabelKind.SLIP.value)
        made = queue.LABELS[LabelKind.SLIP].validate_json(connection.execute(query).scalar_one())
    assert isinstance(made, ClosingSlip)
    return made


def test_each_order_of_a_crate_has_its_own_kilograms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kit, "an_order_a_crate", a_crate_a_zone)
    clock = SettableClock()
    bench = Bench(tmp_path, [lease_of([TOMATO, RICE], [{"S1": 2}, {"S1": 1, "S3": 1}, {"S3": 1}], clock)])
    _connect(bench, Pan())
    bench.take()
    for grams in (512, 498, 530):
        show(bench, label(grams))
        into(bench, 1)
    bench.scan(gtin(3))
    bench.scan(gtin(3))
    into(bench, 1)
    view = bench.scan(bench.flow.view().crates[0].sscc, after_s=60.0)
    assert view.step is Step.WAVE_DONE
    assert [(row.pieces, row.note) for row in slip(bench).rows] == [
        ("2", "1.010 kg"),
        ("2", "0.530 kg"),
        ("1", ""),
    ]
    bench.close()


@given(st.integers(1, 12), st.integers(0, 20_000))
def test_portions_are_shared_out_as_the_cloud_does_it(quantity: int, weight_g: int) -> None:
    put = Put(PutId(new_uuid()), CrateId(new_uuid()), Sku("S1"), quantity, quantity, weight_g=weight_g)
    of_cloud = portions_of(quantity, weight_g)
    assert portions_in(put, 500) == [500 if each is None else each for each in of_cloud]
