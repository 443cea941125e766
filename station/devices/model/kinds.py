"""What devices are for, as a word everything about them can use."""

from enum import StrEnum


class DeviceKind(StrEnum):
    """What a device is for."""

    SCANNER = "scanner"
    LABEL_PRINTER = "label_printer"
    RECEIPT_PRINTER = "receipt_printer"
    DOCUMENT_PRINTER = "document_printer"
    SCALE = "scale"
