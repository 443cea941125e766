"""Reads facts as they came: what can be stored at all, what a body says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import ValidationError

from cloud_api.http.problems import explain
from cloud_api.storage.nesting import DEEPEST, holds_nul, is_shallow
from cloud_api.wire.base import Message
from cloud_api.wire.exchange import Fact, canonical_json, link_hash
from cloud_api.wire.facts import FACT_BODIES, FactKind

BODY_VERSION = 1
_ESCAPED_NUL = "\\u0000"
"""How JSON writes the character NUL; part of a harmless text too, where a backslash stands before it."""
_KINDS: Mapping[str, FactKind] = {kind.value: kind for kind in FactKind}
_MAX_KIND_LENGTH = 64
_MAX_SEQ = 2**62
_MAX_VERSION = 2**31 - 1


class UnreadableFactError(Exception):
    """A fact that cannot even be stored: no station of ours makes one. The message says which and why."""


class HashedFact(NamedTuple):
    """A fact with the hash the next one must carry; its body is written out once, to be hashed and kept."""

    fact: Fact
    hash: str
    body_text: str


@dataclass(frozen=True)
class BadBody:
    """Why a body cannot be used."""

    reason: str


def hashed(fact: Fact, station_id: UUID) -> HashedFact:
    """The fact with its hash. Raises UnreadableFactError for what JSON or the database cannot hold."""
    sized = fact.seq <= _MAX_SEQ and 0 <= fact.version <= _MAX_VERSION and len(fact.kind) <= _MAX_KIND_LENGTH
    if not sized or "\0" in fact.kind:
        raise UnreadableFactError(f"Fact {fact.id}: seq, version or kind is out of bounds.")
    text = _written(fact)
    try:
        link = link_hash(
            fact_id=fact.id,
            station_id=station_id,
            seq=fact.seq,
            operator_id=fact.operator_id,
            happened_at=fact.happened_at,
            kind=fact.kind,
            version=fact.version,
            body_text=text,
            previous_hash=fact.previous_hash,
        )
    except ValueError as error:
        raise UnreadableFactError(_no_json(fact)) from error
    return HashedFact(fact, link, text)


def _written(fact: Fact) -> str:
    """The canonical JSON of a body; only one with many brackets can be too deep, so others are not walked."""
    try:
        text = canonical_json(fact.body)
    except ValueError as error:
        raise UnreadableFactError(_no_json(fact)) from error
    except RecursionError as error:
        raise UnreadableFactError(_too_deep(fact)) from error
    if text.count("{") + text.count("[") >= DEEPEST and not is_shallow(fact.body):
        raise UnreadableFactError(_too_deep(fact))
    return text


def _no_json(fact: Fact) -> str:
    return f"Fact {fact.id}: its body holds a number or text that is no JSON."


def _too_deep(fact: Fact) -> str:
    return f"Fact {fact.id}: its body nests too deep."


def read_body(item: HashedFact) -> tuple[FactKind, Message] | BadBody:
    """The kind and checked body of a fact, or why it cannot be used."""
    fact = item.fact
    kind = _KINDS.get(fact.kind)
    if kind is None:
        return BadBody(f"Facts of kind {fact.kind} are not known here. Update the cloud service.")
    if fact.version != BODY_VERSION:
        return BadBody(f"{kind} in version {fact.version} is not known here. Update the cloud service.")
    try:
        body = FACT_BODIES[kind].model_validate(fact.body)
    except ValidationError as error:
        return BadBody(f"The body of {kind} does not fit: {explain(error)}.")
    if _ESCAPED_NUL in item.body_text and holds_nul(fact.body):
        return BadBody(f"The body of {kind} holds the character NUL.")
    return kind, body


def fact_json(fact: Fact) -> dict[str, Any]:
    """A fact as it was sent, to be kept and shown."""
    return fact.model_dump(mode="json")
