"""Why orders, changes of orders and shortages are refused, in Chinese."""

SAID = """
The order is told as paid at {moment} UTC: before 2015, or more than a day ahead.
Correct paid_at and send it again.
= 付款时间（UTC {moment}）早于 2015 年，或者晚于现在一天以上。请改正付款时间后重新发送订单。

There is no order {order}. GET /v1/orders lists those accepted, GET /v1/orders/refused others.
= 没有订单 {order}。

There is no order {order}. GET /v1/orders/refused lists orders that were refused.
= 没有订单 {order}。

{faults}. Correct the change and send it again.
= {faults:faults}。请改正后再提交。

A desk is picking wave {wave} already, so order {order} can neither join nor leave it.
Send what is still wanted as a new order for the next cycle.
= 波次 {wave} 已经有工位在拣，订单 {order} 不能再加入或离开。还要的商品请在下一个团期重新下单。

Wave {wave} is packed: order {order} stays as it is.
Hand the goods back at the pickup point, or make a claim.
= 波次 {wave} 已经装好箱，订单 {order} 不能再改。请在自提点退货，或者申请售后。

Order {order} is cancelled. Resume it first, then send the change again.
= 订单 {order} 已取消。请先恢复订单，再改。

Pickup point {code} is not known. Send it with PUT /v1/catalogue, then send the change again.
= 没有自提点 {code}。请先在“资料”里加上，再改。

Pickup point {code} belongs to warehouse {warehouse}, order {order} to {other}.
Cancel the order and send a new one.
= 自提点 {code} 属于仓库 {warehouse}，订单 {order} 属于 {other}。请取消这个订单，重新下单。

Pickup point {code} takes no orders now. Name another one.
= 自提点 {code} 现在不接单。请换一个。

A text holds the character NUL. Remove it and send the order again.
= 文字里有不可见的空字符（NUL）。请去掉后重新发送订单。

Product {sku}: {pieces} pieces in all its lines, at most {most} in an order.
Correct the order and send it again.
= 商品 {sku} 在一个订单里共 {pieces} 件，最多 {most} 件。请改正后重新发送订单。

Product {sku}: {pieces} pieces in all its lines, at most {most} in an order.
= 商品 {sku} 在一个订单里共 {pieces} 件，最多 {most} 件。

{faults}. Correct the order and send it again.
= {faults:faults}。请改正后重新发送订单。

Order number known with other content. An accepted order is not changed this way;
send the change to POST /v1/orders/amendments, or a new order under a new number.
= 这个订单号已经收过，内容却不一样。收下的订单不能这样改：请在“订单”里更改，或者用新的订单号下单。

This order is cancelled and stays so. POST /v1/orders/{order}/resumption brings it back.
= 这个订单已取消。要恢复，请在“订单”里打开它，按“恢复订单”。

The database could not store this order. Check its texts and numbers and send it again.
= 这个订单存不进去。请检查里面的文字和数字，改好再发。

Pickup point {code} is not known. Send it with PUT /v1/catalogue, then send the order again.
= 没有自提点 {code}。请先在“资料”里加上，再重新发送订单。

Product {code} is not known. Send it with PUT /v1/catalogue, then send the order again.
= 没有商品 {code}。请先在“资料”里加上，再重新发送订单。

Pickup point {code} takes no new orders. Make it active or name another, and send the order again.
= 自提点 {code} 已停用，不接新单。请启用它或者换一个，再重新发送订单。

Product {code} takes no new orders. Make it active or name another, and send the order again.
= 商品 {code} 已停用，不接新单。请启用它或者换一个，再重新发送订单。

{what} {code} is not known. Send it with PUT /v1/catalogue, then send the order again.
= 没有{what:word} {code}。请先在“资料”里加上，再重新发送订单。

{what} {code} takes no new orders. Make it active or name another, and send the order again.
= {what:word} {code} 已停用，不接新单。请启用它或者换一个，再重新发送订单。

No cycle of warehouse {warehouse} is open now, the cut-off has passed.
Open the next one with POST /v1/cycles, then send the order again.
= 仓库 {warehouse} 现在没有正在收单的团期，已过截单时间。请开下一个团期，再重新发送订单。

Shortages are shared out by the warehouse, a manager or an integrator. Ask one of them.
= 到货不足由仓库、管理员或商城系统来分。请找他们。

There is no cycle {cycle}. GET /v1/cycles lists those there are.
= 没有这个团期。

Orders of this cycle are changing at this moment, so nothing was changed here. Do it again.
= 这一团的订单此刻正在变化，所以什么也没有改。请再做一次。

There is no shortage {shortage} in this cycle. Look at the list of those applied.
= 这一团没有这次分货。请看下面的列表。

A later shortage of product {sku} counts from what this one left. Take that one back first.
= 之后商品 {sku} 又分过一次货，是按这次的结果分的。请先撤回后面那次。

Desks have begun {count} of its waves: {waves}. They pick what it left, so it stays.
Hand late goods out by hand.
= 工位已经开始拣其中 {count} 个波次：{waves}。他们按分过的件数拣，不能再撤回。晚到的货请人工补发。

Orders, waves or products changed since this preview. Look at a new preview and apply that one.
= 看过之后订单、波次或商品又有变化。请再看一次会怎样，再分。

No order still to be begun lacks anything. Correct the number, or let the desks declare it.
= 还没开始拣的订单都不缺货。请核对件数，或者由工位在拣货时报缺。

This cycle still takes orders. Cut it off first, then share out what came.
= 这个团期还在收单。请先截单，再分货。

Nobody ordered product {sku} in this cycle. Look whether the SKU is right.
= 这一团没有人订商品 {sku}。请核对商品编码。

Only the rule substitute takes substitute_sku and substitute_available. Leave them out.
= 只有“用另一种商品补上”才填替代商品。请清空这两项。

The rule substitute needs substitute_sku and substitute_available: the product that stands in,
and how many pieces of it nobody ordered.
= 用另一种商品补上，要填替代商品的编码，以及没有人订、可以拿来补的件数。

Product {sku} cannot stand in for itself. Name another one.
= 商品 {sku} 不能替代自己。请换一种。

Product {sku} is out of use. Name another one.
= 商品 {sku} 已停用。请换一种。

Product {sku} is not known. Look whether the SKU is right.
= 没有商品 {sku}。请核对商品编码。

`after` is no cursor of this list. Send the `next` of the page before.
= 翻页的位置不对，请从第一页看起。

Nothing refused has the digest {digest}. The lists of refusals name each digest.
= 没有这条拒收记录，可能已经处理过。

The message does not fit: {faults}. Put it right and send it again.
= {faults:faults}。请改正后再提交。

The database did not answer in time. Nothing was kept; send the same again in a moment.
= 数据库没有及时回应，什么都没有改。请过一会儿再试。

A value cannot be stored (a NUL character, or a number far too large). Correct it and send again.
= 有一项存不进去（含空字符，或数字太大）。请改正后再试。

This needs the role {needed}; {name} has the role {roles}. {how}
= {name} 没有做这件事的权限。

Too many requests came from here. Wait, then send the same again; nothing was done.
= 来自这里的请求太多，什么都没有做。请稍等再试。
"""
