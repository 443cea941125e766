"""Why a put goes into no bag of its crate, or a plan of bags is refused, in Chinese."""

SAID = """
Crate {sscc} has a parcel for each order; the put names none.
= 箱 {sscc} 是按单装袋的，这条放入记录没有写明订单。

Crate {sscc} has no parcel of order {body.order_id}.
= 箱 {sscc} 里没有订单 {body.order_id} 的包裹袋。

{body.quantity} of product {body.sku} put into the parcel of order {body.order_id} in crate {sscc}, \
which still takes {self._left[key]}.
= 商品 {body.sku} 放入箱 {sscc} 内订单 {body.order_id} 的包裹袋 {body.quantity} 件，\
该袋只差 {self._left[key]} 件。

Crate {crate.sscc} is told with parcels, but not with one for each of its orders.
= 箱 {crate.sscc} 上报了包裹袋，但不是每个订单一个。

Two parcels of crate {crate.sscc} have the same place.
= 箱 {crate.sscc} 有两个包裹袋用了同一个位置号。
"""
