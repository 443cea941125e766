"""Purchase orders and goods that come in for tests of receiving."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from cloud_api.documents.slips import write_slips
from cloud_api.jobs.sweep import left_to_do
from cloud_api.receiving.sharing import share_out
from cloud_api.settings import Settings
from cloud_api.storage.hooks import Job
from cloud_api.storage.ids import new_uuid
from cloud_api.storage.tables.documents import documents
from cloud_api.storage.transaction import reading, writing
from cloud_api.wire.documents import DocumentKind
from cloud_api.wire.exchange import ChangeKind
from cloud_api.wiring import hooks_of, rule_of
from tests.cloud_api.kit import Cloud, DeskKit, Shop
from tests.cloud_api.stock_kit import changes_of

SETTINGS = Settings(database="unused.db")


def purchase_id(shop: Shop) -> str:
    """The purchase order of the cycle that was cut off; its products name no supplier."""
    query = select(documents.c.id).where(
        documents.c.cycle_id == UUID(shop.cycle_id),
        documents.c.kind == DocumentKind.PURCHASE_ORDER,
        documents.c.revision == 0,
    )
    with reading(shop.cloud.engine) as connection:
        return str(connection.scalars(query).one())


def received(document_id: str | None, sku: str = "PEACH", quantity: int = 1, **other: Any) -> dict[str, Any]:
    """The body of GoodsReceived; good, into A-01, unless told otherwise."""
    return {
        "receipt_id": str(new_uuid()),
        "document_id": document_id,
        "sku": sku,
        "quantity": quantity,
        "bin": "A-01",
        **other,
    }


def work_off(cloud: Cloud, settings: Settings = SETTINGS) -> list[Job]:
    """Do what a worker's sweep would find of shortages and slips; the jobs that were due."""
    hooks = hooks_of(settings)
    done: list[Job] = []
    for _ in range(3):
        with reading(cloud.engine) as connection:
            left = left_to_do(connection, cloud.clock())
        for job, key in left:
            if job is Job.SHARE_OUT:
                share_out(cloud.engine, UUID(key), cloud.clock, rule_of(settings, hooks))
            elif job is Job.MAKE_SLIPS:
                with writing(cloud.engine) as connection:
                    write_slips(connection, UUID(key), cloud.clock(), hooks, settings.brand)
            else:
                continue
            done.append(job)
    return done


def told(desk: DeskKit) -> dict[str, Any]:
    """The purchase order as stations were told of it last."""
    return changes_of(desk, ChangeKind.PURCHASE)[-1]


def lines_of(purchase: dict[str, Any]) -> dict[str, tuple[int, int, int, int]]:
    """Ordered, good, damaged, refused by product."""
    names = ("ordered", "good", "damaged", "refused")
    return {line["sku"]: tuple(line[name] for name in names) for line in purchase["lines"]}
