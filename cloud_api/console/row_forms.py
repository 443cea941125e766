"""Which fields of master data people fill in, how, and what a list shows of each row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from cloud_api.catalogue.cells import TASKS
from cloud_api.catalogue.kinds import Kind, Row
from cloud_api.catalogue.listing import (
    BinFilter,
    Filter,
    OperatorFilter,
    PlaceFilter,
    ProductFilter,
    SupplierFilter,
)
from cloud_api.console.shown import zone_words
from cloud_api.wire.catalogue import Bin, BinUse, Operator, PickupPoint, Product, Supplier, Van

_WHOLE = "whole"
_NUMBER = "number"
_CLOCK = "clock"
_YES = "yes"


@dataclass(frozen=True)
class Field:
    """One field of a form; what is typed is read by catalogue.cells, as cells of a sheet are."""

    name: str
    label: str
    look: str = ""
    """"": text; whole, number, clock, yes; or the name of a list of choices."""
    needed: bool = False
    hint: str = ""

    @property
    def is_tick(self) -> bool:
        """Whether it is ticked or not; a browser sends nothing of one that is not."""
        return self.look == _YES


@dataclass(frozen=True)
class Desk:
    """How rows of one kind are listed and filled in."""

    path: str
    words: str
    kind: Kind
    filter: type[Filter]
    heads: tuple[str, ...]
    cells: Callable[[Any], tuple[str, ...]]
    """What the list shows of a row, a text for each head; the first is what a click opens."""
    fields: tuple[Field, ...]


BIN_USES: Mapping[BinUse, str] = MappingProxyType(
    {
        BinUse.PICK: "拣货",
        BinUse.RESERVE: "存储",
        BinUse.RECEIVING: "收货暂存",
        BinUse.BLOCKED: "封存",
    }
)
_CODE = Field("code", "编号", needed=True, hint="建好后不能改")
_NAME = Field("name", "名称", needed=True)
_CONTACT = (Field("contact", "联系人"), Field("phone", "电话"), Field("address", "地址"))
_ACTIVE = Field("active", "在用", _YES)

_PRODUCTS = Desk(
    "products",
    "商品",
    Kind.PRODUCT,
    ProductFilter,
    ("商品", "编码", "规格", "分类", "温层", "库位", "供应商"),
    lambda row: _product(row),
    (
        Field("sku", "商品编码", needed=True, hint="建好后不能改"),
        _NAME,
        Field("spec", "规格"),
        Field("category", "分类"),
        Field("zone", "温层", "zones", needed=True),
        Field("goods", "计量方式", "goods", needed=True),
        Field("gtins", "条码", hint="多个用分号隔开"),
        Field("units", "箱规", hint="例如 箱=12=16901234567892；托=144"),
        Field("weight_g", "重量（克）", _WHOLE, needed=True),
        Field("volume_ml", "体积（毫升）", _WHOLE, needed=True),
        Field("bin", "库位", needed=True),
        Field("path", "拣货顺序", _WHOLE, needed=True, hint="库位在拣货路线上的第几个"),
        Field("scan_rule", "扫码方式", "scan_rules", needed=True),
        Field("supplier", "供应商", "suppliers"),
        Field("cost_fen", "进价（分）", _WHOLE),
        Field("plu", "秤码", hint="称重商品在条码秤上的编号"),
        Field("weight_tolerance_percent", "称重允差（%）", _WHOLE, hint="留空按工位设置"),
        Field("substitutes", "替代商品", hint="缺货时可替代的商品编码，多个用分号隔开，先写的优先"),
        Field("components", "礼盒组成", hint="仓内自己装的礼盒，例如 SKU001=2；SKU007=1；普通商品留空"),
        _ACTIVE,
    ),
)
_SUPPLIERS = Desk(
    "suppliers",
    "供应商",
    Kind.SUPPLIER,
    SupplierFilter,
    ("供应商", "编号", "联系人", "电话", "地址"),
    lambda row: _supplier(row),
    (_CODE, _NAME, *_CONTACT, _ACTIVE),
)
_BINS = Desk(
    "bins",
    "库位",
    Kind.BIN,
    BinFilter,
    ("库位", "标签号", "温层", "用途", "巷道 / 层", "拣货顺序", "承重 / 容积", "动销"),
    lambda row: _bin(row),
    (
        Field("code", "库位", needed=True, hint="和货架上的一样，建好后不能改"),
        Field("number", "标签号", _WHOLE, hint="留空由系统给号；已有的保持不变"),
        Field("zone", "温层", "zones", needed=True),
        Field("use", "用途", "uses", needed=True),
        Field("aisle", "巷道"),
        Field("level", "层", _WHOLE, hint="0 是地面"),
        Field("x_cm", "X（厘米）", _WHOLE, hint="从仓库西南角往东"),
        Field("y_cm", "Y（厘米）", _WHOLE, hint="从仓库西南角往北"),
        Field("path", "拣货顺序", _WHOLE, hint="在拣货路线上的第几个"),
        Field("most_weight_g", "承重（克）", _WHOLE, hint="0 是不限"),
        Field("volume_ml", "容积（毫升）", _WHOLE, hint="0 是不限"),
        Field("turnover", "动销", "turnovers", needed=True),
        _ACTIVE,
    ),
)
_POINTS = Desk(
    "pickup-points",
    "自提点",
    Kind.PICKUP_POINT,
    PlaceFilter,
    ("自提点", "编号", "地址", "联系人", "电话", "坐标"),
    lambda row: _point(row),
    (
        _CODE,
        _NAME,
        *_CONTACT,
        Field("latitude", "纬度", _NUMBER, hint="例如 39.921"),
        Field("longitude", "经度", _NUMBER, hint="例如 116.443"),
        Field("datum", "坐标系", "datums", needed=True),
        Field("receive_from", "收货从", _CLOCK),
        Field("receive_until", "收货到", _CLOCK),
        Field("service_s", "停留（秒）", _WHOLE),
        Field("most_crates", "最多箱数", _WHOLE, hint="0 是不限"),
        Field("parcels", "按单装袋（每单一个贴标签的袋子）", _YES),
        _ACTIVE,
    ),
)
_VANS = Desk(
    "vans",
    "车辆",
    Kind.VAN,
    PlaceFilter,
    ("车牌", "编号", "司机", "电话", "载重", "出车"),
    lambda row: _van(row),
    (
        _CODE,
        Field("plate", "车牌", needed=True),
        Field("driver", "司机"),
        Field("phone", "电话"),
        Field("weight_g", "载重（克）", _WHOLE, needed=True),
        Field("volume_ml", "容积（毫升）", _WHOLE, needed=True),
        Field("shift_from", "出车从", _CLOCK),
        Field("shift_until", "出车到", _CLOCK),
        Field("max_stops", "最多停靠点", _WHOLE, hint="0 是不限"),
        Field("fixed_cost_fen", "每天固定费用（分）", _WHOLE),
        Field("cost_km_fen", "每公里费用（分）", _WHOLE),
        Field("cost_hour_fen", "每小时费用（分）", _WHOLE),
        _ACTIVE,
    ),
)
_OPERATORS = Desk(
    "operators",
    "操作员",
    Kind.OPERATOR,
    OperatorFilter,
    ("姓名", "工牌号", "自提点", "权限", "技能"),
    lambda row: _operator(row),
    (
        Field("name", "姓名", needed=True),
        Field("badge", "工牌号", needed=True, hint="77 开头的 10 位数字；用过的工牌不再用"),
        Field("pickup_point", "自提点", "points", hint="在自提点工作的才选"),
        Field("skills", "技能", hint=f"{'、'.join(TASKS.values())}；多个用顿号隔开，空着就是都会"),
        Field("supervisor", "主管（可以放行规则拦下的事）", _YES),
        Field("manager", "管理员（可以登录运营台）", _YES),
        _ACTIVE,
    ),
)
DESKS: Mapping[str, Desk] = MappingProxyType(
    {desk.path: desk for desk in (_PRODUCTS, _SUPPLIERS, _BINS, _POINTS, _VANS, _OPERATORS)}
)


def is_active(row: Row) -> bool:
    """Whether a row is in use; warehouses always are."""
    return bool(getattr(row, "active", True))


def _product(row: Product) -> tuple[str, ...]:
    return row.name, row.sku, row.spec, row.category, zone_words(row.zone), row.bin, row.supplier or ""


def _supplier(row: Supplier) -> tuple[str, ...]:
    return row.name, row.code, row.contact, row.phone, row.address


def _bin(row: Bin) -> tuple[str, ...]:
    stands = " / ".join(filter(None, (row.aisle, str(row.level))))
    carries = f"{_most(row.most_weight_g, 'kg')} / {_most(row.volume_ml, 'L')}"
    words = (zone_words(row.zone), BIN_USES[row.use])
    return row.code, str(row.number), *words, stands, str(row.path), carries, row.turnover.value


def _most(thousandths: int, unit: str) -> str:
    return f"{thousandths / 1000:,.0f} {unit}" if thousandths else "不限"


def _point(row: PickupPoint) -> tuple[str, ...]:
    placed = "有" if row.latitude is not None else "没有"
    return row.name, row.code, row.address, row.contact, row.phone, placed


def _van(row: Van) -> tuple[str, ...]:
    carries = f"{row.weight_g / 1000:,.0f} kg / {row.volume_ml / 1000:,.0f} L"
    return row.plate, row.code, row.driver, row.phone, carries, f"{row.shift_from}–{row.shift_until}"


def _operator(row: Operator) -> tuple[str, ...]:
    may = [words for words, has in (("主管", row.supervisor), ("管理员", row.manager)) if has]
    skills = "、".join(TASKS[task] for task in row.skills) or "都会"
    return row.name, row.badge, row.pickup_point or "", "、".join(may), "" if row.pickup_point else skills
