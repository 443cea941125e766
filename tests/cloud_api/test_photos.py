"""Photos of goods: kept by the hash of their bytes, for those they concern, for as long as is set."""

import hashlib
import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from cloud_api.receiving.retention import prune
from cloud_api.storage.photo_store import MOST_BYTES
from cloud_api.storage.retention import Keep
from tests.cloud_api.kit import SQLITE_ONLY, DeskKit, Shop

pytestmark = SQLITE_ONLY


def _picture(form: str = "JPEG", colour: str = "#cc3333") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(made, form)
    return made.getvalue()


def _put(sender: Any, data: bytes, digest: str | None = None) -> Any:
    address = f"/v1/photos/{digest or hashlib.sha256(data).hexdigest()}"
    return sender.call("PUT", address, data=data, headers={"Content-Type": "image/jpeg"})


@pytest.fixture
def desk(shop: Shop) -> DeskKit:
    return shop.cloud.desk()


@pytest.mark.parametrize(("form", "kind"), [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp")])
def test_a_photo_comes_back_as_it_was_sent(desk: DeskKit, form: str, kind: str) -> None:
    data = _picture(form)
    for _ in range(2):
        answer = _put(desk, data)
        assert answer.status_code == 200, answer.text
    digest = hashlib.sha256(data).hexdigest()
    assert answer.json() == {"hash": digest, "media_type": f"image/{kind}", "bytes": len(data)}
    back = desk.call("GET", f"/v1/photos/{digest}")
    assert (back.content, back.headers["Content-Type"]) == (data, f"image/{kind}")
    assert back.headers["X-Content-Type-Options"] == "nosniff"


def test_what_is_no_photo_of_this_hash_is_refused_in_words(desk: DeskKit) -> None:
    data = _picture()
    other = _put(desk, data, "0" * 64)
    assert (other.status_code, "another SHA-256" in other.json()["detail"]) == (409, True)
    page = _put(desk, b"<script>alert(1)</script>")
    assert (page.status_code, "no JPEG" in page.json()["detail"]) == (409, True)
    for begun in (b"", b"\xff\xd8", b"RIFF\0\0\0\0WAVE"):
        assert _put(desk, begun).status_code == 409
    large = _put(desk, data + bytes(MOST_BYTES))
    assert (large.status_code, "fewer pixels" in large.json()["detail"]) == (413, True)
    assert _put(desk, data, "nothex").status_code == 422


def test_who_may_send_and_see_photos(shop: Shop, desk: DeskKit) -> None:
    data, digest = _picture(), hashlib.sha256(_picture()).hexdigest()
    assert _put(shop, data).status_code == 403
    assert desk.call("GET", f"/v1/photos/{digest}").status_code == 404
    assert _put(desk, data).ok
    askers: dict[str, DeskKit | Shop] = {
        "same": shop.cloud.desk("工位 2"),
        "integrator": shop,
        "other": shop.cloud.desk("工位 3", "W2"),
        "till": shop.cloud.till("P1"),
    }
    seen = {name: who.call("GET", f"/v1/photos/{digest}").status_code for name, who in askers.items()}
    assert seen == {"same": 200, "integrator": 200, "other": 404, "till": 404}


def test_a_shop_sees_its_own_photos_only(shop: Shop) -> None:
    till, neighbour = shop.cloud.till("P1"), shop.cloud.till("P2", "收银台 2")
    data = _picture(colour="#118833")
    assert _put(till, data).ok
    digest = hashlib.sha256(data).hexdigest()
    assert till.call("GET", f"/v1/photos/{digest}").status_code == 200
    assert neighbour.call("GET", f"/v1/photos/{digest}").status_code == 404


def test_old_photos_go(shop: Shop, desk: DeskKit) -> None:
    data = _picture()
    assert _put(desk, data).ok
    engine, now = shop.cloud.engine, shop.cloud.clock()
    assert prune(engine, now + timedelta(days=6), Keep(photos=timedelta(days=7))) == {"photos": 0}
    assert prune(engine, now + timedelta(days=8), Keep(photos=timedelta(days=7))) == {"photos": 1}
    digest = hashlib.sha256(data).hexdigest()
    assert desk.call("GET", f"/v1/photos/{digest}").status_code == 404
