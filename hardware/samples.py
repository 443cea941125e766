"""Labels to look at and to measure with, made of nobody's data."""

from hardware.check_digits import make_sscc
from hardware.labels import SLIP_ROWS, ClosingSlip, CrateLabel, Label, SlipRow, ZoneMark

_BRAND = "优邻站 Youlin"


def sample_labels() -> dict[str, Label]:
    """Samples by name."""
    return {
        "crate": _crate("望京西园四区东门便民超市", 3, 7, ZoneMark.CHILLED, "冷藏 0–4℃"),
        "crate-ambient": _crate("大山子", 12, 27, ZoneMark.AMBIENT, "常温"),
        "crate-frozen": _crate(
            "北京市朝阳区崔各庄乡马泉营村香江北路28号院阳光花园小区南门一层社区团购自提点(菜鸟驿站旁)",
            112,
            127,
            ZoneMark.FROZEN,
            "冷冻 −18℃",
            copy_mark="重印 2",
        ),
        "slip": _slip(),
    }


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
