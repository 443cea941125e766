"""Why facts of shops are refused, in Chinese."""

SAID = """
Order {order}: product {skus} was handed over already: {told}.
= 订单 {order}：商品 {skus} 已经交付过：{told:handed}。

There is no order {order} at shop {shop}.
= 自提点 {shop} 没有订单 {order}。

The handover {handover} is known from another fact; each has its own id.
= 交付 {handover} 已经报过。

Order {order}: {quantity} of product {sku} handed over, but {here} were packed and have been received here.
Look whether all crates are scanned in.
= 订单 {order}：交付了 {quantity} 件商品 {sku}，但这里只收到 {here} 件。请看箱子是否都扫过。

The handover was taken back.
= 这次交付已撤回。

There is no wave {wave} for shop {shop}.
= 没有给自提点 {shop} 的波次 {wave}。

The crate {crate} does not belong to this delivery.
= 箱 {crate} 不属于这次到货。

There is no crate {crate}. Put it aside and tell the warehouse.
= 没有箱 {crate}。请放到一边，告诉仓库。

Crate {crate} belongs to shop {shop}. Put it aside for the driver.
= 箱 {crate} 是自提点 {shop} 的。请放到一边，交给司机。

Crate {crate} is void: its wave was packed anew in other crates. Tell the warehouse.
= 箱 {crate} 已作废：它的波次换箱重装了。请告诉仓库。

Goods of crate {crate} were handed over with order {order}; it was here.
= 箱 {crate} 的货已随订单 {order} 交付，箱子到过这里。

This station stands in no shop. Enrol it with a code for a pickup point.
= 这个站点不在任何自提点。请按自提点重新接入。

There is no handover {handover} of order {order} to take back.
= 订单 {order} 没有可以撤回的交付 {handover}。

There is no conflict {conflict} you may look into.
= 没有这条冲突，或者它属于另一个仓库。
"""
