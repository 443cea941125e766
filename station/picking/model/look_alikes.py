"""Products a tired hand takes for each other 相似易混: one name in two sizes, or two alike."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from station.kernel.ids import Sku

ALIKE = 0.72
"""Dice coefficient of the pairs of characters from which on two names are warned of; 1 is the same name."""
ONE_OTHER = 0.9
"""Stands for names of the same length with one other character: 鲜牛奶 and 酸牛奶."""
LEAST_CHARACTERS = 4
"""Shorter names are alike only when they are the same: 白菜 and 菠菜 share half of what they have."""
_SIZE = re.compile(r"\d+(?:\.\d+)?(?:kg|g|ml|l|斤|克|千克|公斤|毫升|升)")
_TOKENS = re.compile(r"\d+(?:\.\d+)?(?:[a-z]+|[千公]?[克斤]|毫?升)?|[a-z]+|\s+|.", re.IGNORECASE)
TAIL_DIGITS = 4
"""People read the end of a bar code aloud; its beginning is the maker's and the same."""
_NO_NAME = re.compile(r"[.,·×x*/()\[\]【】（）\s-]+|(?:袋|瓶|盒|箱|包|装)")


@dataclass(frozen=True)
class Named:
    """A product by its words."""

    sku: Sku
    name: str
    spec: str = ""
    gtin: str = ""

    @property
    def words(self) -> str:
        """Name and specification."""
        return f"{self.name} {self.spec}".strip()


@dataclass(frozen=True)
class Alike:
    """A product that may be taken for another one, and by what words they are told apart."""

    sku: Sku
    words: str
    here: str
    """What only the product that is wanted has; empty where the other one only has more."""
    there: str


def alike(wanted: Named, other: Named) -> Alike:
    """`other` beside the product that is wanted."""
    here, there = differing(wanted, other)
    return Alike(other.sku, other.words, here, there)


def differing(one: Named, other: Named) -> tuple[str, str]:
    """What only the words of each have: 500g and 1kg; the ends of their bar codes where they say the same."""
    if one.words == other.words:
        return _tail(one.gtin), _tail(other.gtin)
    left, right = _TOKENS.findall(one.words), _TOKENS.findall(other.words)
    parts: tuple[list[str], list[str]] = ([], [])
    for tag, start, end, other_start, other_end in SequenceMatcher(None, left, right, False).get_opcodes():
        if tag != "equal":
            _note(parts[0], "".join(left[start:end]))
            _note(parts[1], "".join(right[other_start:other_end]))
    return " ".join(parts[0]), " ".join(parts[1])


def _note(parts: list[str], told: str) -> None:
    """Once each: name and specification often tell the same size."""
    if told.strip() and told.strip() not in parts:
        parts.append(told.strip())


def _tail(gtin: str) -> str:
    return f"…{gtin[-TAIL_DIGITS:]}" if gtin else ""


def look_alikes(picked: Iterable[Named], others: Iterable[Named] = ()) -> Mapping[Sku, tuple[Named, ...]]:
    """For each of `picked` the products it may be taken for, nearest first; most have none.

    Products of `others` (the rest of the catalogue) count where they bear the very same name in another size;
    those of the same wave also where their names are nearly the same.
    """
    here, rest = list(picked), list(others)
    known = {each.sku: each for each in (*rest, *here)}
    scores: dict[Sku, dict[Sku, float]] = defaultdict(dict)
    for one, others_of_it in of_one_name(known.values()).items():
        scores[one].update(dict.fromkeys(others_of_it, 1.0))
    for one, other, score in _nearly_alike(here):
        scores[one].setdefault(other, score)
        scores[other].setdefault(one, score)
    wanted = {each.sku for each in here}
    return {
        sku: tuple(known[other] for _, other in sorted((-score, other) for other, score in found.items()))
        for sku, found in scores.items()
        if sku in wanted
    }


def bare_name(product: Named) -> str:
    """The name without sizes, packs and signs: what is left is the same on all sizes."""
    plain = unicodedata.normalize("NFKC", product.name).lower()
    return _NO_NAME.sub("", _SIZE.sub("", plain))


def of_one_name(products: Iterable[Named]) -> Mapping[Sku, frozenset[Sku]]:
    """For each product the others with the very same name in another size; those with none are left out."""
    groups: dict[str, set[Sku]] = defaultdict(set)
    for product in products:
        bare = bare_name(product)
        if bare:
            groups[bare].add(product.sku)
    return {sku: frozenset(group - {sku}) for group in groups.values() if len(group) > 1 for sku in group}


def _nearly_alike(products: list[Named]) -> Iterable[tuple[Sku, Sku, float]]:
    bare = [(product.sku, bare_name(product)) for product in products]
    long_enough = [(sku, name, _pairs(name)) for sku, name in bare if len(name) >= LEAST_CHARACTERS]
    for (one, name, pairs), (other, other_name, other_pairs) in combinations(long_enough, 2):
        score = 2 * len(pairs & other_pairs) / (len(pairs) + len(other_pairs))
        if score < ALIKE and _differ_in_one(name, other_name):
            score = ONE_OTHER
        if score >= ALIKE and one != other:
            yield one, other, score


def _differ_in_one(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _pairs(name: str) -> frozenset[str]:
    return frozenset(name[at : at + 2] for at in range(len(name) - 1))
