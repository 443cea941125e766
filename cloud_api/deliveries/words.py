"""The Chinese words of mails and pages about documents."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cloud_api.storage.check_digits import with_check_digit
from cloud_api.storage.clock import local
from cloud_api.wire.deliveries import DeliveryState
from cloud_api.wire.documents import DocumentKind

KINDS: Mapping[DocumentKind, str] = {
    DocumentKind.PURCHASE_ORDER: "采购指令单",
    DocumentKind.PICK_SHEET: "分拣任务单",
    DocumentKind.DELIVERY_SHEET: "配送任务单",
}
STATES: Mapping[DeliveryState, str] = {
    DeliveryState.QUEUED: "待发送",
    DeliveryState.SENT: "已发送",
    DeliveryState.OPENED: "已打开",
    DeliveryState.CONFIRMED: "已确认",
    DeliveryState.FAILED: "发送失败",
}


def document_code(number: int) -> str:
    """The number of a document as its bar code has it."""
    return with_check_digit(f"74{number:07d}")


def kind_words(kind: str, revision: int) -> str:
    """采购指令单, or 采购指令单 变更单 2 for a revision slip."""
    words = KINDS[DocumentKind(kind)]
    return words if revision == 0 else f"{words} 变更单 {revision}"


def concerns(kind: str) -> str:
    """What stands before the name of whom a document is about."""
    return "供应商" if kind == DocumentKind.PURCHASE_ORDER else "自提点"


def moment(at: datetime, zone: str) -> str:
    """A moment by the wall clock of the warehouse: 6月18日 23:00."""
    try:
        there = local(at, ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return f"{at:%Y-%m-%d %H:%M} UTC"
    return f"{there.month}月{there.day}日 {there:%H:%M}"


def one_line(text: str) -> str:
    """Text of others without what would break a line or a header."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def counts(document: Any) -> str:
    """25 单，40 行，共 120 件; a purchase order adds products up and counts no orders."""
    told = f"{document.lines:,} 行，共 {document.pieces:,} 件"
    if document.kind == DocumentKind.PURCHASE_ORDER or not document.orders:
        return told
    return f"{document.orders:,} 单，{told}"
