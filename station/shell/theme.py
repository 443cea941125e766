"""The look as named values: the one place of the project where a colour is written down."""

from dataclasses import dataclass

from station.kernel.messages import Message, Tone


@dataclass(frozen=True)
class ToneLook:
    """How one tone is drawn; the shape says the same as the colour.

    `mark` is the tone itself (bands, shapes), `fill` the ground of the verdict flash, `soft` the ground it
    rests on afterwards, `words` the tone as text on a card.
    """

    shape: str
    mark: str
    on_mark: str
    fill: str
    on_fill: str
    soft: str
    words: str


@dataclass(frozen=True)
class ZoneLook:
    """How a temperature zone is drawn: glyph, word and colours."""

    glyph: str
    word: Message
    ground: str
    ink: str
    mark: str


@dataclass(frozen=True)
class Tokens:
    """Every colour of one look; all as #RRGGBB."""

    name: str
    ground: str
    card: str
    ink: str
    ink_soft: str
    line: str
    pressed: str
    dim: str
    on_dim: str
    accent: str
    on_accent: str
    accent_pressed: str
    accent_soft: str
    ok: ToneLook
    ask: ToneLook
    refused: ToneLook
    info: ToneLook
    ambient: ZoneLook
    chilled: ZoneLook
    frozen: ZoneLook
    routes: tuple[str, ...]
    """Lines and dots of routes; twelve that differ in lightness too. Names stand beside them everywhere."""
    on_route: str
    heat: tuple[str, ...]
    """Five shades from seldom to often, told apart by lightness alone; hatching says classes besides."""


@dataclass(frozen=True)
class TypeScale:
    """Sizes of type in logical pixels, and the least size of a target for a gloved finger."""

    secondary_px: int = 15
    base_px: int = 18
    heading_px: int = 24
    verdict_px: int = 40
    question_px: int = 48
    figure_px: int = 128
    target_px: int = 48


SCALE = TypeScale()
WHITE = "#FFFFFF"
FLASH_MS = 250

LIGHT = Tokens(
    name="light",
    ground="#F6F7F9",
    card=WHITE,
    ink="#16202C",
    ink_soft="#52606F",
    line="#D5DBE2",
    pressed="#E6EAEF",
    dim="#ECEFF3",
    on_dim="#566370",
    accent="#0B5C8A",
    on_accent=WHITE,
    accent_pressed="#084868",
    accent_soft="#E1EFF7",
    ok=ToneLook("✓", "#1B8A4B", WHITE, "#0F5A30", WHITE, "#E3F4EA", "#14703C"),
    ask=ToneLook("!", "#B86E00", WHITE, "#7A4600", WHITE, "#FCF0DC", "#8A5200"),
    refused=ToneLook("✕", "#C62828", WHITE, "#9B1C1C", WHITE, "#FBE4E4", "#B3201F"),
    info=ToneLook("i", "#1F6FB2", WHITE, "#164F80", WHITE, "#E2EEF8", "#1A5F99"),
    ambient=ZoneLook("☀", Message("ambient"), "#F3E7CF", "#4A3708", "#C9A24B"),
    chilled=ZoneLook("❄", Message("chilled"), "#D6EBF8", "#0C3E5C", "#4BA3D3"),
    frozen=ZoneLook("❄❄", Message("frozen"), "#E4DDF7", "#36226B", "#8064C8"),
    routes=(
        "#0B63A5",
        "#B4450A",
        "#0A7A55",
        "#A23B83",
        "#7A6000",
        "#1C7C94",
        "#6B3FA0",
        "#8C4A2F",
        "#4F6272",
        "#B3204D",
        "#3C7A1E",
        "#2B3A8C",
    ),
    on_route=WHITE,
    heat=("#E3EDF6", "#B9D3E8", "#86B2D6", "#356F9F", "#174A73"),
)

DARK = Tokens(
    name="dark",
    ground="#11161C",
    card="#1B232C",
    ink="#E8EDF2",
    ink_soft="#A9B5C2",
    line="#35404C",
    pressed="#2A343F",
    dim="#171D24",
    on_dim="#8C99A7",
    accent="#7CC4EE",
    on_accent="#0B1A24",
    accent_pressed="#A3D6F3",
    accent_soft="#16324A",
    ok=ToneLook("✓", "#1B8A4B", WHITE, "#0F5A30", WHITE, "#12352A", "#5CCB8C"),
    ask=ToneLook("!", "#B86E00", WHITE, "#7A4600", WHITE, "#3A2C12", "#F0B04A"),
    refused=ToneLook("✕", "#C62828", WHITE, "#9B1C1C", WHITE, "#3F1D20", "#FF8A85"),
    info=ToneLook("i", "#1F6FB2", WHITE, "#164F80", WHITE, "#15304A", "#7CB9F0"),
    ambient=ZoneLook("☀", Message("ambient"), "#3B3220", "#F3E2B8", "#C9A24B"),
    chilled=ZoneLook("❄", Message("chilled"), "#173548", "#C4E6FA", "#4BA3D3"),
    frozen=ZoneLook("❄❄", Message("frozen"), "#2E2750", "#DCD2FB", "#8F75D6"),
    routes=(
        "#6FB7EE",
        "#F4A06B",
        "#4FC99A",
        "#E394C9",
        "#DBBE4A",
        "#6CCBE0",
        "#BC9AEC",
        "#DDA488",
        "#A9BAC8",
        "#F18AA9",
        "#9AD177",
        "#9AA8F0",
    ),
    on_route="#10161C",
    heat=("#22384C", "#2C5070", "#386990", "#6CA5D2", "#B7DAF5"),
)

LOOKS = {LIGHT.name: LIGHT, DARK.name: DARK}


def tone_look(tokens: Tokens, tone: Tone) -> ToneLook:
    """The look of `tone` under `tokens`."""
    return {
        Tone.OK: tokens.ok,
        Tone.ASK: tokens.ask,
        Tone.REFUSED: tokens.refused,
        Tone.INFO: tokens.info,
    }[tone]


def zone_look(tokens: Tokens, zone: str) -> ZoneLook:
    """The look of a temperature zone, named as on the wire: ambient, chilled or frozen (else KeyError)."""
    return {"ambient": tokens.ambient, "chilled": tokens.chilled, "frozen": tokens.frozen}[zone]


def contrast(one: str, other: str) -> float:
    """Contrast of two #RRGGBB colours, 1 to 21, as WCAG 2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
