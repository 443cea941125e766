"""The look holds its promises: contrast, shapes, and no colour written anywhere else."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from station.kernel.messages import Tone
from station.shell.style_sheet import style_sheet
from station.shell.theme import DARK, LIGHT, Tokens, contrast, tone_look, zone_look

LOOKS = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
HEX_COLOUR = re.compile(r"""["'][^"'\n]*#[0-9A-Fa-f]{6}\b|["']#[0-9A-Fa-f]{3}["']""")
READ = 4.5
READ_FROM_AFAR = 7.0
SEEN = 3.0
"""WCAG 1.4.11, for shapes that are no text."""


def test_contrast_of_black_and_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@LOOKS
def test_words_can_be_read(tokens: Tokens) -> None:
    pairs = [
        (tokens.ink_soft, tokens.card),
        (tokens.ink_soft, tokens.ground),
        (tokens.ink_soft, tokens.pressed),
        (tokens.on_accent, tokens.accent),
        (tokens.on_accent, tokens.accent_pressed),
        (tokens.on_dim, tokens.dim),
        (tokens.refused.words, tokens.card),
        *((tone_look(tokens, tone).words, tokens.card) for tone in Tone),
        *((tone_look(tokens, tone).words, tokens.ground) for tone in Tone),
    ]
    assert {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < READ} == {}


@LOOKS
def test_what_is_read_from_afar_stands_out_twice_as_much(tokens: Tokens) -> None:
    pairs = [
        (tokens.ink, tokens.ground),
        (tokens.ink, tokens.card),
        (tokens.ink, tokens.accent_soft),
        *((tone_look(tokens, tone).on_fill, tone_look(tokens, tone).fill) for tone in Tone),
        *((tokens.ink, tone_look(tokens, tone).soft) for tone in Tone),
        *(
            (zone_look(tokens, zone).ink, zone_look(tokens, zone).ground)
            for zone in ("ambient", "chilled", "frozen")
        ),
    ]
    assert {pair: round(contrast(*pair), 2) for pair in pairs if contrast(*pair) < READ_FROM_AFAR} == {}


@LOOKS
def test_shapes_can_be_seen(tokens: Tokens) -> None:
    for tone in Tone:
        look = tone_look(tokens, tone)
        assert contrast(look.mark, look.on_mark) >= SEEN
        assert contrast(look.mark, tokens.card) >= 2.4, "the disc itself; the shape in it says the same"


def test_each_tone_and_zone_has_its_own_shape() -> None:
    assert [tone_look(LIGHT, tone).shape for tone in Tone] == ["✓", "!", "✕", "i"]
    assert [zone_look(LIGHT, zone).glyph for zone in ("ambient", "chilled", "frozen")] == ["☀", "❄", "❄❄"]


def test_an_unknown_zone_is_a_bug() -> None:
    with pytest.raises(KeyError):
        zone_look(LIGHT, "lukewarm")


def test_both_looks_name_the_same_things() -> None:
    assert [field.name for field in fields(LIGHT)] == [field.name for field in fields(DARK)]
    assert LIGHT.name != DARK.name


@LOOKS
def test_the_style_sheet_leaves_no_name_open(tokens: Tokens) -> None:
    sheet = style_sheet(tokens)
    assert "$" not in sheet
    assert tokens.accent in sheet


def test_no_colour_is_written_outside_the_theme(project: Path) -> None:
    theme = project / "station" / "shell" / "theme.py"
    assert HEX_COLOUR.search(theme.read_text("utf-8"))
    strays = [
        f"{file.relative_to(project)}: {found.group()}"
        for file in sorted((project / "station").rglob("*.py"))
        if file != theme
        for found in HEX_COLOUR.finditer(file.read_text("utf-8"))
    ]
    assert strays == []
