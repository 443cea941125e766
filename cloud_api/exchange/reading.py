"""Reads facts as they came: what can be stored at all, what a body says."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from cloud_api.http.problems import explain
from cloud_api.storage.nesting import holds_nul, is_shallow
from cloud_api.wire.base import Message
from cloud_api.wire.exchange import Fact, fact_hash
from cloud_api.wire.facts import FACT_BODIES, FactKind

BODY_VERSION = 1
_MAX_KIND_LENGTH = 64
_MAX_SEQ = 2**62
_MAX_VERSION = 2**31 - 1


class UnreadableFactError(Exception):
    """A fact that cannot even be stored: no station of ours makes one. The message says which and why."""


@dataclass(frozen=True)
class HashedFact:
    """A fact with the hash the next one must carry."""

    fact: Fact
    hash: str


@dataclass(frozen=True)
class BadBody:
    """Why a body cannot be used."""

    reason: str


def hashed(fact: Fact, station_id: UUID) -> HashedFact:
    """The fact with its hash. Raises UnreadableFactError for what JSON or the database cannot hold."""
    sized = fact.seq <= _MAX_SEQ and 0 <= fact.version <= _MAX_VERSION and len(fact.kind) <= _MAX_KIND_LENGTH
    if not sized or "\0" in fact.kind:
        raise UnreadableFactError(f"Fact {fact.id}: seq, version or kind is out of bounds.")
    if not is_shallow(fact.body):
        raise UnreadableFactError(f"Fact {fact.id}: its body nests too deep.")
    try:
        link = fact_hash(
            fact_id=fact.id,
            station_id=station_id,
            seq=fact.seq,
            operator_id=fact.operator_id,
            happened_at=fact.happened_at,
            kind=fact.kind,
            version=fact.version,
            body=fact.body,
            previous_hash=fact.previous_hash,
        )
    except ValueError as error:
        raise UnreadableFactError(
            f"Fact {fact.id}: its body holds a number or text that is no JSON."
        ) from error
    return HashedFact(fact, link)


def read_body(fact: Fact) -> tuple[FactKind, Message] | BadBody:
    """The kind and checked body of a fact, or why it cannot be used."""
    try:
        kind = FactKind(fact.kind)
    except ValueError:
        return BadBody(f"Facts of kind {fact.kind} are not known here. Update the cloud service.")
    if fact.version != BODY_VERSION:
        return BadBody(f"{kind} in version {fact.version} is not known here. Update the cloud service.")
    try:
        body = FACT_BODIES[kind].model_validate(fact.body)
    except ValidationError as error:
        return BadBody(f"The body of {kind} does not fit: {explain(error)}.")
    if holds_nul(fact.body):
        return BadBody(f"The body of {kind} holds the character NUL.")
    return kind, body


def fact_json(fact: Fact) -> dict[str, Any]:
    """A fact as it was sent, to be kept and shown."""
    return fact.model_dump(mode="json")
