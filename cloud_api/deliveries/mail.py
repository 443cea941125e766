"""Writes the e-mail a document goes out with."""

from collections.abc import Collection
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from cloud_api.deliveries.claims import Taken
from cloud_api.deliveries.files import File
from cloud_api.deliveries.words import concerns, counts, document_code, kind_words, moment, one_line
from cloud_api.settings import Settings
from cloud_api.storage.clock import Clock

MOST_ATTACHED_BYTES = 15_000_000
"""Many mail servers take 20 MB at most, and base64 makes a third more of it."""
_SUBJECT_LENGTH = 150


class MailWriter:
    """Draws mails from templates read once."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._templates = Environment(
            loader=PackageLoader("cloud_api.deliveries"),
            autoescape=select_autoescape(["html"]),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def document(self, taken: Taken, files: Collection[File]) -> EmailMessage:
        """The mail of one delivery. Its Message-ID stays the same however often it is sent."""
        row = taken.document
        kind = kind_words(row.kind, row.revision)
        subject = f"【{self._settings.brand}】{kind} {row.whose} {document_code(row.number)} {row.cycle}"
        attached = sum(len(file.data) for file in files) <= MOST_ATTACHED_BYTES
        values = {
            "title": kind,
            "name": one_line(taken.recipient_name),
            "concerns": concerns(row.kind),
            "whose": one_line(row.whose),
            "code": document_code(row.number),
            "counts": counts(row),
            "cycle": one_line(row.cycle),
            "made": moment(row.made_at, row.time_zone),
            "link": self._settings.link_base + taken.link,
            "attached": attached,
        }
        message = self._message(taken.id, taken.recipient_name, taken.address, subject)
        self._fill(message, "document", values)
        for file in files if attached else ():
            maintype, _slash, subtype = file.media_type.partition("/")
            message.add_attachment(
                file.data, maintype=maintype, subtype=subtype, filename=one_line(file.name)
            )
        return message

    def trial(self, message_id: UUID, name: str, address: str) -> EmailMessage:
        """A mail that says nothing but that it came."""
        message = self._message(message_id, name, address, f"【{self._settings.brand}】测试邮件")
        self._fill(message, "test", {"title": "测试邮件", "name": one_line(name)})
        return message

    def _message(self, message_id: UUID, name: str, address: str, subject: str) -> EmailMessage:
        sender = self._settings.mail_from
        message = EmailMessage(policy=SMTP)
        message["From"] = Address(one_line(self._settings.brand), addr_spec=sender)
        message["To"] = Address(one_line(name), addr_spec=address)
        message["Subject"] = one_line(subject)[:_SUBJECT_LENGTH]
        message["Date"] = format_datetime(self._clock())
        message["Message-ID"] = f"<{message_id}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        return message

    def _fill(self, message: EmailMessage, template: str, values: dict[str, object]) -> None:
        told = {"brand": self._settings.brand, **values}
        message.set_content(self._templates.get_template(f"{template}.mail.txt").render(told))
        html = self._templates.get_template(f"{template}.mail.html").render(told)
        message.add_alternative(html, subtype="html")
