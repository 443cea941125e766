"""Says which slice hears of what another one does; they do not know each other."""

from collections.abc import Mapping

import cloud_api.pickup.facts
import cloud_api.routes.facts
import cloud_api.waves.facts
from cloud_api.exchange.permissions import all_handlers
from cloud_api.pickup.telling import tell_delivery, tell_shop_packed
from cloud_api.settings import Settings
from cloud_api.storage.hooks import Enqueue, Hooks, leave_to_sweep
from cloud_api.storage.reports import Handler
from cloud_api.wire.facts import FactKind


def hooks_of(_settings: Settings, enqueue: Enqueue = leave_to_sweep) -> Hooks:
    """What happens when a cycle freezes or changes afterwards."""
    return Hooks(enqueue=enqueue)


def fact_handlers(settings: Settings) -> Mapping[FactKind, Handler]:
    """Slices do not know each other: what one has to tell shops of is the word of another."""
    return all_handlers(
        (
            cloud_api.waves.facts.fact_handlers(settings, on_packed=tell_shop_packed),
            cloud_api.routes.facts.fact_handlers(on_published=tell_delivery, on_departed=tell_delivery),
            cloud_api.pickup.facts.fact_handlers(),
        )
    )
