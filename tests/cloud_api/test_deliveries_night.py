"""From the cut-off to the mailbox: documents as they really are, written, queued and sent."""

from email.message import EmailMessage
from uuid import UUID

from sqlalchemy import Connection

from cloud_api.deliveries.sending import send_due
from cloud_api.documents.filling import fill_documents
from cloud_api.documents.press import Press
from cloud_api.settings import MailSecurity, Settings
from cloud_api.storage.hooks import Job
from cloud_api.wiring import files_of, hooks_of
from tests.cloud_api.deliveries_kit import mail_server
from tests.cloud_api.kit import SQLITE_ONLY, Shop, order, product
from tests.cloud_api.webhook_kit import webhook_sink


@SQLITE_ONLY
def test_each_recipient_gets_the_documents_of_the_night(shop: Shop) -> None:
    promised: list[tuple[Job, str]] = []

    def enqueue(_connection: Connection, job: Job, key: str) -> None:
        promised.append((job, key))

    cloud = shop.cloud
    of_supplier = {
        "suppliers": [{"code": "S1", "name": "京郊果园"}],
        "products": [product("PEACH", supplier="S1", cost_fen=350)],
    }
    assert shop.call("PUT", "/v1/catalogue", json=of_supplier).status_code == 200
    with mail_server() as box, webhook_sink() as sink:
        settings = Settings(
            database="unused.db",
            private_webhooks=True,
            smtp_host="127.0.0.1",
            smtp_port=box.port,
            smtp_security=MailSecurity.NONE,
            mail_from="youlin@w.example",
        )
        mail = {"kind": "supplier", "recipient": "S1", "channel": "email", "address": "orders@s.example"}
        assert shop.call("POST", "/v1/recipients", json=mail).status_code == 201
        shop.send(order("A", "P1", PEACH=2, RICE=1), order("B", "P2", PEACH=1))
        shop.cut_off()
        cycle_id, clock = UUID(shop.cycle_id), cloud.clock
        hooks, press = hooks_of(settings, enqueue), Press()
        for _ in range(2):
            fill_documents(cloud.engine, cycle_id, clock, hooks, settings.brand, press)
        assert (Job.DELIVER, shop.cycle_id) in promised
        report = send_due(cloud.engine, settings, clock, files_of(clock), cycle_id=cycle_id)
        assert (report.sent, sink.posted) == (1, [])
        (message,) = box.messages()
    assert_attached(message)
    counts = shop.call("GET", f"/v1/cycles/{shop.cycle_id}/deliveries").json()
    # The order of S1 and of no supplier; a pick sheet and a delivery sheet for each of two shops.
    assert (counts["sent"], counts["queued"], counts["failed"]) == (6, 0, 0)
    (sent,) = shop.call("GET", "/v1/deliveries", params={"channel": "email"}).json()["items"]
    link = shop.call("GET", f"/v1/deliveries/{sent['id']}").json()["link"]
    page = cloud.call("GET", "/d/" + link.rpartition("/d/")[2])
    assert "京郊果园" in page.text
    assert "1 行，共 3 件" in page.text


def assert_attached(message: EmailMessage) -> None:
    """A PDF and a workbook that are what they say."""
    attached = {
        part.get_content_subtype(): part.get_payload(decode=True) for part in message.iter_attachments()
    }
    pdf, xlsx = attached["pdf"], attached["vnd.openxmlformats-officedocument.spreadsheetml.sheet"]
    assert isinstance(pdf, bytes)
    assert isinstance(xlsx, bytes)
    assert pdf.startswith(b"%PDF-")
    assert xlsx.startswith(b"PK")
