"""Which roles may report which facts; the one table of it."""

from collections.abc import Iterable, Mapping

from cloud_api.storage.reports import Handler
from cloud_api.storage.roles import role_names
from cloud_api.wire.facts import FactKind
from cloud_api.wire.stations import Role

_WAREHOUSE = frozenset({Role.WAREHOUSE})
_DISPATCH = frozenset({Role.DISPATCH})
_LOADING = _WAREHOUSE | _DISPATCH
_PICKUP = frozenset({Role.PICKUP})

FACT_ROLES: Mapping[FactKind, frozenset[Role]] = {
    FactKind.WAVE_STARTED: _WAREHOUSE,
    FactKind.ITEM_PUT: _WAREHOUSE,
    FactKind.PUT_UNDONE: _WAREHOUSE,
    FactKind.PRODUCT_SHORT: _WAREHOUSE,
    FactKind.PRODUCT_SUBSTITUTED: _WAREHOUSE,
    FactKind.SUBSTITUTION_UNDONE: _WAREHOUSE,
    FactKind.ORDER_INTERCEPTED: _WAREHOUSE,
    FactKind.CRATE_CLOSED: _WAREHOUSE,
    FactKind.WAVE_COMPLETED: _WAREHOUSE,
    FactKind.WAVE_HANDED_OVER: _WAREHOUSE,
    FactKind.LABEL_REPRINTED: _WAREHOUSE,
    FactKind.ROUTES_PUBLISHED: _DISPATCH,
    FactKind.CRATE_LOADED: _LOADING,
    FactKind.CRATE_UNLOADED: _LOADING,
    FactKind.VAN_DEPARTED: _LOADING,
    FactKind.CRATE_RECEIVED: _PICKUP,
    FactKind.RECEIPT_UNDONE: _PICKUP,
    FactKind.RECEIPT_COMPLETED: _PICKUP,
    FactKind.ORDER_COLLECTED: _PICKUP,
    FactKind.COLLECTION_UNDONE: _PICKUP,
    FactKind.OVERRIDE_GIVEN: _LOADING,
    FactKind.STOCK_MOVED: _WAREHOUSE,
    FactKind.PRODUCT_SLOTTED: _WAREHOUSE,
    FactKind.COUNT_ASKED: _WAREHOUSE,
    FactKind.COUNT_TAKEN: _WAREHOUSE,
    FactKind.COUNT_SETTLED: _WAREHOUSE,
    FactKind.GOODS_RECEIVED: _WAREHOUSE,
    FactKind.GOODS_RECEIPT_UNDONE: _WAREHOUSE,
    FactKind.PURCHASE_CLOSED: _WAREHOUSE,
    FactKind.PURCHASE_REOPENED: _WAREHOUSE,
    FactKind.WORK_DONE: _LOADING,
    FactKind.CRATE_WEIGHED: _WAREHOUSE,
    FactKind.CRATE_REOPENED: _WAREHOUSE,
    FactKind.CRATE_REPACKED: _WAREHOUSE,
    FactKind.CRATE_EMPTIED: _WAREHOUSE | _PICKUP,
    FactKind.BOX_USED: _WAREHOUSE,
    FactKind.BOX_RETURNED: _WAREHOUSE | _PICKUP,
    FactKind.CRATE_EMPTYING_UNDONE: _PICKUP,
    FactKind.BOX_RETURN_UNDONE: _PICKUP,
    FactKind.GIFT_BOX_MADE: _WAREHOUSE,
    FactKind.GIFT_BOX_UNDONE: _WAREHOUSE,
}


def role_fault(kind: FactKind, roles: frozenset[Role]) -> str | None:
    """Why a station with these roles may not report facts of this kind; None when it may."""
    needed = FACT_ROLES[kind]
    if roles & needed:
        return None
    return (
        f"Facts of kind {kind} need the role {role_names(needed, ' or ')}; this station has the role "
        f"{role_names(roles)}. Enrol it with a code for that role, then do it again."
    )


def all_handlers(slices: Iterable[Mapping[FactKind, Handler]]) -> Mapping[FactKind, Handler]:
    """The handlers of all slices together; a service that could not take some kind must not start.

    Raises ValueError for a kind without a handler or without roles, and for one two slices claim.
    """
    handlers: dict[FactKind, Handler] = {}
    for offered in slices:
        twice = handlers.keys() & offered.keys()
        if twice:
            raise ValueError(f"two slices take facts of kind {', '.join(sorted(twice))}")
        handlers |= offered
    lacking = [kind for kind in FactKind if kind not in handlers or kind not in FACT_ROLES]
    if lacking:
        raise ValueError(f"no slice takes facts of kind {', '.join(lacking)}, or no role may report them")
    return handlers
