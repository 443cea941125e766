"""Why rows of master data, PINs and newcomers are refused, in Chinese."""

SAID = """
{row}: there is no warehouse {warehouse}.
Send the warehouse first or in the same catalogue, or correct its code.
= {row:thing}：没有仓库 {warehouse}。请先加上仓库，或者改正编号。

{row}: a text holds the character NUL. Remove it.
= {row:thing}：文字里有不可见的空字符（NUL）。请去掉。

{row} is the last manager. Make another operator a manager first.
= {row:thing}是最后一个管理员。请先让另一个人当管理员。

After this nobody could sign in at the console. Make another operator a manager first.
= 这样就没有人能登录运营台了。请先让另一个人当管理员。

{row}: {latitude}, {longitude} lies outside China. {doubt} GCJ-02 means nothing there.
= {row:thing}：坐标 {latitude}, {longitude} 不在中国。{doubt:words}那里没有火星坐标。

{row}: {latitude}, {longitude} lies outside China. {doubt}
= {row:thing}：坐标 {latitude}, {longitude} 不在中国。{doubt:words}

Latitude and longitude look swapped.
= 纬度和经度像是填反了。

Look whether it is right.
= 请核对。

GCJ-02 means nothing there.
= 那里没有火星坐标。

{row}: a position is latitude and longitude, one of them is missing. Send both, or neither.
= {row:thing}：坐标要有纬度和经度，少了一个。请都填，或者都不填。

{row}: the position 0, 0 lies in the sea. Leave both out where none is known.
= {row:thing}：坐标 0, 0 在海里。不知道就都不填。

{row}: path {path} is above {most}.
= {row:thing}：拣货顺序 {path} 太大，最大 {most}。

{row}: no warehouse has a bin {code} in use. Correct it, or add the bin, so that pickers find the product.
= {row:thing}：没有哪个仓库有在用的库位 {code}。请改正，或者加上库位，不然拣货员找不到。

{row}: the code of its warehouse holds a colon, which ends it in the names of bins.
Give the warehouse a code without one.
= {row:thing}：仓库编号里有冒号，库位没法这样叫。请给仓库换一个没有冒号的编号。

{row}: number {number} belongs to bin {other}. Send 0 to be given a free one, or correct it.
= {row:thing}：标签号 {number} 是库位 {other} 的。请改正，或者留空由系统给号。

{row}: there is no supplier {code}.
Send the supplier first or in the same catalogue, or correct its code.
= {row:thing}：没有供应商 {code}。请先加上供应商，或者改正编号。

{row}: there is no pickup point {code}.
Send the pickup point first or in the same catalogue, or correct its code.
= {row:thing}：没有自提点 {code}。请先加上自提点，或者改正编号。

{row}: pickup point {code} belongs to warehouse {warehouse}, not to {other}. Correct one of them.
= {row:thing}：自提点 {code} 属于仓库 {warehouse}，不属于 {other}。请改正其中一个。

{row}: badge {badge} has a wrong check digit. Read it off the badge again.
= {row:thing}：工牌号 {badge} 的校验位不对。请照工牌再输一遍。

{row}: badge {badge} belongs to another operator. Give a new badge; a badge is never used again.
= {row:thing}：工牌 {badge} 是别人的。请发新工牌，用过的工牌不再用。

{row}: there is no time zone {zone}. Name one like Asia/Shanghai.
= {row:thing}：没有时区 {zone}。例如可以填 Asia/Shanghai。

{row}: GTIN {gtin} has a wrong check digit. Read it off the package again.
= {row:thing}：条码 {gtin} 的校验位不对。请照包装再输一遍。

{row}: GTIN {gtin} stands twice. A piece and each of its units have numbers of their own.
= {row:thing}：条码 {gtin} 出现了两次。单件和每种包装要有各自的条码。

{row}: GTIN {gtin} belongs to product {other}. Take it from that product first, or correct it.
= {row:thing}：条码 {gtin} 是商品 {other} 的。请先从那个商品去掉，或者改正。

{row}: PLU {plu} belongs to product {other}. Take it from that product first, or correct it.
= {row:thing}：秤码 {plu} 是商品 {other} 的。请先从那个商品去掉，或者改正。

{row}: a product cannot stand in for itself. Name others as substitutes.
= {row:thing}：不能用自己替代自己。请填别的替代商品。

{row}: substitute {sku} travels in another zone; crates of this one cannot take it. Name one of the same zone.
= {row:thing}：替代商品 {sku} 的温层不同，装不进同一个箱。请填同温层的商品。

{row}: there is no product {sku} that could stand in for it. Correct the code, or add the product.
= {row:thing}：没有能替代它的商品 {sku}。请改正编码，或者先建这个商品。

Van {van} belongs to warehouse {other}, this station to {own}.
Ask IT to move the van, or give it another code.
= 车辆 {van} 属于仓库 {other}，这个站点属于 {own}。请让 IT 转车，或者换一个编号。

{row} is of warehouse {owner}, you run {own}. Ask an integrator to do it.
= {row:thing}属于仓库 {owner}，你管的是 {own}。请让总部来改。

{row} still has {referring}. Move them to another warehouse first.
= {row:thing}下面还有{referring:list}。请先把它们转到别的仓库。

{what} Read it again, then change it.
= {what:words}请重新打开，再改。

There is no {kind} {key} any more.
= {kind:word} {key} 已经不在了。

{row} was changed meanwhile.
= {row:thing}刚刚被别人改过。

{row} is there already. Read it and change it.
= {row:thing}已经有了。请打开它来改，或者换一个编号。

There is no {kind} {key}. Look its key up in the list.
= 没有{kind:word} {key}。请在列表里找。

There is no {kind} {key}. GET /v1/{path} lists those there are.
= 没有{kind:word} {key}。

The address names {kind} {key}, the row {other}.
A key is not changed; create a new row and take the old one out of use.
= 编号不能改（{key} → {other}）。请新建一个，把旧的停用。

{faults}. Put it right and send it again.
= {faults:faults}。请改正后再提交。

{faults}. Correct the row and send it again.
= {faults:faults}。请改正后再导入。

This PIN is too easy to guess: {why}. Choose another one, better of six digits.
= 这个 PIN 太容易猜：{why:words}。请换一个，最好六位。

it repeats itself
= 数字重复

it is one of the first everybody tries
= 是大家最先会试的

it looks like a birthday or a year
= 像生日或年份

it stands on the badge
= 印在工牌上

There is no operator {operator} here. Send it with the catalogue first.
= 没有这个操作员。

Too many people sign in at this moment. Try again in a few seconds.
= 现在登录的人太多，请过几秒再试。

There is no station {station}. GET /v1/stations lists them.
= 没有这个站点。

There is no warehouse {warehouse}. Send it with PUT /v1/catalogue first.
= 没有仓库 {warehouse}。

The cut-off {at} is past, it is {now} now. Name a later moment.
= 截单时间已经过去，请选一个以后的时间。

The picture has more than {most} bytes. Save it with fewer pixels and send it again.
= 图片超过 {most} 字节。请缩小后再传。

The picture has more than {most} pixels. Save it with fewer and send it again.
= 图片超过 {most} 像素。请缩小后再传。

The picture is under 32 pixels wide or high. Take one that shows the product.
= 图片太小，宽或高不到 32 像素。请换一张能看清商品的。

These bytes are no JPEG, PNG or WebP picture. Save it as one of them.
= 这不是 JPEG、PNG 或 WebP 图片。请存成其中一种再传。

The picture is damaged and cannot be opened. Save it anew and send it again.
= 图片坏了，打不开。请重新保存后再传。

This file is no ZIP. Pack the pictures into one and send it.
= 这不是 ZIP 压缩包。请把图片压缩成一个 ZIP 再传。

There is no file in this ZIP. Pack the pictures into one and send it.
= 这个压缩包里没有文件。请把图片放进去再传。

This ZIP has more than {most} files. Send them in several.
= 这个压缩包超过 {most} 个文件。请分几次传。

No product has this SKU or bar code. Call the file as the product, such as 100001.jpg.
= 没有这个编码或条码的商品。文件名要用商品编码或条码，例如 100001.jpg。

Several products have this bar code: {skus}. Call the file by the SKU.
= 几个商品有这个条码：{skus}。文件名请改用商品编码。

There is no picture of {sku}. PUT one at this address, or ask a manager to.
= {sku} 没有图片。

There is no product {sku}. GET /v1/products lists those there are.
= 没有商品 {sku}。

{row}: a gift box is scanned by its bar code. Give it a GTIN.
= {row:thing}：礼盒要扫条码，请填写条码。

{row}: a gift box is counted in pieces, not weighed. Correct one of them.
= {row:thing}：礼盒按件计，不称重，请改正其中一项。

{row}: component {sku} stands twice. Write it once with all its pieces.
= {row:thing}：组成 {sku} 写了两次，请写一次并写上总件数。

{row}: component {sku} is no product in use that is counted in pieces.
Send it first, or name another one; a gift box holds no gift boxes.
= {row:thing}：组成 {sku} 不是在用的按件商品，请先建好或换一个；礼盒里不能再放礼盒。

{row}: component {sku} is kept in another zone than the gift box. Name one of the same zone.
= {row:thing}：组成 {sku} 和礼盒温层不同，请换同温层的商品。

{row}: gift box {box} is packed from it: it stays in use, counted in pieces,
and no gift box. Take it out of that one first.
= {row:thing}：礼盒 {box} 要用到它，必须保持在用、按件、不是礼盒。请先从那个礼盒里去掉。
"""
