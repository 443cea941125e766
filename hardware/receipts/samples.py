"""Receipts to look at and to measure with, made of nobody's data."""

from hardware.receipt import Align, Barcode, Blank, Cell, Columns, QrCode, Receipt, Rule, Size, Text


def sample_receipts() -> dict[str, Receipt]:
    """Samples by name."""
    return {"handover": _handover(), "difficult": _difficult()}


def _handover() -> Receipt:
    goods = (
        ("山东烟台红富士苹果 精选大果礼盒装 5kg", "×1"),
        ("伊利纯牛奶 250ml×12", "×2"),
        ("五芳斋端午粽子 100g×10枚", "×1"),
    )
    return Receipt(
        (
            Text("优邻站 Youlin", Size.LARGE, bold=True, align=Align.CENTRE),
            Text("取货单", Size.LARGE, align=Align.CENTRE),
            Rule(bold=True),
            Columns((Cell("手机尾号", 2), Cell("1234", 1, Align.RIGHT)), Size.LARGE, bold=True),
            Text("望京西园四区东门便民超市", Size.SMALL),
            Text("2026-06-19 10:31 · 李店长", Size.SMALL),
            Rule(),
            *(Columns((Cell(name, 5), Cell(count, 1, Align.RIGHT))) for name, count in goods),
            Rule(),
            Columns((Cell("合计", 2), Cell("4 件", 1, Align.RIGHT)), bold=True),
        )
    )


def _difficult() -> Receipt:
    """Characters that printers of other systems print wrong, and both kinds of code."""
    return Receipt(
        (
            Text("￥12.50 ¥8 €3 ℃ № ×", bold=True),
            Text("䶮 㛃 喆 𬭎 犇骉 龘靐"),
            Text("水蜜桃🍑👍🏽一箱"),
            Columns((Cell("三", 1), Cell("列文字各自换行不会撞到一起", 2), Cell("￥12.50", 1, Align.RIGHT))),
            QrCode("https://example.com/取货/76000000000000000017"),
            Blank(),
            Barcode("76000000000000000017"),
        )
    )
