"""What rows of master data are held against: the rows kept, then those accepted before them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import chain
from uuid import UUID

from sqlalchemy import Connection, select

from cloud_api.catalogue.kinds import Kind, Row
from cloud_api.storage.tables.catalogue import bins, operators, pickup_points, products, suppliers, warehouses
from cloud_api.wire.catalogue import (
    BIN_NUMBERS,
    Bin,
    Goods,
    Operator,
    PickupPoint,
    Product,
    Supplier,
    Warehouse,
)


@dataclass
class Known:
    """Who exists and who holds what."""

    warehouses: set[str] = field(default_factory=set)
    suppliers: set[str] = field(default_factory=set)
    shops: dict[str, str] = field(default_factory=dict)
    """The warehouse of each pickup point."""
    badges: dict[str, UUID] = field(default_factory=dict)
    gtins: dict[str, str] = field(default_factory=dict)
    """The SKU each GTIN belongs to."""
    plus: dict[str, str] = field(default_factory=dict)
    """The SKU in use each number on scales belongs to."""
    zones: dict[str, str] = field(default_factory=dict)
    """The zone of each SKU."""
    parts_goods: set[str] = field(default_factory=set)
    """SKUs that may go into gift boxes: in use, counted in pieces, no gift boxes themselves."""
    components: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """SKUs that go into each gift box in use."""
    pictures: dict[str, str] = field(default_factory=dict)
    """The hash of the picture of each SKU that has one."""
    held: dict[str, list[str]] = field(default_factory=dict)
    """The GTINs of each SKU."""
    managers: set[UUID] = field(default_factory=set)
    """Operators in use who may sign in at the console."""
    numbers: dict[int, str] = field(default_factory=dict)
    """The key of the bin each number belongs to."""
    numbered: dict[str, int] = field(default_factory=dict)
    """The number of each bin by its key."""
    last_number: int = 0
    """New bins get the numbers behind it."""
    bin_codes: set[str] = field(default_factory=set)
    """Codes of bins in use, of any warehouse."""

    def accept(self, row: Row) -> None:
        """From now on the row counts as kept."""
        if isinstance(row, Warehouse):
            self.warehouses.add(row.code)
        elif isinstance(row, Supplier):
            self.suppliers.add(row.code)
        elif isinstance(row, Product):
            self.free_gtins({row.sku})
            self.hold(row.sku, gtins_of(row))
            self.hold_plu(row.sku, row.plu if row.active else None)
            self.zones[row.sku] = row.zone
            components = tuple(part.sku for part in row.components)
            self.hold_components(row.sku, components, goods=row.goods, active=row.active)
        elif isinstance(row, PickupPoint):
            self.shops[row.code] = row.warehouse
        elif isinstance(row, Bin):
            self.hold_number(row.key, row.number)
        elif isinstance(row, Operator):
            self.badges[row.badge] = row.id
            self.managers -= {row.id}
            self.managers |= {row.id} if is_manager(row) else set()

    def free_gtins(self, skus: Collection[str]) -> None:
        """These products give up their GTINs."""
        for sku in skus:
            for gtin in self.held.pop(sku, ()):
                self.gtins.pop(gtin, None)

    def hold(self, sku: str, gtins: list[str]) -> None:
        """These GTINs are the product's."""
        self.held[sku] = gtins
        self.gtins |= dict.fromkeys(gtins, sku)

    def hold_plu(self, sku: str, plu: str | None) -> None:
        """The number on scales is the product's, and none it had before."""
        for told in [told for told, holder in self.plus.items() if holder == sku]:
            del self.plus[told]
        if plu is not None:
            self.plus[plu] = sku

    def hold_components(self, sku: str, components: tuple[str, ...], *, goods: str, active: bool) -> None:
        """What goes into the product, and whether it may go into others."""
        self.components.pop(sku, None)
        self.parts_goods.discard(sku)
        if active and components:
            self.components[sku] = components
        elif active and goods == Goods.PIECE:
            self.parts_goods.add(sku)

    def boxes_with(self, sku: str) -> list[str]:
        """Gift boxes in use the product goes into."""
        return sorted(box for box, parts in self.components.items() if sku in parts)

    def hold_number(self, key: str, number: int) -> None:
        """The number is the bin's; one it had before is free for others with the next request."""
        self.numbers[number] = key
        self.numbered[key] = number
        self.last_number = max(self.last_number, number)

    def pass_over(self, numbers: Iterable[int]) -> None:
        """Numbers told further on in the same request are not given to bins that tell none."""
        self.last_number = max(self.last_number, *numbers, 0)

    def completed(self, row: Row) -> Row:
        """The row with what the service tells itself: the picture of a product, the number of a bin.

        A bin that tells no number gets its own, a new one the next free one, held for it.
        """
        if isinstance(row, Product):
            return row.model_copy(update={"picture": self.pictures.get(row.sku)})
        if not isinstance(row, Bin) or row.number:
            return row
        if row.key not in self.numbered:
            self.hold_number(row.key, self._free_number())
        return row.model_copy(update={"number": self.numbered[row.key]})

    def _free_number(self) -> int:
        """The one behind the last; when all eight digits are used up, one that was left out."""
        numbers = chain(range(self.last_number + 1, BIN_NUMBERS), range(1, BIN_NUMBERS))
        return next(number for number in numbers if number not in self.numbers)

    def is_last_manager(self, operator: Operator) -> bool:
        """Whether nobody could sign in any more if the operator became as told."""
        return self.managers == {operator.id} and not is_manager(operator)


def is_manager(operator: Operator) -> bool:
    """Whether the operator may sign in at the console."""
    return operator.manager and operator.active


def gtins_of(product: Product) -> list[str]:
    """GTINs of the product and of its units."""
    return [*product.gtins, *(unit.gtin for unit in product.units if unit.gtin is not None)]


def load_known(connection: Connection, kinds: Collection[Kind]) -> Known:
    """All that is kept and that rows of these kinds have to agree with."""
    known = Known(warehouses=set(connection.scalars(select(warehouses.c.code))))
    if Kind.PRODUCT in kinds:
        known.suppliers = set(connection.scalars(select(suppliers.c.code)))
        _load_gtins(connection, known)
        known.bin_codes = set(connection.scalars(select(bins.c.code).where(bins.c.active)))
    if Kind.BIN in kinds:
        for row in connection.execute(select(bins.c.key, bins.c.number)):
            known.hold_number(row.key, row.number)
    if Kind.OPERATOR in kinds:
        shops = connection.execute(select(pickup_points.c.code, pickup_points.c.warehouse))
        known.shops = {row.code: row.warehouse for row in shops}
        _load_operators(connection, known)
    return known


def _load_gtins(connection: Connection, known: Known) -> None:
    told = (products.c.sku, products.c.gtins, products.c.units, products.c.zone, products.c.picture)
    packed = (products.c.components, products.c.goods)
    for row in connection.execute(select(*told, *packed, products.c.plu, products.c.active)):
        components = tuple(part["sku"] for part in row.components)
        known.hold_components(row.sku, components, goods=row.goods, active=row.active)
        known.zones[row.sku] = row.zone
        if row.picture is not None:
            known.pictures[row.sku] = row.picture
        if row.plu is not None and row.active:
            known.plus[row.plu] = row.sku
        known.hold(row.sku, [*row.gtins, *(unit["gtin"] for unit in row.units if unit.get("gtin"))])


def _load_operators(connection: Connection, known: Known) -> None:
    query = select(operators.c.id, operators.c.badge, operators.c.manager, operators.c.active)
    for row in connection.execute(query):
        known.badges[row.badge] = row.id
        if row.manager and row.active:
            known.managers.add(row.id)
