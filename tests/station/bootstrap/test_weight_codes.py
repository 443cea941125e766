"""Weight codes of scales: what the devices room previews is what the desks read."""

from pathlib import Path

import pytest

from hardware.check_digits import gs1_check_digit
from hardware.codes import CodeKind, ScannedCode
from station.bootstrap.weight_codes import WeightCodeReader, bad_layout, layouts_of
from station.devices.store import keep_weight_layouts
from station.kernel.clock import SettableClock
from station.kernel.messages import Tone
from station.kernel.settings import Settings
from station.storage.database import Database
from tests.station.kit import english
from tests.station.recovery.desk import HeadlessDesk

LAYOUT = "28PPPPPWWWWWC"
PACK = "281234501285"


def code(digits: str = PACK) -> str:
    return f"{digits}{gs1_check_digit(digits)}"


def test_a_sample_shows_product_weight_and_a_right_check_digit() -> None:
    preview = WeightCodeReader().read(code(), (LAYOUT,))
    told = {english().say(name): value for name, value in preview.facts}
    assert (preview.tone, told) == (Tone.OK, {"Product number": "12345", "Weight": "1285 g"})


def test_a_wrong_check_digit_and_a_code_no_layout_fits_are_told() -> None:
    wrong = code()[:-1] + str((int(code()[-1]) + 1) % 10)
    assert WeightCodeReader().read(wrong, (LAYOUT,)).tone is Tone.REFUSED
    assert WeightCodeReader().read("6901234567892", (LAYOUT,)).tone is Tone.ASK
    assert WeightCodeReader().read("", (LAYOUT,)).facts == ()


@pytest.mark.parametrize("layout", ["", "28PPPPPWWWWW", "13PPPPPWWWWWC", "28PPPPPXXXXXC", "28PPWPPWWWWWC"])
def test_a_wrong_layout_is_named_and_harms_no_other(layout: str) -> None:
    assert WeightCodeReader().check(layout) is not None
    assert bad_layout((LAYOUT, layout)) is not None
    assert [each.text for each in layouts_of((layout, LAYOUT))] == [LAYOUT]


@pytest.mark.parametrize("by_settings", [True, False])
def test_desks_read_by_the_layouts_that_were_kept(tmp_path: Path, by_settings: bool) -> None:
    layouts = (LAYOUT,)
    if not by_settings:
        database = Database(tmp_path / "station.db")
        with database.act() as connection:
            keep_weight_layouts(connection, layouts)
        database.close()
    settings = Settings(
        data_folder=tmp_path, token_in_file=True, weight_layouts=layouts if by_settings else ()
    )
    desk = HeadlessDesk(settings, SettableClock())
    desk.core.start()
    found = desk.core.read(code())
    desk.core.stop()
    assert isinstance(found, ScannedCode)
    assert (found.kind, found.weight_g) == (CodeKind.IN_STORE, 1285)
