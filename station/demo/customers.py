"""Shoppers with their phones: each opens the page of an order and shows what stands on it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from cloud_api.wire.orders import Order
from station.demo.cloud import DemoCloud

_CODE = re.compile(r'class="digits">(\d{3}) ?(\d{3})<')
_PICTURE = re.compile(r"<svg.*?</svg>", re.DOTALL)
_QR_PX = 300
_NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


@dataclass(frozen=True)
class Customer:
    """What a shopper can show at the counter."""

    order_no: str
    code: str
    qr: str
    """Content of the QR, as a scanner reads it off the phone."""
    tail: str
    """Last four digits of the phone."""


def open_pages(cloud: DemoCloud, orders: Iterable[Order], folder: Path) -> list[Customer]:
    """Open the page of each order, keep it in `folder`, and read code and QR as a phone shows them.

    An order whose page shows no code (nothing of it was packed) has no customer at the counter.
    """
    folder.mkdir(exist_ok=True)
    found = []
    for order in orders:
        page = cloud.page(order.order_no)
        (folder / f"{order.order_no}.html").write_text(page, encoding="utf-8")
        code, picture = _CODE.search(page), _PICTURE.search(page)
        if code is not None and picture is not None:
            digits = "".join(code.groups())
            found.append(Customer(order.order_no, digits, _read(picture.group()), order.phone[-4:]))
    return found


def _read(svg: str) -> str:
    """What a scanner reads off the drawing."""
    if "xmlns=" not in svg:
        svg = svg.replace("<svg", f"<svg {_NAMESPACE}", 1)
    image = QImage(_QR_PX, _QR_PX, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    QSvgRenderer(svg.encode()).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.ReadWrite)
    image.save(buffer, "PGM")  # type: ignore[call-overload]  # the stubs want bytes, Qt wants a name
    width, height = image.width(), image.height()
    pixels = bytes(buffer.data().data())[-width * height :]
    codes = zxingcpp.read_barcodes(Image.frombytes("L", (width, height), pixels))
    return codes[0].text if codes else ""
