"""All pages of the console under one roof."""

from fastapi import APIRouter

from cloud_api.console.conflicts import ConflictPages
from cloud_api.console.cycles import CyclePages
from cloud_api.console.deliveries import DeliveryPages
from cloud_api.console.frame import Frame
from cloud_api.console.imports import ImportPages
from cloud_api.console.orders import OrderPages
from cloud_api.console.product_pictures import ProductPicturePages
from cloud_api.console.recipients import RecipientPages
from cloud_api.console.reference import ReferencePages
from cloud_api.console.refused_facts import RefusedFactPages
from cloud_api.console.rows import RowPages
from cloud_api.console.shortages import ShortagePages
from cloud_api.console.sign_in import SignInPages
from cloud_api.console.stations import StationPages
from cloud_api.console.trail import TrailPages
from cloud_api.storage.clock import Clock, system_clock


def routes(brand: str, clock: Clock = system_clock) -> APIRouter:
    """The addresses of the console; pages for people are no part of the OpenAPI document."""
    frame = Frame(brand, clock)
    router = APIRouter(include_in_schema=False)
    for pages in (
        SignInPages(frame),
        ConflictPages(frame),
        CyclePages(frame),
        DeliveryPages(frame),
        ImportPages(frame),
        OrderPages(frame),
        ProductPicturePages(frame),
        RecipientPages(frame),
        ReferencePages(frame),
        RefusedFactPages(frame),
        RowPages(frame),
        ShortagePages(frame),
        StationPages(frame),
        TrailPages(frame),
    ):
        router.include_router(pages.routes())
    return router
