"""Tables by the slice that writes them; they live here because slices read each other's rows.

All are loaded together: a foreign key finds its table whichever module is asked for first.
"""

from cloud_api.storage.tables import (
    catalogue,
    crates,
    deliveries,
    devices,
    documents,
    exchange,
    floor,
    imports,
    orders,
    people,
    pickup,
    receiving,
    routes,
    shortages,
    waves,
)

__all__ = [
    "catalogue",
    "crates",
    "deliveries",
    "devices",
    "documents",
    "exchange",
    "floor",
    "imports",
    "orders",
    "people",
    "pickup",
    "receiving",
    "routes",
    "shortages",
    "waves",
]
