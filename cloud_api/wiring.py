"""Says which slice hears of what another one does; they do not know each other."""

from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import Engine

import cloud_api.crates.facts
import cloud_api.crates.retention
import cloud_api.deliveries.retention
import cloud_api.devices.retention
import cloud_api.documents.retention
import cloud_api.exchange.retention
import cloud_api.http.retention
import cloud_api.people.overrides
import cloud_api.people.retention
import cloud_api.people.work
import cloud_api.pickup.facts
import cloud_api.receiving.facts
import cloud_api.receiving.retention
import cloud_api.routes.facts
import cloud_api.stock.facts
import cloud_api.waves.facts
from cloud_api.crates.steps import remembering, remembering_runs
from cloud_api.deliveries.files import FileOf
from cloud_api.deliveries.queueing import tell_recipients
from cloud_api.documents.contents import keep_as_cut_off
from cloud_api.documents.cut_off import write_documents
from cloud_api.documents.files import document_file
from cloud_api.documents.press import Press
from cloud_api.exchange.permissions import all_handlers
from cloud_api.pickup.telling import tell_delivery, tell_shop_key, tell_shop_packed
from cloud_api.receiving.purchases import news_of_cut_off, tell_revised
from cloud_api.receiving.receipts import Listeners as ReceiptListeners
from cloud_api.receiving.sharing import Asked, Rule
from cloud_api.settings import Settings
from cloud_api.shortages.by_rule import share_now, take_back_now
from cloud_api.shortages.rewriting import Told
from cloud_api.stock.picking import note_put_undone, note_puts
from cloud_api.stock.receipts import note_receipt_undone, note_receipts
from cloud_api.storage.clock import Clock
from cloud_api.storage.gift_boxes import gift_job_news
from cloud_api.storage.hooks import Enqueue, Hooks, leave_to_sweep
from cloud_api.storage.reports import Handler, RunHandler
from cloud_api.storage.retention import Keep, Prune
from cloud_api.waves.facts import Listeners
from cloud_api.wire.documents import FileFormat
from cloud_api.wire.facts import FactKind
from cloud_api.wire.shortages import Shortage, ShortageQuestion


def hooks_of(settings: Settings, enqueue: Enqueue = leave_to_sweep) -> Hooks:
    """What happens when a cycle freezes or changes afterwards."""
    return Hooks(
        enqueue=enqueue,
        on_frozen=(partial(write_documents, enqueue),),
        news_of_cut_off=(news_of_cut_off, gift_job_news),
        before_amendment=(partial(keep_as_cut_off, settings.brand),),
        on_shop_key=(tell_shop_key,),
        on_packed=(tell_shop_packed,),
        on_documents=(tell_recipients(enqueue), tell_revised),
    )


def files_of(clock: Clock) -> FileOf:
    """How deliveries and their pages get the files of documents, drawn and kept by the documents slice."""
    press = Press()

    def file_of(engine: Engine, document_id: UUID, wanted: FileFormat) -> bytes:
        made = document_file(engine, press, document_id, wanted, clock())
        if made is None:
            raise LookupError(f"document {document_id} has no content yet")
        return made

    return file_of


def rule_of(settings: Settings, hooks: Hooks) -> Rule:
    """How what lacks of a purchase order is shared out here, by the shortages slice."""

    def share(engine: Engine, asked: Asked, sku: str, available: int) -> Shortage | str:
        question = ShortageQuestion(sku=sku, available=available, rule=settings.shortage_rule)
        return share_now(engine, asked.cycle_id, question, _told(asked), hooks)

    def withdraw(engine: Engine, asked: Asked, shortage_id: UUID) -> str | None:
        return take_back_now(engine, asked.cycle_id, shortage_id, _told(asked), hooks)

    return Rule(share, withdraw)


def _told(asked: Asked) -> Told:
    return Told(asked.by, asked.at, asked.reason)


def fact_handlers(settings: Settings, enqueue: Enqueue = leave_to_sweep) -> Mapping[FactKind, Handler]:
    """Slices do not know each other: what one has to tell shops of is the word of another."""
    picking = Listeners(
        on_packed=tell_shop_packed,
        on_puts=note_puts,
        on_put_undone=note_put_undone,
        on_changing=partial(keep_as_cut_off, settings.brand),
    )
    handlers = all_handlers(
        (
            cloud_api.waves.facts.fact_handlers(settings, picking),
            cloud_api.routes.facts.fact_handlers(on_published=tell_delivery, on_departed=tell_delivery),
            cloud_api.pickup.facts.fact_handlers(),
            cloud_api.people.overrides.fact_handlers(),
            cloud_api.people.work.fact_handlers(),
            cloud_api.stock.facts.fact_handlers(),
            cloud_api.receiving.facts.fact_handlers(_receiving(), enqueue),
            cloud_api.crates.facts.fact_handlers(settings, tell_shop_packed),
        )
    )
    return remembering(handlers)


def _receiving() -> ReceiptListeners:
    return ReceiptListeners(received=note_receipts, undone=note_receipt_undone)


def prunings() -> tuple[Prune, ...]:
    """What is cleared every night (storage.retention.prune_all); a slice that grows adds itself here.

    Imports stand above: whoever clears adds theirs.
    """
    return (
        cloud_api.exchange.retention.prune,
        cloud_api.documents.retention.prune,
        cloud_api.deliveries.retention.prune,
        cloud_api.people.retention.prune,
        cloud_api.devices.retention.prune,
        cloud_api.receiving.retention.prune,
        cloud_api.crates.retention.prune,
        cloud_api.http.retention.prune,
    )


def keep_of(settings: Settings) -> Keep:
    """How long this deployment keeps what grows."""
    bodies = settings.keep_fact_bodies_days
    return Keep(
        changes=timedelta(days=settings.keep_changes_days),
        fact_bodies=None if bodies is None else timedelta(days=bodies),
        document_files=timedelta(days=settings.keep_document_files_days),
        attempts=timedelta(days=settings.keep_attempts_days),
        import_files=timedelta(days=settings.keep_import_files_days),
        photos=timedelta(days=settings.keep_photos_days),
        crate_steps=timedelta(days=settings.keep_crate_steps_days),
    )


def run_handlers(settings: Settings) -> Mapping[FactKind, RunHandler]:
    """Handlers for facts that come in long runs, beside the ones for single facts."""
    return remembering_runs(
        {
            **cloud_api.waves.facts.run_handlers(settings, note_puts),
            **cloud_api.pickup.facts.run_handlers(),
            **cloud_api.stock.facts.run_handlers(),
            **cloud_api.receiving.facts.run_handlers(_receiving()),
        }
    )
