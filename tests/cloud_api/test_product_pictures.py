"""Pictures of products: made small on the way in, told by the product, one by one or a ZIP full."""

import hashlib
import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cloud_api.catalogue.picture_files import (
    MOST_KEPT_BYTES,
    MOST_SIDE_PX,
    PictureFault,
    made_ready,
)
from cloud_api.receiving.retention import prune
from cloud_api.storage.photo_store import MOST_BYTES
from cloud_api.storage.retention import Keep
from tests.cloud_api.kit import SQLITE_ONLY, Shop

SKU, TWIN = "PEACH", "MILK"


def drawn(form: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (900, 300), **saving: Any) -> bytes:
    made = io.BytesIO()
    Image.new(mode, size, 128 if mode in ("L", "I;16") else None or 0).save(made, form, **saving)
    return made.getvalue()


def packed(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def put(sender: Any, sku: str, data: bytes) -> Any:
    return sender.call(
        "PUT", f"/v1/products/{sku}/picture", data=data, headers={"Content-Type": "image/jpeg"}
    )


def told(sender: Any, sku: str) -> Any:
    return sender.call("GET", f"/v1/products/{sku}").json()["picture"]


def test_a_picture_is_told_by_its_product_and_fetched_by_stations(shop: Shop) -> None:
    desk, till = shop.cloud.desk(), shop.cloud.till("P1")
    before = desk.call("GET", "/v1/changes?after=0&limit=500").json()["next_cursor"]
    kept = put(shop, SKU, drawn())
    assert kept.status_code == 200, kept.text
    digest = kept.json()["picture"]
    assert (kept.json()["verdict"], told(shop, SKU)) == ("created", digest)
    news = desk.call("GET", f"/v1/changes?after={before}").json()["changes"]
    assert [(each["kind"], each["body"]["picture"]) for each in news] == [("product", digest)]
    for who in (desk, till):
        seen = who.call("GET", f"/v1/products/{SKU}/picture")
        assert hashlib.sha256(seen.content).hexdigest() == digest
        assert Image.open(io.BytesIO(seen.content)).size == (MOST_SIDE_PX, 160)
        etag = seen.headers["ETag"]
        same = who.call("GET", f"/v1/products/{SKU}/picture", headers={"If-None-Match": f'"x", {etag}'})
        assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", etag)
    assert put(shop, SKU, drawn()).json()["verdict"] == "unchanged"
    assert put(desk, SKU, drawn()).status_code == 403
    assert put(shop, "NONE", drawn()).status_code == 404
    for _ in range(2):
        assert shop.call("DELETE", f"/v1/products/{SKU}/picture").status_code == 204
    assert (told(shop, SKU), desk.call("GET", f"/v1/products/{SKU}/picture").status_code) == (None, 404)
    assert shop.call("DELETE", "/v1/products/NONE/picture").status_code == 404


def test_a_shop_system_that_knows_no_pictures_takes_none_away(shop: Shop) -> None:
    digest = put(shop, SKU, drawn()).json()["picture"]
    row = shop.call("GET", f"/v1/products/{SKU}").json()
    plain = {name: value for name, value in row.items() if name != "picture"}
    assert shop.call("PUT", "/v1/catalogue", json={"products": [plain | {"name": "新桃"}]}).ok
    assert shop.call("PUT", f"/v1/products/{SKU}", json={**plain, "picture": "0" * 64}).ok
    patched = shop.call(
        "PATCH",
        f"/v1/products/{SKU}",
        data=b'{"picture": null}',
        headers={"Content-Type": "application/merge-patch+json"},
    )
    assert (patched.json()["verdict"], patched.json()["row"]["picture"]) == ("unchanged", digest)
    assert told(shop, SKU) == digest


def test_a_picture_stays_as_long_as_a_product_is_shown_by_it(shop: Shop) -> None:
    assert put(shop, SKU, drawn()).ok
    engine, late = shop.cloud.engine, shop.cloud.clock() + timedelta(days=400)
    assert prune(engine, late, Keep()) == {"photos": 0}
    assert shop.call("GET", f"/v1/products/{SKU}/picture").ok
    assert shop.call("DELETE", f"/v1/products/{SKU}/picture").ok
    assert prune(engine, late, Keep()) == {"photos": 1}


@SQLITE_ONLY
def test_what_shows_no_product_is_refused_in_words(shop: Shop) -> None:
    for data, status, words in (
        (b"<svg></svg>", 409, "no JPEG"),
        (b"", 409, "no JPEG"),
        (drawn()[:200], 409, "damaged"),
        (drawn("PNG", "1", (20_000, 20_000)), 409, "pixels"),
        (drawn(size=(480, 8)), 409, "32 pixels"),
        (drawn() + bytes(MOST_BYTES), 413, "bytes"),
    ):
        answer = put(shop, SKU, data)
        assert (answer.status_code, words in answer.json()["detail"]) == (status, True), answer.text
    assert told(shop, SKU) is None


def test_a_picture_is_put_whole(shop: Shop) -> None:
    answer = shop.call("PATCH", f"/v1/products/{SKU}/picture", json={"picture": "a" * 64})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "DELETE, GET, PUT")


def test_each_file_of_a_zip_is_taken_by_itself(shop: Shop) -> None:
    gtin = shop.call("GET", f"/v1/products/{TWIN}").json()["gtins"][0].lstrip("0")
    files = {
        f"图片/{SKU}.jpg": drawn(),
        f"{gtin}.png": drawn("PNG", size=(64, 64)),
        "NONE.jpg": drawn(),
        f"{SKU}.txt": b"no picture",
        "__MACOSX/._x.jpg": b"",
    }
    for verdict in ("created", "unchanged"):
        answer = shop.call("POST", "/v1/product-pictures", data=packed(files))
        assert answer.status_code == 200, answer.text
        results = answer.json()["results"]
        assert [(each["sku"], each["verdict"]) for each in results] == [
            (SKU, verdict),
            (TWIN, verdict),
            (None, "refused"),
            (SKU, "refused"),
        ]
    assert "Call the file as the product" in results[2]["reason"]
    assert "no JPEG" in results[3]["reason"]
    assert all(told(shop, sku) for sku in (SKU, TWIN))
    for bad, words in ((b"PK no zip", "no ZIP"), (packed({}), "no file")):
        refused = shop.call("POST", "/v1/product-pictures", data=bad)
        assert (refused.status_code, words in refused.json()["detail"]) == (409, True)


def test_a_picture_is_upright_and_says_nothing_of_where_it_was_taken() -> None:
    notes = Image.Exif()
    notes[0x0112] = 6  # the camera was held on its side
    notes.get_ifd(0x8825)[1] = "N"
    ready = made_ready(drawn(exif=notes))
    assert isinstance(ready, bytes)
    seen = Image.open(io.BytesIO(ready))
    assert (seen.size, dict(seen.getexif())) == ((160, 480), {})


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "I;16"])
def test_every_way_to_tell_colours_is_read(mode: str) -> None:
    ready = made_ready(drawn("PNG", mode))
    assert isinstance(ready, bytes)
    assert len(ready) <= MOST_KEPT_BYTES


_WHOLE = tuple(drawn(form, size=(64, 48)) for form in ("JPEG", "PNG", "WEBP"))


@given(st.sampled_from(_WHOLE), st.data())
@settings(max_examples=150, deadline=None)
def test_no_bytes_are_so_odd_that_anything_else_comes_of_them(whole: bytes, data: st.DataObject) -> None:
    odd = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for _ in range(data.draw(st.integers(0, 4))):
        if odd:
            odd[data.draw(st.integers(0, len(odd) - 1))] = data.draw(st.integers(0, 255))
    odd += data.draw(st.binary(max_size=20))
    ready = made_ready(bytes(odd))
    if isinstance(ready, PictureFault):
        return
    seen = Image.open(io.BytesIO(ready))
    seen.load()
    assert max(seen.size) <= MOST_SIDE_PX
    assert len(ready) <= MOST_KEPT_BYTES
