"""A row of every kind for the OpenAPI document, so that a reader sees what a real one holds."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from cloud_api.catalogue.kinds import Kind

EXAMPLES: Mapping[Kind, Mapping[str, Any]] = MappingProxyType(
    {
        Kind.WAREHOUSE: {
            "code": "W1",
            "name": "朝阳仓",
            "time_zone": "Asia/Shanghai",
            "address": "北京市朝阳区机场南路 1 号",
            "latitude": 40.06,
            "longitude": 116.58,
            "datum": "WGS-84",
        },
        Kind.SUPPLIER: {
            "code": "S01",
            "name": "平谷鲜果合作社",
            "contact": "赵女士",
            "phone": "13900000000",
            "address": "北京市平谷区果园路 8 号",
        },
        Kind.BIN: {
            "warehouse": "W1",
            "code": "A-01-2",
            "number": 17,
            "zone": "chilled",
            "use": "pick",
            "aisle": "A",
            "level": 2,
            "x_cm": 250,
            "y_cm": 180,
            "path": 12,
            "most_weight_g": 150_000,
            "volume_ml": 240_000,
            "turnover": "A",
        },
        Kind.PRODUCT: {
            "sku": "PEACH-500",
            "name": "平谷鲜桃",
            "spec": "500 g",
            "gtins": ["6901234567892"],
            "zone": "chilled",
            "weight_g": 520,
            "volume_ml": 900,
            "bin": "A-01-2",
            "path": 12,
            "goods": "piece",
            "category": "水果",
            "supplier": "S01",
            "units": [{"name": "箱", "pieces": 12, "gtin": "16901234567899"}],
            "cost_fen": 650,
        },
        Kind.PICKUP_POINT: {
            "code": "P001",
            "name": "望京社区店",
            "warehouse": "W1",
            "address": "北京市朝阳区望京西路 2 号",
            "contact": "陈店长",
            "phone": "13800000000",
            "latitude": 39.99,
            "longitude": 116.47,
            "datum": "GCJ-02",
            "receive_from": "05:00",
            "receive_until": "10:30",
            "most_crates": 40,
        },
        Kind.OPERATOR: {
            "id": "01976b1e-5f00-7000-8000-00000000000a",
            "name": "李师傅",
            "badge": "7700000019",
            "warehouse": "W1",
        },
        Kind.VAN: {
            "code": "V01",
            "plate": "京A12345",
            "warehouse": "W1",
            "driver": "孙师傅",
            "phone": "13700000000",
            "weight_g": 1_500_000,
            "volume_ml": 8_000_000,
        },
    }
)
