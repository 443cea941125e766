"""Every sentence of the code is said in Chinese, and the compiled catalogue is the one that is edited."""

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

from station.kernel.messages import LANGUAGES, Message, Texts


@pytest.fixture
def build(resources: Path) -> ModuleType:
    """resources/texts/build.py as a module."""
    spec = importlib.util.spec_from_file_location("texts_build", resources / "texts" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def own_build(
    build: ModuleType, resources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ModuleType:
    """The same on a copy of the texts, and on a small station of its own."""
    shutil.copytree(resources / "texts", tmp_path / "resources" / "texts")
    (tmp_path / "station").mkdir()
    (tmp_path / "station" / "said.py").write_text('Message("Scan {code}", code=1)\nN_("Done")\nMessage("")\n')
    monkeypatch.setattr(build, "ROOT", tmp_path)
    monkeypatch.setattr(build, "TEXTS", tmp_path / "resources" / "texts")
    build.po_file("zh_CN").unlink()
    build.po_file("zh_CN").with_suffix(".mo").unlink()
    return build


def translate(build: ModuleType, words: dict[str, str], *, fuzzy: bool = False) -> None:
    catalog: Catalog = build.read("zh_CN")
    for text, said in words.items():
        message = catalog[text]
        message.string = said
        if fuzzy:
            message.flags.add("fuzzy")
    with build.po_file("zh_CN").open("wb") as stream:
        build.write_po(stream, catalog)


def test_every_sentence_is_translated_and_the_catalogue_is_fresh(build: ModuleType) -> None:
    assert set(build.LANGUAGES) == set(LANGUAGES) - {"en"}
    assert [fault for language in build.LANGUAGES for fault in build.faults(language)] == []
    assert [fault for language in build.LANGUAGES for fault in build.stale(language)] == []


def test_new_sentences_are_collected_and_reported(own_build: ModuleType) -> None:
    assert own_build.main(["update"]) == 0
    assert list(own_build.faults("zh_CN")) == ["not translated: 'Done'", "not translated: 'Scan {code}'"]
    assert own_build.main(["compile"]) == 1
    assert own_build.main(["check"]) == 1


def test_a_whole_catalogue_compiles_and_checks(own_build: ModuleType, tmp_path: Path) -> None:
    own_build.main(["update"])
    translate(own_build, {"Done": "完成", "Scan {code}": "扫描 {code}"})
    assert own_build.main(["check"]) == 1, "not compiled yet"
    assert own_build.main(["compile"]) == 0
    assert own_build.main(["check"]) == 0
    assert Texts(own_build.TEXTS).say(Message("Scan {code}", code=7)) == "扫描 7"
    translate(own_build, {"Done": "好了"})
    assert any("stale" in line for line in own_build.stale("zh_CN"))


def test_a_second_update_changes_nothing(own_build: ModuleType) -> None:
    own_build.main(["update"])
    translate(own_build, {"Done": "完成"})
    own_build.main(["update"])
    once = own_build.po_file("zh_CN").read_bytes()
    own_build.main(["update"])
    assert own_build.po_file("zh_CN").read_bytes() == once
    assert own_build.read("zh_CN")["Done"].string == "完成"


@pytest.mark.parametrize(
    ("words", "fault"),
    [("扫描", "the fields differ"), ("扫描 {kode}", "the fields differ"), ("", "not translated")],
)
def test_wrong_translations_are_named(own_build: ModuleType, words: str, fault: str) -> None:
    own_build.main(["update"])
    translate(own_build, {"Done": "完成", "Scan {code}": words})
    assert [line.split(":")[0] for line in own_build.faults("zh_CN")] == [fault]


def test_guessed_and_forgotten_sentences_are_named(own_build: ModuleType, tmp_path: Path) -> None:
    own_build.main(["update"])
    translate(own_build, {"Done": "完成", "Scan {code}": "扫描 {code}"}, fuzzy=True)
    assert sum("fuzzy" in line for line in own_build.faults("zh_CN")) == 2
    (tmp_path / "station" / "said.py").write_text('N_("Done")\n')
    assert any("no longer said" in line for line in own_build.faults("zh_CN"))
    own_build.main(["update"])
    assert not any("no longer said" in line for line in own_build.faults("zh_CN"))


def test_wrong_usage_is_2(build: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["complie"]) == 2
    assert "compile" in capsys.readouterr().err


def test_listeners_hear_a_switch_until_they_stop(texts: Texts) -> None:
    heard: list[str] = []
    stop = texts.on_change(lambda: heard.append(texts.language))
    texts.use("en")
    stop()
    stop()
    texts.use("zh_CN")
    assert heard == ["en"]
