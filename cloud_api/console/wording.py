"""Says in Chinese what services say in English, so that whoever runs the night need not read English."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType

from cloud_api.console.sentences import (
    catalogue,
    deliveries,
    fields,
    files,
    handing,
    orders,
    parcels,
    shops,
    trail,
    warehouse,
)

_ENTRY = re.compile(r"\n\s*\n")
_PLACE = re.compile(r"^([A-Za-z_][\w.]{0,80}|值): (.+)$", re.DOTALL)
_SUMS = re.compile(r" ([0-9]+) there, ([0-9]+) here")
_HANDED = re.compile(r"([0-9]{2}:[0-9]{2}) at")
_BETWEEN_FAULTS = "; "
_MOST_PLACES = 2
_WORKS_FOR = "import for "
_TABLES = tuple(
    each.SAID for each in (orders, files, catalogue, deliveries, warehouse, handing, parcels, shops)
)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a service with places for what it names, and the same in Chinese."""

    literals: tuple[str, ...]
    """What stands before, between and behind the fields."""
    names: tuple[str, ...]
    chinese: str

    def fields_of(self, text: str) -> dict[str, str] | None:
        """What stands in the places; None when the text is another sentence.

        Leftmost places are enough, as there is nothing to go back for: a long hostile text costs no time.
        """
        if not self.names:
            return {} if text == self.literals[0] else None
        first, last = self.literals[0], self.literals[-1]
        end = len(text) - len(last)
        if not text.startswith(first) or not text.endswith(last) or end < len(first):
            return None
        found, at = [], len(first)
        for literal in self.literals[1:-1]:
            place = text.find(literal, at, end)
            if place < 0:
                return None
            found.append(text[at:place])
            at = place + len(literal)
        return dict(zip(self.names, [*found, text[at:end]], strict=True))


def read_sentences(*tables: str) -> list[Sentence]:
    """Entries of tables, the most particular first.

    An entry is a sentence over one or more lines, and lines that begin with `=` with its Chinese. Fields
    stand in braces; `{reason:words}` in the Chinese is put into Chinese itself.
    """
    told = [entry for table in tables for entry in _ENTRY.split(table.strip())]
    return sorted((_sentence(entry) for entry in told), key=lambda each: -sum(map(len, each.literals)))


def _sentence(entry: str) -> Sentence:
    lines = [line.strip() for line in entry.splitlines()]
    english = " ".join(line for line in lines if not line.startswith("="))
    chinese = "".join(line[1:].strip() for line in lines if line.startswith("="))
    literals, names = [""], []
    for literal, name, _spec, _conversion in Formatter().parse(english):
        literals[-1] += literal
        if name is not None:
            names.append(name)
            literals.append("")
    return Sentence(tuple(literals), tuple(names), chinese)


class Wording:
    """The sentences of the house in Chinese; what is not known is said as it is."""

    def __init__(self) -> None:
        self._sentences = read_sentences(*_TABLES)
        self._faults = read_sentences(fields.FAULTS)
        self._things = read_sentences(fields.THINGS)
        self._by_spec: Mapping[str, Callable[[str], str]] = MappingProxyType(
            {
                "words": self.words,
                "faults": self._of_faults,
                "thing": lambda text: self._said(self._things, text) or text,
                "word": lambda text: fields.WORDS.get(text, text),
                "list": _of_list,
                "choices": lambda text: text.replace(", ", "、").replace(" or ", "或"),
                "handed": lambda text: _HANDED.sub(r"\1 在", text).replace(" by ", "，"),
                "sums": lambda text: _SUMS.sub(r" 合计 \1，订单行 \2", text).replace(_BETWEEN_FAULTS, "；"),
            }
        )

    def words(self, text: str) -> str:
        """A reason, remark or refusal of a service in Chinese."""
        told = text.strip()
        return self._said(self._sentences, told) or self._bare_faults(told) or text

    def action(self, action: str) -> str:
        """An act of the trail in Chinese."""
        return trail.ACTIONS.get(action, action)

    def actor(self, name: str) -> str:
        """Who did an act: a person or station by name, the service and what it does for somebody in words."""
        before, works_for, whom = name.partition(_WORKS_FOR)
        if works_for and not before:
            return f"导入（{self.actor(whom)}）"
        return trail.ACTORS.get(name, name)

    def about(self, about: str) -> str:
        """What an act was done to, in Chinese."""
        kind, _, key = about.rpartition(" ")
        return f"{trail.ABOUT[kind]} {key}" if kind in trail.ABOUT else about

    def field(self, name: str) -> str:
        """A field of a message by the name people know it by."""
        return fields.LABELS.get(name, name)

    def actions(self) -> list[tuple[str, str]]:
        """Every act the trail may hold, with its Chinese."""
        return list(trail.ACTIONS.items())

    def _said(self, sentences: list[Sentence], text: str) -> str | None:
        for sentence in sentences:
            found = sentence.fields_of(text)
            if found is not None:
                return "".join(self._parts(sentence.chinese, found))
        return None

    def _parts(self, chinese: str, found: Mapping[str, str]) -> Iterator[str]:
        for literal, name, spec, _conversion in Formatter().parse(chinese):
            yield literal
            if name is not None:
                yield self._by_spec[spec](found[name]) if spec else found[name]

    def _bare_faults(self, text: str) -> str | None:
        """Faults of a message without a sentence around them; None where one of them is not known."""
        parts = text.split(_BETWEEN_FAULTS)
        known = [self._fault(part) for part in parts]
        return "；".join(part for part in known if part) if all(known) else None

    def _of_faults(self, text: str) -> str:
        return "；".join(self._fault(part) or part for part in text.split(_BETWEEN_FAULTS))

    def _fault(self, text: str) -> str | None:
        """order.lines.0.quantity: Input should be greater than or equal to 1

        A place may be told in two parts, by the list and by the rule of its rows.
        """
        places: list[str] = []
        rest = text
        while len(places) < _MOST_PLACES and (placed := _PLACE.match(rest)):
            places.append(f"{self._place(placed.group(1))}：")
            rest = placed.group(2)
        said = self._said(self._faults, rest)
        return None if said is None else "".join((*places, said))

    def _place(self, place: str) -> str:
        parts = place.split(".")
        return " ".join(f"第 {int(part) + 1} 项" if part.isdecimal() else self.field(part) for part in parts)


def _of_list(text: str) -> str:
    """customer, order_no or group_no"""
    names = [[fields.WORDS.get(either, either) for either in each.split(" or ")] for each in text.split(", ")]
    return "、".join("或".join(either) for either in names)
