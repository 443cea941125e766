"""Words of the audit trail in Chinese: what was done, by whom, and to what."""

from collections.abc import Mapping
from types import MappingProxyType

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "withdraw shortage": "撤回缺货登记",
        "release waves": "放行波次",
        "divide wave": "分波",
        "rejoin waves": "合回波次",
        "hold waves": "暂缓波次",
        "assign waves": "给工位派波次",
        "ask for waves": "要求交接波次",
        "keep waves": "取消要求交接",
        "cut off": "截单",
        "amend orders": "更改订单",
        "settle refusal": "处理拒收",
        "fact settled": "处理被拒的记录",
        "fact applied again": "再试后采用被拒的记录",
        "fact tried again": "再试被拒的记录",
        "apply shortage": "分配到货不足",
        "conflict settled": "处理冲突",
        "bring file": "上传文件",
        "correct reading": "改文件的读法",
        "run import": "开始导入",
        "take file in": "导入文件",
        "change catalogue": "改多条资料",
        "create product": "新建商品",
        "change product": "改商品",
        "delete product": "删除商品",
        "create supplier": "新建供应商",
        "change supplier": "改供应商",
        "delete supplier": "删除供应商",
        "create pickup point": "新建自提点",
        "change pickup point": "改自提点",
        "delete pickup point": "删除自提点",
        "create van": "新建车辆",
        "change van": "改车辆",
        "delete van": "删除车辆",
        "create bin": "新建库位",
        "change bin": "改库位",
        "delete bin": "删除库位",
        "create operator": "新建操作员",
        "change operator": "改操作员",
        "delete operator": "删除操作员",
        "create warehouse": "新建仓库",
        "change warehouse": "改仓库",
        "delete warehouse": "删除仓库",
        "PIN set": "设 PIN",
        "signed in": "登录",
        "signed out": "退出",
        "sign-in missed": "登录没成功",
        "enrolment code given": "发接入码",
        "enrolment missed": "接入码没对上",
        "enrolled": "站点接入",
        "enrolled again": "站点重新接入",
        "device allowed": "同意电脑接入",
        "device refused": "拒绝电脑接入",
        "device code missed": "电脑上的码没对上",
        "station renamed": "站点改名",
        "station revoked": "停用站点",
        "delivery-confirmed": "对方确认单据",
        "delivery-replayed": "重发单据",
        "recipient-added": "添加收件方",
        "recipient-changed": "改收件方",
        "recipient-removed": "停用收件方",
        "recipient-revived": "恢复收件方",
        "recipient-tested": "给收件方发测试",
        "recipient-secret-renewed": "换签名密钥",
        "recipient-dead": "收件方地址失效",
    }
)
"""Acts of the audit trail."""

ACTORS: Mapping[str, str] = MappingProxyType({"service": "到点自动", "command line": "命令行"})
"""Who acts without being a person or a station."""

ABOUT: Mapping[str, str] = MappingProxyType(
    {
        "cycle": "团期",
        "order": "订单",
        "fact": "记录",
        "file": "文件",
        "product": "商品",
        "supplier": "供应商",
        "pickup point": "自提点",
        "van": "车辆",
        "bin": "库位",
        "operator": "操作员",
        "warehouse": "仓库",
        "station": "站点",
        "device": "电脑",
        "address": "地址",
        "roles": "用途",
    }
)
"""What acts are done to; the word in front of the name."""
