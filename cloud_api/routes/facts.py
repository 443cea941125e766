"""Which facts of routes this slice takes, and whom it tells of them."""

from collections.abc import Mapping
from functools import partial

from cloud_api.routes.departure import apply_van_departed
from cloud_api.routes.loading import apply_crate_loaded, apply_crate_unloaded
from cloud_api.routes.publishing import apply_routes_published
from cloud_api.routes.rows import TellShops
from cloud_api.storage.reports import Handler
from cloud_api.wire.facts import FactKind


def fact_handlers(on_published: TellShops, on_departed: TellShops) -> Mapping[FactKind, Handler]:
    """A handler for each kind of fact about routes; the callbacks hear of waves whose delivery changed."""
    return {
        FactKind.ROUTES_PUBLISHED: partial(apply_routes_published, tell=on_published),
        FactKind.CRATE_LOADED: apply_crate_loaded,
        FactKind.CRATE_UNLOADED: apply_crate_unloaded,
        FactKind.VAN_DEPARTED: partial(apply_van_departed, tell=on_departed),
    }
