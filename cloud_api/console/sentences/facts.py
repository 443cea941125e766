"""What stations report, in Chinese: kinds of fact and what they name."""

from collections.abc import Mapping
from types import MappingProxyType

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "WaveStarted": "开始波次",
        "ItemPut": "商品放入箱",
        "PutUndone": "撤回放入箱的商品",
        "ProductShort": "报商品缺货",
        "ProductSubstituted": "报商品替代",
        "SubstitutionUndone": "撤回商品替代",
        "OrderIntercepted": "拦下已取消的订单",
        "CrateClosed": "封箱",
        "WaveCompleted": "完成波次",
        "WaveHandedOver": "波次交接",
        "WorkDone": "一小时的工作量",
        "CrateWeighed": "称箱",
        "CrateReopened": "重开箱",
        "CrateRepacked": "换箱",
        "CrateEmptied": "箱已清空",
        "BoxUsed": "启用周转箱",
        "BoxReturned": "周转箱归还",
        "CrateEmptyingUndone": "撤回清空箱",
        "BoxReturnUndone": "撤回归还周转箱",
        "LabelReprinted": "补打标签",
        "RoutesPublished": "发布路线",
        "CrateLoaded": "箱装上车",
        "CrateUnloaded": "箱从车上卸下",
        "VanDeparted": "车辆出发",
        "CrateReceived": "自提点收箱",
        "ReceiptUndone": "撤回收箱",
        "ReceiptCompleted": "到货收完",
        "OrderCollected": "交付订单",
        "CollectionUndone": "撤回交付",
    }
)

PARTS: Mapping[str, str] = MappingProxyType(
    {
        "order_id": "订单",
        "crate_id": "箱",
        "wave_id": "波次",
        "route_id": "路线",
        "sku": "商品",
        "quantity": "件数",
        "lines": "商品",
        "left": "没拿走",
        "crates": "箱数",
        "pieces": "件数",
        "short_pieces": "缺",
        "weight_g": "重量（克）",
        "routes": "路线",
        "loaded": "装上",
        "received": "收到",
        "missing": "缺",
        "surplus": "多出",
        "document": "哪张",
        "reason": "原因",
        "version": "版本",
    }
)
"""What a fact may name and people care for, in the order it is told."""
