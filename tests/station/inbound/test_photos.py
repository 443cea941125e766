"""A photo comes from a camera's folder or a file, and only real pictures are taken."""

import hashlib
import os
from pathlib import Path

from PIL import Image
from sqlalchemy import select

from cloud_api.wire.inbound import Condition
from station.inbound.commands.photos import MOST_BYTES
from station.inbound.model.verdicts import Verdict
from station.storage import tables
from tests.station.inbound.dock import PEACH, Dock


def _picture(path: Path, colour: str = "#aa3311") -> bytes:
    Image.new("RGB", (30, 20), colour).save(path)
    return path.read_bytes()


def _damaged(dock: Dock) -> None:
    dock.paper()
    dock.scan(PEACH)
    dock.flow.set_condition(Condition.DAMAGED)
    dock.flow.confirm()


def test_a_chosen_file_goes_with_the_receipt(dock: Dock, tmp_path: Path) -> None:
    data = _picture(tmp_path / "camera.jpg")
    _damaged(dock)
    assert dock.flow.take_photo().asks_file == 1
    dock.flow.attach_photo(tmp_path / "camera.jpg")
    assert dock.wait().answer is not None
    assert dock.verdict() is Verdict.PHOTO_TAKEN
    dock.flow.confirm()
    digest = hashlib.sha256(data).hexdigest()
    assert dock.facts()[-1][1].photo == digest
    with dock.database.look() as connection:
        row = connection.execute(select(tables.photo)).one()
    assert (row.hash, row.sent_at, Path(row.path).read_bytes()) == (digest, None, data)


def test_the_newest_picture_of_the_cameras_folder_is_taken(tmp_path: Path) -> None:
    folder = tmp_path / "camera"
    folder.mkdir()
    dock = Dock(tmp_path, watched=folder)
    dock.flow.open()
    dock.tell_orders()
    now = dock.clock.now().timestamp()
    for name, age_s in (("old.jpg", 600), ("new.jpg", -5), ("newer.txt", -9)):
        _picture(folder / name, "#0000ff") if name.endswith("jpg") else (folder / name).write_text("x")
        os.utime(folder / name, (now - age_s, now - age_s))
    _damaged(dock)
    dock.flow.take_photo()
    dock.wait()
    assert dock.verdict() is Verdict.PHOTO_TAKEN
    os.utime(folder / "new.jpg", (now - 900, now - 900))
    dock.flow.take_photo()
    assert dock.wait().asks_file == 1
    dock.close()


def test_what_is_no_photo_is_refused(dock: Dock, tmp_path: Path) -> None:
    page, large = tmp_path / "page.jpg", tmp_path / "large.jpg"
    page.write_bytes(b"<html>")
    large.write_bytes(bytes(MOST_BYTES + 1))
    _damaged(dock)
    for file, verdict in (
        (page, Verdict.NO_PHOTO),
        (large, Verdict.PHOTO_TOO_LARGE),
        (tmp_path / "gone.jpg", Verdict.NOT_RECORDED),
    ):
        dock.flow.attach_photo(file)
        dock.wait()
        assert dock.verdict() is verdict
