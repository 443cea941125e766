"""Names of fields and things, and what may be wrong with a value, in Chinese."""

from collections.abc import Mapping
from types import MappingProxyType

from cloud_api.console.sentences.facts import KINDS

FAULTS = """
Field required
= 必须填写

Input should be a valid {kind}
= 填写的格式不对

Input should be a valid {kind}, {why}
= 填写的格式不对

Input should be {choices}
= 只能是 {choices}

Input should be greater than or equal to {least}
= 不能小于 {least}

Input should be greater than {least}
= 要大于 {least}

Input should be less than or equal to {most}
= 不能大于 {most}

Input should be less than {most}
= 要小于 {most}

Input should be a finite number
= 要填普通的数字

Input should have timezone info
= 时间要带时区

String should have at least {least} character
= 不能为空

String should have at least {least} characters
= 至少 {least} 个字

String should have at most {most} characters
= 最多 {most} 个字

String should match pattern '{pattern}'
= 格式不对

Extra inputs are not permitted
= 不认识这一项

a whole number is wanted
= 要填整数

a whole number is wanted, not a text
= 要填整数，不能是文字

a whole number is wanted, not a part of one
= 要填整数，不能带小数

an object with fields is wanted, not a text, number or list
= 这里要一组带名称的字段，不能是文字、数字或列表

a list is wanted
= 这里要一个列表

{least} or more items are wanted
= 至少要有 {least} 项

{most} items or fewer are wanted
= 最多 {most} 项

write {choices} ({codes}), not {told}
= 要填{choices:choices}，不能填“{told}”

a number is wanted, not a text
= 要填数字

true or false is wanted, not a number or text
= 只能填“是”或“否”

not true or false is wanted
= 不能填“是”或“否”

a moment such as {example} is wanted
= 要填带时区的日期和时间，例如 {example}

an hour begins on the hour of the warehouse's clock
= 小时要从仓库当地时间的整点算起

the moment lies outside the years 1 to 9999 in UTC
= 时间不在公元 1 年到 9999 年之间

a tour tells as many lines as products
= 每条路线的行数要和商品数一样多

a tour names a product that is not among the skus
= 路线里的商品不在商品清单里

the kind address needs an `address`
= 改地址时要填新的地址

the kind pickup_point needs a `pickup_point`
= 换自提点时要填新的自提点

a PIN has {least} to {most} digits
= PIN 是 {least} 到 {most} 位数字

a text holds a character that cannot be stored. Remove it
= 文字里有不能保存的字符，请删掉

Unable to parse input string as an integer, exceeded maximum size
= 数字太大

and {more} more
= 另有 {more} 处

write yes or no (是 or 否)
= 请填“是”或“否”

the sheet rounded the number to {number}. Format the column as text
= 表格把数字变成了 {number}。请把这一列设为“文本”

write a unit as name=pieces or name=pieces=bar code, such as 箱=12
= 包装写成“名称=件数”或“名称=件数=条码”，例如 箱=12

write a component as code=pieces, such as YOG-250=2
= 组成写成“商品编码=件数”，例如 YOG-250=2
"""
"""What pydantic and the readers of cells find wrong with a value."""

THINGS = """
Pickup point {code} ({name})
= 自提点 {name}（{code}）

Product {code}
= 商品 {code}

Supplier {code}
= 供应商 {code}

Warehouse {code}
= 仓库 {code}

Operator {name}
= 操作员 {name}

Van {code}
= 车辆 {code}

Bin {key}
= 库位 {key}

Cell {cell}
= 格子 {cell}
"""

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "order_no": "订单号",
        "group_no": "跟团号",
        "group": "团",
        "pickup_point": "自提点",
        "paid_at": "支付时间",
        "customer": "收货人",
        "phone": "电话",
        "address": "地址",
        "sku": "商品编码",
        "product": "商品",
        "spec": "规格",
        "quantity": "数量",
        "status": "订单状态",
        "lines": "商品行",
        "name": "名称",
        "code": "编号",
        "gtins": "条码",
        "zone": "温层",
        "weight_g": "重量（克）",
        "volume_ml": "体积（毫升）",
        "bin": "库位",
        "path": "拣货顺序",
        "number": "标签号",
        "use": "用途",
        "aisle": "巷道",
        "level": "层",
        "x_cm": "X（厘米）",
        "y_cm": "Y（厘米）",
        "most_weight_g": "承重（克）",
        "turnover": "动销",
        "scan_rule": "扫码方式",
        "goods": "计量方式",
        "category": "分类",
        "supplier": "供应商",
        "units": "箱规",
        "pieces": "件数",
        "gtin": "条码",
        "cost_fen": "进价（分）",
        "plu": "秤码",
        "weight_tolerance_percent": "称重允差（%）",
        "substitutes": "替代商品",
        "components": "礼盒组成",
        "picture": "图片",
        "active": "启用",
        "warehouse": "仓库",
        "contact": "联系人",
        "latitude": "纬度",
        "longitude": "经度",
        "datum": "坐标系",
        "receive_from": "收货从",
        "receive_until": "收货到",
        "service_s": "停留（秒）",
        "most_crates": "最多箱数",
        "parcels": "按单装袋",
        "route": "路线",
        "plate": "车牌",
        "driver": "司机",
        "shift_from": "出车从",
        "shift_until": "出车到",
        "max_stops": "最多停靠点",
        "fixed_cost_fen": "每天固定费用（分）",
        "cost_km_fen": "每公里费用（分）",
        "cost_hour_fen": "每小时费用（分）",
        "badge": "工牌号",
        "id": "编号",
        "supervisor": "主管",
        "skills": "技能",
        "manager": "管理员",
        "pin": "PIN",
        "time_zone": "时区",
        "cut_off_at": "截单时间",
        "recipient": "收件方",
        "kind": "种类",
        "channel": "怎么发",
        "documents": "发什么",
        "available": "实际能用的件数",
        "rule": "怎么分",
        "substitute_sku": "替代商品编码",
        "substitute_available": "替代商品能用的件数",
        "preview_hash": "预览",
        "reason": "原因",
        "note": "说明",
        "columns": "列",
        "defaults": "没有时一律用",
        "products": "商品",
        "points": "自提点",
        "sheet": "工作表",
        "because": "因为",
        "how": "怎样处理",
        "waves": "波次",
        "kinds": "种类",
        "orders": "订单",
        "roles": "用途",
        "from": "从",
        "to": "到",
        "rows": "行",
        "accepted": "收下",
        "repeated": "已有",
        "refused": "拒收",
        "missing": "缺",
        "station_id": "站点",
        "station": "站点",
        "seq": "第几条",
        "was": "原来",
        "digest": "内容摘要",
        "sha256": "内容摘要",
    }
)
"""Fields of messages and of the trail."""

WORDS: Mapping[str, str] = MappingProxyType(
    {
        **LABELS,
        "Pickup point": "自提点",
        "Product": "商品",
        "pickup point": "自提点",
        "pickup points": "自提点",
        "operator": "操作员",
        "operators": "操作员",
        "van": "车辆",
        "vans": "车辆",
        "bins": "库位",
        "stations": "站点",
        "orders": "单",
        "pieces": "件",
        "purchase_order": "采购单",
        "pick_sheet": "分拣单",
        "delivery_sheet": "配送单",
        "dispatch": "调度",
        "integrator": "商城系统",
        "pickup": "自提点",
        "crate id": "箱编号",
        "SSCC": "箱码",
        "crate number": "箱号",
        "the wave": "波次",
        "the route id": "路线编号",
        "the route number": "路线号",
        "the route code": "路线码",
        **KINDS,
        "a PDF": " PDF",
        "a picture": "图片",
        "a RAR archive": " RAR 压缩包",
        "a 7z archive": " 7z 压缩包",
        "a gzip archive": " gzip 压缩包",
        "a database": "数据库",
        "a Word document": " Word 文档",
        "a presentation": "幻灯片",
        "an OpenDocument file": " OpenDocument 文件",
        "an XLSB file": " XLSB 文件",
        "a Numbers file": " Numbers 文件",
    }
)
"""Single words within sentences."""
