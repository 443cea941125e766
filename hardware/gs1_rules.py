"""Which GS1 statements may stand together: a lot without a product, or two net weights, is no right code.

Source: the attributes `req` and `ex` of the GS1 Barcode Syntax Dictionary (gs1/gs1-syntax-dictionary, commit
0344bf4, Apache-2.0), and its rule that a digital signature needs a key with a serial. In patterns n is any
digit. The dictionary judges all carriers on an item together; a desk scans one at a time and judges that one.
"""

from collections.abc import Mapping
from functools import cache

_OF_GOODS = "01,02"
_OF_ITEMS = "01,02,8006,8026"
_OF_LOADS = "00,01"
_AMOUNTS = "30,31nn,32nn,35nn,36nn"
_SIGNED = "00,01,253,255,8003,8004,8006,8010,8017,8018"

_NEEDS: tuple[tuple[str, str], ...] = (
    ("02 8026", "37"),
    ("10 11 13 15 16 20 240 241 242 422 7001", _OF_ITEMS),
    ("12", "8020"),
    ("17", "01,02,255,8006,8026"),
    ("21 250 251 7020 7021 7240 8012", "01,8006"),
    ("22 235 243 337n 392n 7004 710 711 712 713 714 715 8001 8200", "01"),
    ("250", "21"),
    ("254", "414"),
    ("30 310n 311n 312n 313n 314n 315n 316n 320n 321n 322n 323n 324n 325n 326n 327n 328n 329n", _OF_GOODS),
    ("350n 351n 352n 356n 357n 360n 361n 364n 365n 366n 423 424 425 426 427", _OF_GOODS),
    ("7002 7003 7005 7006 7007 7008 7009 7010 7011 703n 8005 8008", _OF_GOODS),
    ("330n 331n 332n 333n 334n 335n 336n 340n 341n 342n 343n 344n 345n 346n 347n 348n 349n", _OF_LOADS),
    ("353n 354n 355n 362n 363n 367n 368n 369n 8009", _OF_LOADS),
    ("37", "02,8026"),
    ("390n", "255,8020"),
    ("391n", "8020"),
    ("392n 393n 395n", _AMOUNTS),
    ("394n 8111", "255"),
    ("403 4300 4301 4302 4304 4305 4306 4307 4308 4309 4310 4311 4312 4314 4315 4316", "00"),
    ("4317 4318 4319 4320 4321 4322 4323 4324 4325 4326 4330 4331 4332 4333", "00"),
    ("415", "8020"),
    ("427", "422"),
    ("4303", "4302"),
    ("4313", "4312"),
    ("7004", "10"),
    ("7020", "416"),
    ("7022", "7021"),
    ("723n", "01,8004"),
    ("7241 7242 8019", "8017,8018"),
    ("8007 8020", "415"),
    ("8011", "8010"),
    ("8030", _SIGNED),
)
"""Each of these needs one of those beside it.

Left out on purpose: that a count of contents (37) needs an SSCC. On pallets that stands in the bars above,
and a desk scans one after the other."""

_NEVER_WITH: tuple[tuple[str, str], ...] = (
    ("01", "02,255,37"),
    ("21", "235"),
    ("255", "01,02,415,8006,8020,8026"),
    ("390n", "391n,394n,8111"),
    ("392n", "393n"),
    ("394n", "8111"),
    ("395n", "392n,393n,8005"),
    ("420", "421"),
    ("421", "4307"),
    ("422 423 424 425", "426"),
    ("4330", "4331"),
    ("4332", "4333"),
    ("8006", "01,37"),
    ("8017", "8018"),
    ("8026", "02,8006"),
)
"""None of these may stand beside one of those."""

_ONCE = frozenset(["31", "32", "33", "34", "35", "36", "39"])
"""Beginnings of AIs whose last digit only places the decimal point: one such statement in a code."""
_KEY_WITHOUT_SERIAL = {"253": 13, "255": 13, "8003": 14}
"""Characters of keys whose serial is optional, without it."""


def are_contradictory(values: Mapping[str, str]) -> bool:
    """Whether two of these statements, by application identifier, cannot both be true of one item."""
    bases = [ai[:3] for ai in values if len(ai) == 4 and ai[:2] in _ONCE]
    if len(bases) != len(set(bases)):
        return True
    return any(_fits(other, never) for ai in values for never in _never_with(ai) for other in values)


def are_incomplete(values: Mapping[str, str]) -> bool:
    """Whether one of these statements needs another that is not there."""
    if any(not any(_fits(other, each) for other in values) for ai in values for each in _needs(ai)):
        return True
    return "8030" in values and not _is_signed_key_serialised(values)


def _is_signed_key_serialised(values: Mapping[str, str]) -> bool:
    return all(len(values[ai]) > bare for ai, bare in _KEY_WITHOUT_SERIAL.items() if ai in values)


@cache
def _needs(ai: str) -> tuple[str, ...]:
    """Lists of alternatives, each list a need of its own."""
    return tuple(others for patterns, others in _NEEDS if _fits(ai, patterns.replace(" ", ",")))


@cache
def _never_with(ai: str) -> tuple[str, ...]:
    return tuple(others for patterns, others in _NEVER_WITH if _fits(ai, patterns.replace(" ", ",")))


@cache
def _fits(ai: str, patterns: str) -> bool:
    """Whether an application identifier is one of the patterns, separated by commas."""
    return any(
        len(pattern) == len(ai) and all(p in ("n", d) for p, d in zip(pattern, ai, strict=True))
        for pattern in patterns.split(",")
    )
