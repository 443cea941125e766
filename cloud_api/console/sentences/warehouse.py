"""Why facts of desks and vans are refused, in Chinese."""

SAID = """
The database could not store what this fact says. Its texts or numbers do not fit.
= 这条事实存不进去，文字或数字不合适。

Work is somebody's: a fact WorkDone names its operator.
= 工作量要记在一位操作员名下，这条没有写是谁。

Crate {crate} is void: wave {wave} was started anew with other crates.
= 箱 {crate} 已作废：波次 {wave} 换箱重新开始了。

Crate {crate} is of another wave.
= 箱 {crate} 不属于这个波次。

Wave {wave} was picked by {station}: open crate {crate} there.
= 波次 {wave} 是 {station} 分拣的，请到那里重开箱 {crate}。

Crate {crate} has left for {shop}; nothing in it can be changed here.
= 箱 {crate} 已发往 {shop}，这里不能再改。

Crate {crate} is on a van. Take it off first.
= 箱 {crate} 在车上，请先卸下。

Label {label} is not the label of this crate any more; that is {crate}.
= 标签 {label} 已不是这个箱的标签，现在是 {crate}。

Crate {crate} has left for {shop}; it cannot be packed anew here.
= 箱 {crate} 已发往 {shop}，这里不能再换箱。

The check digit of label {label} is wrong.
= 标签 {label} 的校验位不对。

Label {label} is that of another crate; a crate number is used once.
= 标签 {label} 是另一个箱的，每个箱号只用一次。

Crate {crate} is still being packed; it was not anywhere.
= 箱 {crate} 还在装箱，没有出过仓。

Box {box} belongs to warehouse {warehouse}. Send it there.
= 周转箱 {box} 属于仓库 {warehouse}，请送回那里。

Box {box} carries crate {crate}, which has not left. Take another box.
= 周转箱 {box} 正装着还没发走的箱 {crate}，请换一个周转箱。

There is no box {box} that went to a shop. Give it to the driver all the same.
= 没有发往自提点的周转箱 {box}，请照样交给司机。

Box {box} went to shop {shop}. Give it to the driver all the same.
= 周转箱 {box} 是发往自提点 {shop} 的，请照样交给司机。

No crate of ours ever had the label {label}.
= 我们没有标签为 {label} 的箱。

Crate {crate} belongs to warehouse {warehouse}.
= 箱 {crate} 属于仓库 {warehouse}。

{name} belongs to warehouse {warehouse} and sees the boxes of no other one.
= {name} 属于仓库 {warehouse}，看不到其他仓库的周转箱。

This hour had not begun when the fact was written: set the clock of the desk.
= 写这条记录时，这个小时还没有开始。请校准那台电脑的时钟。

Tried again and taken.
= 再试一次后采用了。

Number {seq} of this station is taken by another fact. Was the station restored from an old copy,
or does it run twice? Compare the two facts and settle this one by hand.
= 这个站点的第 {seq} 条已经是另一条事实。电脑是不是用旧备份恢复过，或者同时开了两份？请对照两条，人工处理。

Facts {first} to {last} are missing. Send them first.
= 第 {first} 到 {last} 条还没收到。请先上传它们。

The fact id {fact} was used before by another fact; each has an id of its own.
= 事实编号 {fact} 已经用过。

The chain is broken: fact {seq} does not follow fact {last} as it was received.
Check the station's database with `python -m station doctor`.
= 记录链断了：第 {seq} 条接不上收到的第 {last} 条。请在那台电脑上运行 `python -m station doctor` 检查。

Facts of kind {kind} need the role {needed}; this station has the role {roles}.
Enrol it with a code for that role, then do it again.
= “{kind:word}”要有{needed:word}的权限，这个站点是{roles:word}。请按那个用途重新接入。

Fact {fact}: seq, version or kind is out of bounds.
= 事实 {fact}：序号、版本或种类超出范围。

Fact {fact}: its body nests too deep.
= 事实 {fact}：内容嵌套太深。

{kind} in version {version} is not known here. Update the cloud service.
= 云端不认识第 {version} 版的“{kind:word}”。请升级云端。

The body of {kind} holds the character NUL.
= “{kind:word}”的内容里有空字符（NUL）。

Fact {fact}: its body holds a number or text that is no JSON.
= 事实 {fact}：内容里有不是 JSON 的数字或文字。

Facts of kind {kind} are not known here. Update the cloud service.
= 云端不认识“{kind:word}”这种事实。请升级云端。

The body of {kind} does not fit: {faults}.
= “{kind:word}”的内容不对：{faults:faults}。

{quantity} of product {sku} put into crate {crate}, which still takes {open}
(planned {planned}, in it {put}, short {short}).
= 往箱 {crate} 放了 {quantity} 件商品 {sku}，它只差 {open} 件（计划 {planned}，已放 {put}，报缺 {short}）。

There is no wave {wave} in this warehouse.
= 本仓库没有波次 {wave}。

Wave {wave} is completed already; nothing more can be reported for it.
= 波次 {wave} 已经完成，不能再报。

Wave {wave} was given back and is with nobody. Take it again before going on.
= 波次 {wave} 已经交还。请重新领取再继续。

There is no crate {crate} in wave {wave}.
= 波次 {wave} 里没有箱 {crate}。

Crate {crate} is void: another desk started wave {wave} anew.
= 箱 {crate} 已作废：另一个工位重新开始了波次 {wave}。

Crate {crate} is closed already.
= 箱 {crate} 已经封箱。

The put {put} is known from another fact; each put has an id of its own.
= 这次投放 {put} 已经报过。

Crate {crate} holds no put {put} that could be taken back.
= 箱 {crate} 里没有可以撤回的投放 {put}。

Crate {crate} closed although {open} pieces are neither put nor declared short.
= 箱 {crate} 已封，但还有 {open} 件既没放也没报缺。

The closing slip of crate {crate} says {told} pieces, its facts {counted}.
= 箱 {crate} 封箱时报 {told} 件，记录是 {counted} 件。

The closing slip of crate {crate} says {weight} g, which no crate weighs.
= 箱 {crate} 封箱时报 {weight} 克，不可能。

Wave {wave} is not complete: crates still open: {crates}.
= 波次 {wave} 还没完成，没封的箱：{crates}。

Wave {wave} is told complete with {a} crates, {b} pieces, {c} short; its facts say {d}, {e}, {f}.
= 波次 {wave} 报完成 {a} 箱 {b} 件、缺 {c} 件，记录是 {d} 箱 {e} 件、缺 {f} 件。

There is no crate {crate} in this warehouse.
= 本仓库没有箱 {crate}。

Crate {crate} has the number {sscc}, not {told}.
= 箱 {crate} 的号码是 {sscc}，不是 {told}。

{quantity} of product {sku} declared short for crate {crate}, but only {open} are still to come.
= 箱 {crate} 报缺 {quantity} 件商品 {sku}，但只差 {open} 件。

Wave {wave} is now with {station}: the lease ran out and that desk took it.
Stop this wave and bring its crates to {other}.
= 波次 {wave} 超时，已经归 {station}。请停下，把箱子交给 {other}。

Wave {wave} is not released yet. Whoever runs the floor releases it on the board of waves.
= 波次 {wave} 还没放行。由现场负责人在波次看板上放行。

Wave {wave} is packed already.
= 波次 {wave} 已经装好箱。

Wave {wave} is with {station}. It can be held back once that desk gives it back.
= 波次 {wave} 在 {station} 手里。等它交还后才能暂缓。

Wave {wave} is being picked by {station}.
= 波次 {wave} 正由 {station} 分拣。

Wave {wave}: there is no desk {station} in this warehouse.
= 波次 {wave}：本仓库没有工位 {station}。

Wave {wave}: {station} picks no waves.
= 波次 {wave}：{station} 不做分拣。

Wave {wave}: name the wave beside it for {station} too.
= 波次 {wave}：同趟拣的另一个波次也要派给 {station}。

Say who asks: scan your badge at the station, then try again.
= 不知道是谁的要求。请先在站点刷工牌再试。

Operator {operator} does not work in this warehouse. Scan a badge of this warehouse.
= 操作员 {operator} 不属于本仓库。请刷本仓库的工牌。

So it is with {rest} more.
= 另外 {rest} 个也一样。

Name a wave or a crate label, one of the two.
= 请指明一个波次或一个箱标，二选一。

There is no such wave in this warehouse.
= 本仓库没有这个波次。

There is no cycle {cycle} in this warehouse.
= 本仓库没有团期 {cycle}。

Name a cycle or a warehouse.
= 请指明团期或仓库。

Wave {wave} is taken by {station}. Ask for the next one.
= 波次 {wave} 由 {station} 在拣。请领下一个。

There is no wave {wave} in this warehouse. Ask for the next one.
= 本仓库没有波次 {wave}。请领下一个。

Wave {wave} is packed already. Ask for the next one.
= 波次 {wave} 已经装好箱。请领下一个。

All orders of wave {wave} are cancelled. Ask for the next one.
= 波次 {wave} 的订单都取消了。请领下一个。

This lease id was used by another station. Ask again with a fresh id.
= 这个领取编号被另一个站点用过。请重新领取。

There is no wave {wave} in this warehouse. Take another one.
= 本仓库没有波次 {wave}。请换一个。

Wave {wave} is completed already. Take another one.
= 波次 {wave} 已经完成。请换一个。

Wave {wave} was given back. Take a wave again.
= 波次 {wave} 已经交还。请重新领取。

Wave {wave} is held by this desk on a newer lease. Go on with that one.
= 这个工位已经重新领过波次 {wave}。请接着拣新的。

This wave is started, its crates have labels. Finish it.
= 这个波次已经开始，箱标已打印。请把它拣完。

The crate plan of wave {wave} is not what was ordered: order {order}, product {sku}:
{ordered} ordered, {planned} planned.
= 波次 {wave} 的装箱方案和订单不符：订单 {order} 的商品 {sku} 订了 {ordered} 件，方案里 {planned} 件。

Wave {wave} is held on another lease than the plan names. Take the wave again.
= 波次 {wave} 的领取记录和方案不符。请重新领取。

Wave {wave} was started already; its first crate plan stands.
= 波次 {wave} 已经开始过，以第一份装箱方案为准。

The crate plan names {what} {value} {times} times.
= 装箱方案里{what:word} {value} 出现了 {times} 次。

Crate number {number} is too high.
= 箱号 {number} 太大。

The check digit of crate {crate} is wrong.
= 箱 {crate} 的校验位不对。

Crate {crate} is known from another plan; a crate number is used once.
= 箱 {crate} 在另一份方案里用过，箱码只用一次。

There is no cycle {cycle} in this warehouse.
= 本仓库没有团期 {cycle}。

The plan {plan} was published before; each plan has an id of its own.
= 排线方案 {plan} 已经发布过。

There is no van {van} in this warehouse. Send it to the cloud first.
= 本仓库没有车辆 {van}。请先加上。

Version {version} of the routes is not newer than version {newest}, which is published already.
Look at that one, then publish anew.
= 路线第 {version} 版不比已发布的第 {newest} 版新。请先看那一版，再发布。

A version, route number or way of {number} is too large.
= 版本、路线号或里程 {number} 太大。

The plan names {what} {twice} more than once.
= 方案里{what:word} {twice} 不止一次。

The check digit of route code {code} is wrong.
= 路线码 {code} 的校验位不对。

The route {route} is one of another cycle.
= 路线 {route} 属于另一个团期。

There is no wave {wave} in this cycle.
= 这个团期没有波次 {wave}。

The wave {wave} is of {shop}, not of {told}.
= 波次 {wave} 属于 {shop}，不属于 {told}。

Route {route} has departed and cannot be changed or left out. Plan around it.
= 路线 {route} 已经出发，不能改也不能去掉。请避开它来排。

Route {route} has departed already.
= 路线 {route} 已经出发。

{what} with crates that by the scans are not: {crates}.
= {what:words}，但按扫描不是这样的箱：{crates}。

{what} without crates that by the scans are: {crates}.
= {what:words}，漏了按扫描应有的箱：{crates}。

Route {route} is told loaded
= 路线 {route} 报已装车

Route {route} is told missing
= 路线 {route} 报缺箱

A crate is told twice.
= 有一箱报了两次。

Route {route} departed with crates missing and without a reason. Say why.
= 路线 {route} 缺箱出发，没写原因。请写明。

Route {route} departed with crates missing; that needs a supervisor of this warehouse.
= 路线 {route} 缺箱出发，要由本仓库的主管放行。

Crate {crate} is on route {route} already. Take it off first.
= 箱 {crate} 已经在路线 {route} 上。请先卸下。

Crate {crate} is not closed. Close it at its desk, then load it.
= 箱 {crate} 还没封箱。请在工位封箱后再装车。

Crate {crate} goes to {point}, where route {route} does not stop.
= 箱 {crate} 要去 {point}，路线 {route} 不停那里。

Crate {crate} is on route {other}, not on route {route}.
= 箱 {crate} 在路线 {other} 上，不在路线 {route} 上。

Route {route} has departed; its load cannot be changed any more.
= 路线 {route} 已经出发，不能再改装车。

There is no route {route} in this warehouse.
= 本仓库没有路线 {route}。

Route {route} was replaced by a later plan. Pull the routes anew and load by them.
= 路线 {route} 已被新方案代替。请更新路线后按新的装车。

Crate {crate} is void: its wave was started anew with other crates.
= 箱 {crate} 已作废：它的波次换箱重新开始了。

All crate numbers of company prefix {prefix} with extension digit {digit} are given out.
Set YOULIN_CLOUD_EXTENSION_DIGIT to another digit and start the service again.
= 厂商代码 {prefix} 扩展位 {digit} 的箱码已用完。请让 IT 改 YOULIN_CLOUD_EXTENSION_DIGIT 并重启。

Product {sku} cannot stand in for itself.
= 商品 {sku} 不能替代自己。

There is no product {sku}.
= 没有商品 {sku}。

Product {instead} travels in another zone than {sku}; its crates cannot take it.
= 商品 {instead} 和 {sku} 温层不同，装不进它的箱。

The substitution {substitution} is known from another fact.
= 替代 {substitution} 已经由另一条事实报过。

Wave {wave} has no substitution {substitution} that could be taken back.
= 波次 {wave} 没有可以撤回的替代 {substitution}。

{quantity} of product {sku} exchanged in crate {sscc}, but only {still} are still to come.
= 箱 {sscc} 要替换商品 {sku} {quantity} 件，可是只有 {still} 件还没放。

Order {order} has {here} of product {sku} in this crate, not {quantity}.
= 订单 {order} 在这个箱里有商品 {sku} {here} 件，不是 {quantity} 件。

Order {order} would have more than {most} of product {instead}.
= 订单 {order} 的商品 {instead} 会超过 {most} 件。

There is no order {order}.
= 没有订单 {order}。

Order {order} is not cancelled; its goods belong into their crates.
= 订单 {order} 没有取消，它的商品应当放进箱里。

Product {sku} in crate {crate} is named {times} times.
= 箱 {crate} 的商品 {sku} 报了 {times} 次。

{quantity} of product {sku} taken off crate {sscc}, but only {planned} of this order are planned for it.
= 箱 {sscc} 报拿掉商品 {sku} {quantity} 件，可是这张订单在箱里只计划了 {planned} 件。

Only {short} of product {sku} were declared short in crate {sscc}.
= 箱 {sscc} 的商品 {sku} 只报过缺 {short} 件。

{quantity} of product {sku} taken off crate {sscc}, but {put} still lie in it. Take them out first.
= 箱 {sscc} 报拿掉商品 {sku} {quantity} 件，可是箱里还有 {put} 件。请先拿出来。

Product {sku} is no gift box. Give it components in the catalogue first.
= 商品 {sku} 不是礼盒，请先在商品资料里填写组成。

A gift box {box} takes {wanted} of product {sku}, not {told}. Take it apart and pack it anew.
= 礼盒 {box} 要放商品 {sku} {wanted} 件，报的是 {told} 件。请拆开，按现在的商品资料重新装。

The gift box {box} is known from another fact; each has an id of its own.
= 礼盒 {box} 已有别的事实报过，每个礼盒有自己的编号。

There is no gift box {box} in this warehouse.
= 这个仓库没有礼盒 {box}。

Product {sku} lacks {pieces} pieces for gift boxes ({boxes}).
Share out those gift boxes on the page of shortages.
= 商品 {sku} 装礼盒（{boxes}）还缺 {pieces} 件，请到缺货页面分配这些礼盒。
"""
