"""What a piece of a product weighs and how much room it takes, read from the package size of the source.

Read from the package size (US units):
- OZ and LB are mass, except in drinks, where OZ is the fluid ounce; PT, QT, GA, L, ML are volume.
- "12 PK/12 OZ", "10/6.75 OZ" are so many times so much; "16 CT/22 OZ" is 22 OZ in all.
- A carton of cans that states one can ("12 OZ" of type "SOFT DRINKS 12/18&15PK CAN") counts as 12 cans,
  and drinks sized in PK alone as cans of 12 fluid ounces.
- CT, PK, PC, DZ are pieces (above 1,000 it is an item number); LOAD is a wash load; SQ FT is paper.

Assumed, because the source does not say (`_PIECE_G`, `_LOOSE_G`, `_BULK_ML_PER_G` and the constants):
grams of one piece; grams of loose goods; millilitres a gram takes in a crate; 1 ml of drink weighs 1 g and
takes 1.25 ml with its bottle; a wash load is 50 ml; a square foot of paper weighs 4 g and takes 28 ml.

The default is 500 g (`_LOOSE_G` by category, then department, before it). It is used when the size is empty
or not understood, and for what is the grower's case rather than what a household buys: produce of 10 LB and
more (but for the 10 LB bag of potatoes) or of more than 6 CT, and powder drinks sized by the drink they make.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from station.demo.day_source import Kind

DEFAULT_G = 500

_MASS_G = {"OZ": 28.349523, "LB": 453.59237}
_FLUID_ML = {"OZ": 29.573530, "PT": 473.176473, "QT": 946.352946, "GA": 3785.411784, "L": 1000.0, "ML": 1.0}
_PIECES = {"CT": 1, "PK": 1, "PC": 1, "DZ": 12}
_DRINKS = frozenset(
    (
        "SOFT DRINKS",
        "FLUID MILK PRODUCTS",
        "REFRGRATD JUICES/DRNKS",
        "CANNED JUICES",
        "WATER - CARBONATED/FLVRD DRINK",
        "BEERS/ALES",
        "ISOTONIC DRINKS",
        "FRZN JCE CONC/DRNKS",
        "LIQUOR",
        "WATER",
        "JUICE",
        "NON-DAIRY BEVERAGES",
        "BEVERAGE",
    )
)
_POWDER_DRINKS = "PWDR/CRYSTL DRNK MX"
_CAN_CARTON = "SOFT DRINKS 12/18&15PK CAN"
_CAN_OZ = 12
_CANS = 12
_CASE_LB = 10
_MOST_PIECES = 1_000
_CASE_COUNT = 6

_PIECE_G = {
    "EGGS": 60,
    "FRZN NOVELTIES/WTR ICE": 75,
    "FRZN BREAKFAST FOODS": 60,
    "PAPER HOUSEWARES": 8,
    "FACIAL TISS/DNR NAPKIN": 2,
    "FD WRAPS/BAGS/TRSH BG": 5,
    "CANDY - CHECKLANE": 3,
    "COLD AND FLU": 4,
    "PRODUCE": 300,
}
_PIECE_DEFAULT_G = 30
_LOOSE_G = {
    "MELONS": 3_000,
    _POWDER_DRINKS: 20,
    "CANDY - CHECKLANE": 50,
    "GREETING CARDS/WRAP/PARTY SPLY": 50,
    "PRODUCE": 300,
    "MEAT": 700,
    "DELI": 300,
    "PASTRY": 350,
    "SALAD BAR": 400,
    "DRUG GM": 150,
}
_BULK_ML_PER_G = {
    "BAG SNACKS": 6.0,
    "WAREHOUSE SNACKS": 6.0,
    "POPCORN": 6.0,
    "COLD CEREAL": 5.0,
    "SALAD MIX": 5.0,
    "HERBS": 5.0,
    "PAPER HOUSEWARES": 5.0,
    "FACIAL TISS/DNR NAPKIN": 5.0,
    "BAKED BREAD/BUNS/ROLLS": 4.0,
    "PASTRY": 4.0,
    "EGGS": 3.0,
}
_BULK_DEFAULT_ML_PER_G = 1.5
_BOTTLE_ML_PER_ML = 1.25
_LOAD_ML = 50
_SQ_FT_G = 4
_SQ_FT_ML = 28
_SQ_M_PER_SQ_FT = 0.09290304
_SMALL = 10

_FRACTION = r"(?:1/2|[13]/4|[1357]/8)(?![\d.])"
_NUMBER = rf"(?:\d+ +{_FRACTION}|{_FRACTION}|\d*\.?\d+)"
_UNIT = r"(?:FL )?(OZ|LB|PT|QT|GA|ML|L(?!D|OAD)|CT|PK|PC|DO?Z|LO?A?D|SQ FT|O$)"
_STAMP = re.compile(r"^(?:[LN] +(?=[\d.])|\(\d+\) *)")
_TIMES = re.compile(rf"^(?!{_FRACTION})(\d+) *(?:PK *[/-]?| ?[/-]) *({_NUMBER}) *{_UNIT}")
_TIMES_BEHIND = re.compile(rf"^({_NUMBER}) *{_UNIT}/(\d+) PK")
_COUNT_AND_ALL = re.compile(rf"^\d+ CT/({_NUMBER}) *{_UNIT}")
_ONE = re.compile(rf"^({_NUMBER})? *{_UNIT}")


@dataclass(frozen=True)
class Size:
    """One piece as a crate feels it; `stated` is false where the default had to do."""

    spec: str
    weight_g: int
    volume_ml: int
    stated: bool


class _Package(NamedTuple):
    """`times` packages of `amount` `unit` each."""

    times: int
    amount: float
    unit: str


def size_of(kind: Kind) -> Size:
    """Weight, volume and specification of one piece of a product; both are at least 1."""
    package = None if _is_case(kind) else _read(kind)
    return _default(kind) if package is None else _stated(kind, package)


def _is_case(kind: Kind) -> bool:
    """Whether the size is the grower's case, or the drink a powder makes."""
    package = _read(kind)
    if package is None:
        return False
    if kind.category == _POWDER_DRINKS:
        return package.unit in ("QT", "GA", "L")
    if kind.department != "PRODUCE" or package.times > 1:
        return False
    if package.unit == "LB":
        bag_of_potatoes = kind.category == "POTATOES" and package.amount == _CASE_LB
        return package.amount >= _CASE_LB and not bag_of_potatoes
    return package.unit == "CT" and package.amount > _CASE_COUNT


def _read(kind: Kind) -> _Package | None:
    text = _STAMP.sub("", kind.package_size.strip())
    if found := _TIMES.match(text):
        times = 1 if found[3] == "CT" else int(found[1])  # "48-54 CT" is a range
        return _package(times, found[2], found[3])
    if found := _TIMES_BEHIND.match(text):
        return _package(int(found[3]), found[1], found[2])
    if found := _COUNT_AND_ALL.match(text):
        return _package(1, found[1], found[2])
    found = _ONE.match(text)
    if found is None or (found[1] is None and found[2] in ("CT", "PK", "PC")):
        return None
    return _cans(kind, _package(1, found[1] or "1", found[2]))


def _package(times: int, number: str, unit: str) -> _Package | None:
    amount = float(sum(Fraction(part) for part in number.split()))
    unit = {"O": "OZ", "DOZ": "DZ", "LD": "LOAD"}.get(unit, unit)
    item_number = unit in _PIECES and amount > _MOST_PIECES
    return _Package(times, amount, unit) if amount > 0 and times > 0 and not item_number else None


def _cans(kind: Kind, package: _Package | None) -> _Package | None:
    """A drink sized by its can, or by its number of cans, as the carton it is sold in."""
    if package is None or kind.category != "SOFT DRINKS":
        return package
    if package.unit == "PK":
        return _Package(int(package.amount), _CAN_OZ, "OZ")
    one_can = package.unit == "OZ" and package.amount <= _CAN_OZ
    return package._replace(times=_CANS) if one_can and kind.product_type.startswith(_CAN_CARTON) else package


def _stated(kind: Kind, package: _Package) -> Size:
    times, amount, unit = package
    if unit in _FLUID_ML and (unit != "OZ" or kind.category in _DRINKS):
        return _measured(times, amount * _FLUID_ML[unit], "ml", _BOTTLE_ML_PER_ML)
    if unit in _MASS_G:
        return _measured(times, amount * _MASS_G[unit], "g", _bulk(kind))
    if unit == "LOAD":
        return _measured(1, amount * _LOAD_ML, "ml", _BOTTLE_ML_PER_ML)
    if unit == "SQ FT":
        return _size(f"{amount * _SQ_M_PER_SQ_FT:.1f} m²", amount * _SQ_FT_G, amount * _SQ_FT_ML)
    pieces = round(times * amount * _PIECES[unit])
    if pieces <= 1:
        return _default(kind)
    weight_g = pieces * _pick(_PIECE_G, kind, _PIECE_DEFAULT_G)
    return _size(f"{pieces} 件", weight_g, weight_g * _bulk(kind))


def _measured(times: int, each: float, unit: str, ml_per_unit: float) -> Size:
    """A size in g or ml; 1 ml weighs 1 g."""
    one = f"{round(each, 1 if each < _SMALL else None)} {unit}"
    return _size(one if times == 1 else f"{times} × {one}", times * each, times * each * ml_per_unit)


def _size(spec: str, weight_g: float, volume_ml: float) -> Size:
    return Size(spec, max(1, round(weight_g)), max(1, round(volume_ml)), stated=True)


def _default(kind: Kind) -> Size:
    weight_g = round(_pick(_LOOSE_G, kind, DEFAULT_G))
    return Size(f"约 {weight_g} g", weight_g, round(weight_g * _bulk(kind)), stated=False)


def _bulk(kind: Kind) -> float:
    return _pick(_BULK_ML_PER_G, kind, _BULK_DEFAULT_ML_PER_G)


def _pick(table: Mapping[str, float], kind: Kind, default: float) -> float:
    """The table's word on the category, else on the department, else the default."""
    return table.get(kind.category, table.get(kind.department, default))
