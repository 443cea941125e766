"""Who the company buys the day's goods from, every one invented: a supplier for each kind of department.

- Category and supplier of a product follow from the source's department; departments not named here
  (nuts, travel, garden and the like) are sundries.
"""

from cloud_api.wire.catalogue import Supplier
from station.demo.day_source import Kind

_SUNDRIES = ("其他", "S09")
_BY_DEPARTMENT = {
    "GROCERY": ("食品杂货", "S01"),
    "FROZEN GROCERY": ("食品杂货", "S01"),
    "DRUG GM": ("日用百货", "S02"),
    "COSMETICS": ("日用百货", "S02"),
    "PRODUCE": ("蔬菜水果", "S03"),
    "MEAT": ("肉类", "S04"),
    "MEAT-PCKGD": ("肉类", "S04"),
    "SEAFOOD": ("水产", "S05"),
    "SEAFOOD-PCKGD": ("水产", "S05"),
    "DELI": ("熟食", "S06"),
    "SALAD BAR": ("熟食", "S06"),
    "CHEF SHOPPE": ("熟食", "S06"),
    "PASTRY": ("烘焙", "S07"),
    "NUTRITION": ("营养食品", "S08"),
}


def category_of(kind: Kind) -> str:
    """What pick sheets group a product under."""
    return _BY_DEPARTMENT.get(kind.department, _SUNDRIES)[0]


def supplier_of(kind: Kind) -> str:
    """The code of who sells it to the company."""
    return _BY_DEPARTMENT.get(kind.department, _SUNDRIES)[1]


def suppliers() -> tuple[Supplier, ...]:
    """All suppliers of the day, in the order of their codes."""
    named = {code: category for category, code in (*_BY_DEPARTMENT.values(), _SUNDRIES)}
    return tuple(
        Supplier(code=code, name=f"演示{named[code]}供应商", contact="值班采购") for code in sorted(named)
    )
