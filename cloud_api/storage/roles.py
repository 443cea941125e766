"""Roles of a station as one text, so that tables and refusals write them in one way."""

from collections.abc import Collection

from cloud_api.wire.stations import Role

STATION_ROLES = tuple(role for role in Role if role is not Role.MANAGER)
"""Roles a token may carry; a manager is a person and signs in."""


def role_names(roles: Collection[Role], between: str = ", ") -> str:
    """Names of roles for people, in the order of Role."""
    return between.join(in_order(roles))


def in_order(roles: Collection[Role]) -> tuple[Role, ...]:
    """Each role once, in the order of Role."""
    return tuple(role for role in Role if role in roles)


def written_roles(roles: Collection[Role]) -> str:
    """Roles as tables keep them: warehouse,dispatch."""
    return ",".join(in_order(roles))


def read_roles(written: str) -> frozenset[Role]:
    """Roles as `written_roles` wrote them; none for an empty text."""
    return frozenset(Role(name) for name in written.split(",") if name)
