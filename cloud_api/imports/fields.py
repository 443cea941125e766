"""Our fields and the headings under which shops, platforms and group leaders keep them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cloud_api.imports.looks import Look
from cloud_api.wire.imports import ImportKind


@dataclass(frozen=True)
class Field:
    """A field of an order or a row of master data, and what people call it."""

    name: str
    label: str
    """As our own files head the column."""
    others: tuple[str, ...] = ()
    """Other headings, the surest first."""
    needed: bool = False
    look: Look | None = None
    """What its values look like, where that tells it from other columns."""

    @property
    def heading(self) -> str:
        """The heading of this field in files we write: for people, and for programs."""
        return f"{self.label} {self.name}"


_ACTIVE = Field("active", "启用", ("在用", "是否启用", "是否上架", "在售", "enabled"))
_WAREHOUSE = Field("warehouse", "仓库", ("仓库编码", "所属仓库", "发货仓"), needed=True)
_PHONE = Field("phone", "电话", ("联系电话", "手机", "手机号", "tel", "mobile"), look=Look.PHONE)

_ORDERS = (
    Field(
        "order_no", "订单号", ("订单编号", "订单id", "订单", "单号", "商户订单号", "order number", "order id")
    ),
    Field("group_no", "跟团号", ("接龙号", "跟团编号")),
    Field("group", "团", ("团购标题", "接龙标题", "活动名称", "团购名称")),
    Field(
        "pickup_point",
        "自提点",
        (
            "自提点编码",
            "自提点编号",
            "自提点名称",
            "服务小区",
            "提货点",
            "取货点",
            "门店编码",
            "门店",
            "小区",
            "shop",
        ),
        needed=True,
    ),
    Field(
        "paid_at",
        "支付时间",
        ("付款时间", "下单时间", "订单时间", "创建时间", "payment time", "order time"),
        needed=True,
        look=Look.MOMENT,
    ),
    Field(
        "customer",
        "收货人",
        ("收件人", "收货人姓名", "顾客", "客户", "客户姓名", "姓名", "买家", "下单人", "consignee", "name"),
    ),
    Field(
        "phone",
        "联系电话",
        ("收货人电话", "收货电话", "手机号", "手机", "手机号码", "电话", "联系方式", "tel", "mobile"),
        look=Look.PHONE,
    ),
    Field("address", "详细地址", ("收货地址", "地址")),
    Field(
        "sku",
        "商品编码",
        (
            "商品编号",
            "货号",
            "商品货号",
            "规格编码",
            "sku编码",
            "商品条码",
            "条码",
            "条形码",
            "barcode",
            "gtin",
        ),
    ),
    Field("product", "商品", ("商品名称", "商品名", "品名", "货品名称", "product name", "item")),
    Field("spec", "规格", ("商品规格", "规格型号", "属性")),
    Field(
        "quantity",
        "数量",
        ("商品数量", "购买数量", "下单数量", "件数", "份数", "qty"),
        needed=True,
        look=Look.COUNT,
    ),
    Field("status", "订单状态", ("支付状态", "状态", "order status")),
)
_PRODUCTS = (
    Field("sku", "商品编码", ("商品编号", "货号", "编码", "item code"), needed=True),
    Field("name", "商品名称", ("商品", "商品名", "品名", "名称"), needed=True),
    Field("spec", "规格", ("商品规格", "规格型号")),
    Field(
        "gtins", "条码", ("商品条码", "条形码", "国际条码", "ean", "upc", "barcode", "gtin"), look=Look.GTIN
    ),
    Field("zone", "温层", ("温区", "存储条件", "储存方式", "保存方式", "temperature"), needed=True),
    Field("weight_g", "重量克", ("重量", "毛重", "单重", "weight"), needed=True),
    Field("volume_ml", "体积毫升", ("体积", "volume"), needed=True),
    Field("bin", "库位", ("货位", "储位", "库位编码", "location"), needed=True),
    Field("path", "拣货顺序", ("拣货路径", "路径", "顺序"), needed=True),
    Field("scan_rule", "扫码方式", ("扫码规则",)),
    Field("goods", "计量方式", ("计价方式", "商品类型")),
    Field("category", "分类", ("类目", "品类", "商品分类")),
    Field("supplier", "供应商", ("供应商编码", "供货商")),
    Field("units", "箱规", ("包装单位", "装箱规格", "包装")),
    Field("cost_fen", "进价分", ("进价", "成本价", "采购价", "成本", "商品成本价", "cost")),
    Field("active", "启用", ("在售", "是否上架", "是否启用", "enabled")),
    Field("plu", "秤码", ("plu", "秤号", "plu码", "称重编码", "自编码")),
    Field("weight_tolerance_percent", "称重允差百分比", ("称重允差", "重量允差", "允许误差")),
    Field("substitutes", "替代商品", ("可替代商品", "替代商品编码", "替代品")),
    Field("components", "礼盒组成", ("组成", "礼盒内容", "组合商品", "套装组成")),
)
_SUPPLIERS = (
    Field("code", "供应商编码", ("供应商编号", "编码", "编号"), needed=True),
    Field("name", "供应商名称", ("供应商", "名称", "公司名称"), needed=True),
    Field("contact", "联系人", ("负责人",)),
    _PHONE,
    Field("address", "地址", ("详细地址",)),
    _ACTIVE,
)
_BINS = (
    Field(
        "code",
        "库位",
        ("库位编码", "库位号", "货位", "货位编码", "储位", "编码", "bin", "location"),
        needed=True,
    ),
    _WAREHOUSE,
    Field("number", "标签号", ("库位标签号", "标签编号", "label number")),
    Field("zone", "温层", ("温区", "库区温层", "存储条件", "temperature"), needed=True),
    Field("use", "用途", ("库位用途", "库位类型", "货位类型")),
    Field("aisle", "巷道", ("通道", "排", "巷道号", "aisle")),
    Field("level", "层", ("层数", "第几层", "层号", "level")),
    Field("x_cm", "X厘米", ("横坐标", "x坐标", "x")),
    Field("y_cm", "Y厘米", ("纵坐标", "y坐标", "y")),
    Field("path", "拣货顺序", ("拣货路径", "路径", "顺序")),
    Field("most_weight_g", "承重克", ("承重", "最大承重", "限重", "载重")),
    Field("volume_ml", "容积毫升", ("容积", "最大容积", "体积")),
    Field("turnover", "动销", ("动销等级", "动销分类", "周转等级", "abc分类", "abc")),
    _ACTIVE,
)
_PICKUP_POINTS = (
    Field("code", "自提点编码", ("自提点编号", "门店编码", "编码", "编号", "店号"), needed=True),
    Field("name", "自提点名称", ("自提点", "门店", "门店名称", "小区", "服务小区", "名称"), needed=True),
    _WAREHOUSE,
    Field("address", "地址", ("详细地址", "门店地址", "服务小区地址")),
    _PHONE,
    Field("contact", "联系人", ("店长", "团长", "服务小区联系人")),
    Field("latitude", "纬度", ("lat",)),
    Field("longitude", "经度", ("lng", "lon")),
    Field("datum", "坐标系", ("坐标类型",)),
    Field("receive_from", "收货开始", ("最早收货", "收货时间起"), look=Look.CLOCK),
    Field("receive_until", "收货截止", ("最晚收货", "收货时间止"), look=Look.CLOCK),
    Field("service_s", "停留秒", ("卸货秒", "停留时间秒")),
    Field("most_crates", "最多箱数", ("容量箱", "容量")),
    Field("parcels", "按单装袋", ("按单打包", "一单一袋", "分单装袋")),
    _ACTIVE,
    Field("route", "线路", ("路线",)),
)
_VANS = (
    Field("code", "车辆编码", ("车辆编号", "编码", "编号"), needed=True),
    Field("plate", "车牌", ("车牌号", "车牌号码"), needed=True),
    _WAREHOUSE,
    Field("driver", "司机", ("驾驶员", "司机姓名")),
    _PHONE,
    Field("weight_g", "载重克", ("载重", "最大载重", "核定载重"), needed=True),
    Field("volume_ml", "容积毫升", ("容积", "最大容积"), needed=True),
    Field("shift_from", "上班", ("出车时间", "班次开始"), look=Look.CLOCK),
    Field("shift_until", "下班", ("收车时间", "班次结束"), look=Look.CLOCK),
    Field("max_stops", "最多站点", ("最多停靠",)),
    Field("fixed_cost_fen", "固定成本分", ("固定成本",)),
    Field("cost_km_fen", "每公里成本分", ("每公里成本",)),
    Field("cost_hour_fen", "每小时成本分", ("每小时成本",)),
    _ACTIVE,
)
_OPERATORS = (
    Field("id", "操作员ID", ("id",)),
    Field("name", "姓名", ("操作员", "员工", "员工姓名", "名字"), needed=True),
    Field("badge", "工牌号", ("工牌", "工牌码", "胸牌"), needed=True),
    _WAREHOUSE,
    Field("pickup_point", "自提点", ("门店", "自提点编码", "门店编码")),
    Field("supervisor", "主管", ("是否主管", "班长")),
    Field("manager", "经理", ("是否经理", "管理员")),
    Field("skills", "技能", ("会做的任务", "可做任务", "岗位技能", "工种")),
    _ACTIVE,
)
FIELDS: Mapping[ImportKind, tuple[Field, ...]] = MappingProxyType(
    {
        ImportKind.ORDERS: _ORDERS,
        ImportKind.PRODUCTS: _PRODUCTS,
        ImportKind.SUPPLIERS: _SUPPLIERS,
        ImportKind.BINS: _BINS,
        ImportKind.PICKUP_POINTS: _PICKUP_POINTS,
        ImportKind.VANS: _VANS,
        ImportKind.OPERATORS: _OPERATORS,
    }
)


KEYS: Mapping[ImportKind, tuple[str, ...]] = MappingProxyType(
    {
        ImportKind.PRODUCTS: ("sku",),
        ImportKind.SUPPLIERS: ("code",),
        ImportKind.BINS: ("warehouse", "code"),
        ImportKind.PICKUP_POINTS: ("code",),
        ImportKind.VANS: ("code",),
        ImportKind.OPERATORS: ("badge",),
    }
)
"""What a row of master data is known by; codes of bins are their warehouse's own."""


def lacking_fields(kind: ImportKind, told: set[str]) -> list[str]:
    """Fields a whole row needs and neither a column nor a default tells; of two that will do, both."""
    missing = [field.name for field in FIELDS[kind] if field.needed and field.name not in told]
    return missing + _lacking_either(kind, told)


def missing_fields(kind: ImportKind, told: set[str]) -> list[str]:
    """Fields without which no row can be taken: a row of master data that is kept needs its key only."""
    if kind is ImportKind.ORDERS:
        return lacking_fields(kind, told)
    return [name for name in KEYS[kind] if name not in told]


def _lacking_either(kind: ImportKind, told: set[str]) -> list[str]:
    missing: list[str] = []
    if kind is ImportKind.ORDERS:
        for either in (("order_no", "group_no"), ("sku", "product")):
            if not told & set(either):
                missing.append(" or ".join(either))
    return missing
