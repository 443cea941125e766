"""Labels to look at and to measure with, made of nobody's data."""

from dataclasses import dataclass

from hardware.check_digits import gs1_check_digit, make_badge, make_parcel_code, make_sscc
from hardware.labels import (
    SLIP_ROWS,
    BadgeLabel,
    BinLabel,
    ClosingSlip,
    CommandCode,
    CrateLabel,
    GiftBoxLabel,
    Label,
    OperatorSheet,
    ParcelLabel,
    ProductLabel,
    ShelfLabel,
    SlipRow,
    ZoneMark,
)
from hardware.protocols import Media

_BRAND = "优邻站 Youlin"
_LONG_NAME = "北京市朝阳区崔各庄乡马泉营村香江北路28号院阳光花园小区南门一层社区团购自提点(菜鸟驿站旁)"


@dataclass(frozen=True)
class Sample:
    """A label, and the papers it is made for (width and height in mm)."""

    label: Label
    sizes_mm: tuple[tuple[int, int], ...]

    def media(self, dots_per_mm: int) -> list[Media]:
        """Its papers at a fineness."""
        return [Media(width, height, dots_per_mm) for width, height in self.sizes_mm]


def sample_labels() -> dict[str, CrateLabel | ClosingSlip]:
    """Samples of what goes on the paper of crate labels, by name."""
    return {
        "crate": _crate("望京西园四区东门便民超市", 3, 7, ZoneMark.CHILLED, "冷藏 0–4℃"),
        "crate-ambient": _crate("大山子", 12, 27, ZoneMark.AMBIENT, "常温"),
        "crate-frozen": _crate(_LONG_NAME, 112, 127, ZoneMark.FROZEN, "冷冻 −18℃", copy_mark="重印 2"),
        "slip": _slip(),
    }


def all_samples() -> dict[str, Sample]:
    """A sample of every kind, by name, with every paper it is made for."""
    crates = {
        name: Sample(label, ((100, 150), (100, 100)) if isinstance(label, CrateLabel) else ((100, 150),))
        for name, label in sample_labels().items()
    }
    return crates | {
        "parcel": Sample(_parcel(), ((100, 100), (60, 40))),
        "shelf": Sample(_shelf(), ((60, 40),)),
        "bin": Sample(_bin(), ((60, 40), (100, 100))),
        "product": Sample(_product(), ((60, 40), (40, 30))),
        "gift-box": Sample(_gift_box(), ((60, 40), (100, 60))),
        "badge": Sample(_badge(), ((60, 40),)),
        "operator-sheet": Sample(_operator_sheet(), ((100, 150),)),
    }


def _parcel() -> ParcelLabel:
    return ParcelLabel(
        brand=_BRAND,
        pickup_point="望京西园四区东门便民超市",
        order_no="20260618-1037",
        customer="王*芳",
        phone_tail="4821",
        parcel="12-34",
        crate="12/15 号箱",
        zone=ZoneMark.CHILLED,
        zone_text="冷藏 0–4℃",
        facts=("第 1/2 袋", "5 件", "3.4 kg"),
        cycle="06-18 端午团",
        code=make_parcel_code(make_sscc(0, "6901234", 12), 34),
    )


def _shelf() -> ShelfLabel:
    return ShelfLabel(
        brand=_BRAND,
        place="望京西园四区店",
        name="B2",
        zone=ZoneMark.AMBIENT,
        zone_text="常温",
        facts=("尾号 0000–4999",),
        code="1002",
    )


def _bin() -> BinLabel:
    return BinLabel(
        brand=_BRAND,
        name="A-03-12",
        zone=ZoneMark.FROZEN,
        zone_text="冷冻 −18℃",
        product="思念猪肉白菜水饺 500g/袋",
        facts=("SKU 100273", "路径 48"),
        code="10312",
    )


def _product() -> ProductLabel:
    body = "690123400127"
    return ProductLabel(
        brand=_BRAND,
        name="平谷大桃 精选装",
        spec="2.5kg/箱",
        sku="100418",
        price="￥29.90",
        facts=("批次 L0617", "到期 2026-06-21"),
        gtin=f"{body}{gs1_check_digit(body)}",
    )


def _gift_box() -> GiftBoxLabel:
    digits = "690123400045"
    return GiftBoxLabel(
        brand=_BRAND,
        name="端午安康礼盒 6 件装",
        contents=("2 × 五芳斋蛋黄鲜肉粽 100g×2", "1 × 海鸭蛋 20 枚", "1 × 绿豆糕 240g", "2 × 艾草香囊"),
        expiry="食用至 2026-06-25",
        packed="2026-06-18 14:05:37 · 李娜",
        gtin=f"{digits}{gs1_check_digit(digits)}",
    )


def _badge() -> BadgeLabel:
    return BadgeLabel(brand=_BRAND, name="王芳", role="分拣员", place="北京中心仓", badge=make_badge(17))


def _operator_sheet() -> OperatorSheet:
    words = ("领取波次", "关箱", "报缺货", "报破损", "换货", "撤销上一步", "暂停", "下班退出")
    return OperatorSheet(
        brand=_BRAND,
        title="操作员卡",
        name="王芳",
        role="分拣员",
        place="北京中心仓 · 3号工位",
        badge=make_badge(17),
        commands=tuple(CommandCode(each, str(1001 + index)) for index, each in enumerate(words)),
        hint="扫描一个码即执行该操作。请勿转借工牌；遗失请立即告知主管。",
        printed="2026-06-18 00:05 · 王芳",
    )


def _crate(
    name: str, number: int, total: int, zone: ZoneMark, zone_text: str, copy_mark: str = ""
) -> CrateLabel:
    return CrateLabel(
        brand=_BRAND,
        pickup_point=name,
        pickup_code="BJ0173",
        address="北京市朝阳区望京西园四区410号楼底商1层",
        number=number,
        total=total,
        zone=zone,
        zone_text=zone_text,
        route="线路 R07",
        facts=("12 单 · 34 件 · 8.4 kg",),
        cycle="06-18 端午团",
        sscc=make_sscc(0, "6901234", number),
        copy_mark=copy_mark,
    )


def _slip() -> ClosingSlip:
    notes = ("", "缺 1:伊利纯牛奶 250ml×12", "", "换货:金龙鱼大豆油 5L 换 福临门大豆油 5L", "")
    rows = tuple(
        SlipRow(f"20260618-{1000 + index * 37}", f"{index % 5 + 1}", notes[index % 5])
        for index in range(SLIP_ROWS)
    )
    return ClosingSlip(
        brand=_BRAND,
        title="封箱单",
        pickup_point="望京西园四区东门便民超市",
        crate="3/7",
        zone=ZoneMark.CHILLED,
        zone_text="冷藏 0–4℃",
        columns=("订单", "件数", "备注"),
        rows=rows,
        more="",
        totals=("10 单", "30 件", "8.4 kg"),
        printed="2026-06-18 02:14 · 王芳 · 3号工位",
        sscc=make_sscc(0, "6901234", 3),
    )
