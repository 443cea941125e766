"""Why files and their rows are refused, and what is remarkable about them, in Chinese."""

SAID = """
Order {order} is {status}; only paid orders are taken.
= 订单 {order} 的状态是“{status}”，只收已支付的订单。

Row {first} has the same {field} {key}. Keep one of them.
= 第 {first} 行的{field:word}也是 {key}。请只留一行。

Row {row}: order {order} has another {field} than its rows before. All rows of an order must agree.
= 第 {row} 行：订单 {order} 的{field:word}和它前面的行不一样。同一个订单的各行必须一致。

Row {row} has no order number. Fill it in.
= 第 {row} 行没有订单号。请补上。

The row belongs to warehouse {other}; you import for {warehouse}.
= 这一行属于仓库 {other}，你只能导入 {warehouse} 的。

The row names no pickup point. Fill it in, or give a default in the reading.
= 这一行没有自提点。请补上，或者在导入页给一个“没有时一律用”的自提点。

Pickup point {told} is not in the catalogue. Map it to a code in the reading, or add it to the catalogue.
= 资料里没有自提点“{told}”。请在导入页填它的编号，或者在“资料”里加上它。

Pickup point {code} belongs to warehouse {warehouse}; you import for {own}.
= 自提点 {code} 属于仓库 {warehouse}，你只能导入 {own} 的。

Product {told} is not in the catalogue under this name.
Map it to a SKU in the reading, or add it to the catalogue.
= 资料里没有叫“{told}”的商品。请在导入页填它的商品编码，或者在“资料”里加上它。

Row {row}: the quantity {told} is none. Write a whole number from 1 to {most}.
= 第 {row} 行：数量不能是“{told}”，要填 1 到 {most} 的整数。

Row {row} has no quantity. Fill it in.
= 第 {row} 行没有数量。请补上。

No column tells when the orders were paid: they count as paid at {moment}.
Give another moment as the default of paid_at if that is wrong.
= 文件里没有支付时间这一列：都按 {moment} 支付算。不对的话，请在“支付时间”的“没有时一律用”里改。

{file} holds no rows and no heading that is known. Look whether it is the right file.
= {file} 里没有一行数据，也没有认识的列名。请看是不是拿错了文件。

The order is known with other content; it would be refused. Change it at the order itself.
= 这个订单已经收过，内容却不一样，导入会被拒收。请在“订单”里改它。

Product {told} is not known. Add it to the catalogue, or map it in the reading.
= 没有商品 {told}。请在“资料”里加上，或者在导入页填它的商品编码。

No cycle of warehouse {warehouse} is open now. Open one before the file is run.
= 仓库 {warehouse} 现在没有正在收单的团期。请先开团，再导入。

Only the sheet {sheet} is taken; {others} are looked at for their sums.
= 只导入工作表“{sheet}”；{others} 只用来核对合计。

The sums of the file disagree with its order rows for {count} products: {told}, and {more} more.
The order rows are taken; if pieces lack, export again.
= 文件里有 {count} 种商品的合计和订单行对不上：{told:sums}，另有 {more} 种。
= 按订单行导入；如果少了，请重新导出。

The sums of the file disagree with its order rows for {count} products: {told}.
The order rows are taken; if pieces lack, export again.
= 文件里有 {count} 种商品的合计和订单行对不上：{told:sums}。
= 按订单行导入；如果少了，请重新导出。

{count} orders have several phone numbers in their rows, the first is taken: {orders}.
= {count} 个订单的各行电话不一样，用第一个：{orders}。

The sheet {sheet} counts {there} {what}, the order rows make {here}.
= 工作表“{sheet}”合计 {there} {what:word}，订单行只有 {here} {what:word}。

The database could not store this. Check its texts and numbers and send it again.
= 这一行存不进去。请检查里面的文字和数字，改好再导入。

The file has no sheet {sheet}; it has {names}.
= 文件里没有工作表“{sheet}”，有：{names}。

The file is being taken in now. Wait until it is done, then correct its reading.
= 文件正在导入。请等导完再改。

The file lacks the columns {columns}. Name the column that holds each in the reading, or give a default.
= 还缺这些列：{columns:list}。请选文件里哪一列是它，或者填“没有时一律用”。

There is no field {field}; {kind} have {names}.
= 没有“{field}”这一项。

{field}: the sheet {sheet} has no column {heading}. Name one of its headings.
= {field:word}：工作表“{sheet}”没有“{heading}”这一列。请选它有的一列。

There is no time zone {zone}. Name one such as Asia/Shanghai.
= 没有时区 {zone}。例如可以填 Asia/Shanghai。

There is no file {file}. GET /v1/imports lists them.
= 没有这个文件。

The form holds no file. Send it in the field `file`.
= 没有选文件。

{file} is neither UTF-8 nor UTF-16 nor GB18030 text. Save it as .xlsx or as CSV UTF-8.
= {file} 的文字编码认不出来。请另存为 .xlsx 或“CSV UTF-8”。

{file} holds bytes that are no text. Save it as .xlsx or as CSV UTF-8.
= {file} 里有不是文字的内容。请另存为 .xlsx 或“CSV UTF-8”。

Row {row} holds {cell}: Excel shortened a long number when it saved the CSV. Give the column the format
Text, fill the number in again, and save as .xlsx.
= 第 {row} 行是 {cell}：Excel 存 CSV 时把长数字缩短了。请把这一列设为“文本”，重新填数字，存成 .xlsx。

{file} breaks off at row {row}: {error}. Save it as .xlsx and send that.
= {file} 在第 {row} 行断了。请另存为 .xlsx 再导入。

{file} is empty. Save it again and send it again.
= {file} 是空的。请重新保存后再导入。

{file} has {bytes} bytes; at most {most} are read. Split it into several files.
= {file} 有 {bytes} 字节，最多读 {most} 字节。请拆成几个文件。

{file} holds no table: every cell is blank. Look whether it is the right file.
= {file} 里没有表格，全是空格子。请看是不是拿错了文件。

{file} is of the old form .xls. Open it in Excel or WPS, save it as .xlsx, and send that.
= {file} 是旧格式 .xls。请用 Excel 或 WPS 打开，另存为 .xlsx 再导入。

{file} is a web page or XML under the name of a table.
Open it in Excel or WPS, save it as .xlsx, and send that.
= {file} 其实是网页或 XML。请用 Excel 或 WPS 打开，另存为 .xlsx 再导入。

{file} is under a password. Open it in Excel, save it without the password, and send that.
= {file} 有密码。请用 Excel 打开，去掉密码后保存，再导入。

{file} is under a password. Save it without the password and send that.
= {file} 有密码。请去掉密码后保存，再导入。

{file} is {what}, no table. Send the CSV or XLSX file itself.
= {file} 不是表格，是{what:word}。请导入 CSV 或 XLSX 文件本身。

The file has more than {most} rows. Split it into several files.
= 文件超过 {most} 行。请拆成几个文件。

Row {row} has more than {most} columns. Remove the columns nobody needs.
= 第 {row} 行超过 {most} 列。请删掉用不到的列。

The file has more than {most} cells. Split it, or remove blank columns and rows.
= 文件超过 {most} 个格子。请拆开，或者删掉空的行和列。

Cell {cell} holds {length} characters; at most {most} fit a cell. Shorten it.
= 格子 {cell} 有 {length} 个字，最多 {most} 个。请缩短。

Cell {cell} holds the formula {formula}, without its result in the file.
Open it in Excel, save it and send it again, or put the value itself there.
= 格子 {cell} 是公式 {formula}，文件里没有它的结果。请用 Excel 打开保存一次再导入，或者直接填数值。

{cell} holds the error {error}. Put the value itself there.
= {cell:thing} 是错误值 {error}。请直接填数值。

{cell} holds a number of more than 15 digits, of which Excel keeps 15.
Give the column the format Text and fill the number in again.
= {cell:thing} 的数字超过 15 位，Excel 只保留 15 位。请把这一列设为“文本”，重新填数字。

{file} is too large to be read here. Split it into several files.
= {file} 太大，读不了。请拆成几个文件。

{file} is broken or was cut off on its way ({error}).
Open it in Excel or WPS, save it again as .xlsx, and send that.
= {file} 坏了或没传完整（{error}）。请用 Excel 或 WPS 打开，重新存成 .xlsx 再导入。

{file} is a ZIP archive, no table. Send the file inside it.
= {file} 是压缩包，不是表格。请导入里面的文件。

{file} unpacks to far more than a table needs. Copy its cells into a new workbook and send that.
= {file} 解开后大得不像表格。请把内容复制到新的工作簿再导入。

{file} is {what}. Save it as .xlsx and send that.
= {file} 是{what:word}。请另存为 .xlsx 再导入。
"""
