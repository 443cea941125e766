"""Makes labels of what the station knows, in the language of the paper."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hardware.check_digits import has_right_check_digit
from hardware.codes import make_bin_code, make_command_code
from hardware.labels import BadgeLabel, BinLabel, CommandCode, Label, OperatorSheet, ProductLabel, ShelfLabel
from hardware.labels import ZoneMark as Mark
from station.kernel.desk_commands import DeskCommand
from station.kernel.messages import Message

Say = Callable[[Message], str]
DeskCommands = tuple[tuple[Message, DeskCommand], ...]
SHEET_COMMANDS = 8
"""Commands one operator sheet has room for; more make another sheet."""
EAN_DIGITS = 13
SHEET_TITLE = Message("Operator sheet")
SHEET_HINT = Message(
    "Scan a code to do what stands beside it. Lend your badge to nobody; if it is lost, tell your manager."
)
ZONE_WORDS = {
    Mark.AMBIENT: Message("Ambient"),
    Mark.CHILLED: Message("Chilled"),
    Mark.FROZEN: Message("Frozen"),
}
USE_WORDS = {
    "pick": Message("Pick bin"),
    "reserve": Message("Reserve bin"),
    "receiving": Message("Receiving area"),
    "blocked": Message("Blocked bin"),
}


@dataclass(frozen=True)
class BinFact:
    """A bin as its label needs it; `products` are the names of what is picked from it."""

    name: str
    number: int
    zone: Mark
    use: str
    path: int
    products: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProductFact:
    """A product as its label needs it; `gtins` as the catalogue tells them."""

    sku: str
    name: str
    spec: str
    gtins: tuple[str, ...] = ()


@dataclass(frozen=True)
class OperatorFact:
    """An operator as a badge needs them."""

    id: str
    name: str
    badge: str
    is_supervisor: bool


@dataclass(frozen=True)
class ShelfFact:
    """A shelf somebody named; `number` is that of the bin it is, None where it is none."""

    name: str
    zone: Mark = Mark.AMBIENT
    number: int | None = None


Fact = BinFact | ProductFact | OperatorFact | ShelfFact


@dataclass(frozen=True)
class Paper:
    """What every label made here bears; `printed` is by the wall clock."""

    say: Say
    brand: str
    place: str
    printed: str


@dataclass(frozen=True)
class Sheet:
    """The room an operator sheet is made for, in words, and what can be asked for there."""

    room: Message
    commands: DeskCommands

    @property
    def pages(self) -> int:
        """Labels one operator's sheet takes."""
        return len(_pages(self.commands))


def gtin_of(product: ProductFact) -> str:
    """The number a bar code of 13 digits can hold, in its shortest form; empty where there is none."""
    bare = (each.lstrip("0") for each in product.gtins if has_right_check_digit(each))
    return next((each.zfill(EAN_DIGITS) for each in bare if 0 < len(each) <= EAN_DIGITS), "")


def code_of(fact: Fact) -> str:
    """The digits its bar code holds, empty for none."""
    if isinstance(fact, ProductFact):
        return gtin_of(fact)
    if isinstance(fact, OperatorFact):
        return fact.badge
    return "" if not fact.number else make_bin_code(fact.number)


def role_words(operator: OperatorFact) -> Message:
    """What an operator is here."""
    return Message("Supervisor") if operator.is_supervisor else Message("Operator")


def labels_of(fact: Fact, paper: Paper, sheet: Sheet | None) -> Iterator[tuple[str, Label]]:
    """Each label of `fact` with the title the print queue shows; an operator sheet may need several pages."""
    if isinstance(fact, BinFact):
        yield fact.name, _bin(fact, paper)
    elif isinstance(fact, ShelfFact):
        title = f"{paper.place} {fact.name}".strip()
        yield title, _shelf(fact, paper)
    elif isinstance(fact, ProductFact):
        yield f"{fact.name} {fact.spec}".strip(), _product(fact, paper)
    elif sheet is None:
        yield fact.name, _badge(fact, paper)
    else:
        yield from _sheets(fact, paper, sheet)


def _bin(fact: BinFact, paper: Paper) -> BinLabel:
    several = Message("{count} products", count=len(fact.products))
    held = fact.products[0] if len(fact.products) == 1 else paper.say(several) if fact.products else ""
    return BinLabel(
        brand=paper.brand,
        name=fact.name,
        zone=fact.zone,
        zone_text=paper.say(ZONE_WORDS[fact.zone]),
        product=held,
        facts=_facts(paper, USE_WORDS.get(fact.use), Message("Path {number}", number=fact.path)),
        code=code_of(fact),
    )


def _facts(paper: Paper, *facts: Message | None) -> tuple[str, ...]:
    return tuple(paper.say(fact) for fact in facts if fact is not None)


def _shelf(fact: ShelfFact, paper: Paper) -> ShelfLabel:
    return ShelfLabel(
        brand=paper.brand,
        place=paper.place,
        name=fact.name,
        zone=fact.zone,
        zone_text=paper.say(ZONE_WORDS[fact.zone]),
        facts=(),
        code=code_of(fact),
    )


def _product(fact: ProductFact, paper: Paper) -> ProductLabel:
    return ProductLabel(
        brand=paper.brand,
        name=fact.name,
        spec=fact.spec,
        sku=fact.sku,
        price="",
        facts=(),
        gtin=gtin_of(fact),
    )


def _badge(fact: OperatorFact, paper: Paper) -> BadgeLabel:
    return BadgeLabel(
        brand=paper.brand,
        name=fact.name,
        role=paper.say(role_words(fact)),
        place=paper.place,
        badge=fact.badge,
    )


def _sheets(fact: OperatorFact, paper: Paper, sheet: Sheet) -> Iterator[tuple[str, OperatorSheet]]:
    pages = _pages(sheet.commands)
    room = paper.say(sheet.room)
    for number, commands in enumerate(pages, start=1):
        of = f" {number}/{len(pages)}" if len(pages) > 1 else ""
        yield (
            f"{fact.name} · {room}{of}",
            OperatorSheet(
                brand=paper.brand,
                title=f"{paper.say(SHEET_TITLE)}{of}",
                name=fact.name,
                role=paper.say(role_words(fact)),
                place=f"{paper.place} · {room}",
                badge=fact.badge,
                commands=tuple(
                    CommandCode(paper.say(words), make_command_code(command)) for words, command in commands
                ),
                hint=paper.say(SHEET_HINT),
                printed=paper.printed,
            ),
        )


def _pages(commands: DeskCommands) -> Sequence[DeskCommands]:
    starts = range(0, max(len(commands), 1), SHEET_COMMANDS)
    return [commands[start : start + SHEET_COMMANDS] for start in starts]
