"""How sending of documents went, and why recipients are refused, in Chinese."""

SAID = """
This is no URL a webhook can go to. Write it as https://example.com/path, without user and password.
= 这不是能用的接口地址。请写成 https://example.com/path 的样子，不带用户名和密码。

This is no e-mail address. Write it as name@example.com.
= 这不是邮箱地址。请写成 name@example.com 的样子。

Webhooks go over https. Give an https URL, or let IT set YOULIN_CLOUD_PLAIN_WEBHOOKS.
= 接口地址必须是 https。请填 https 地址，或者让 IT 打开 YOULIN_CLOUD_PLAIN_WEBHOOKS。

The webhook leads into a private network.
Give a public address, or let IT set YOULIN_CLOUD_PRIVATE_WEBHOOKS.
= 接口地址指向内网。请填公网地址，或者让 IT 打开 YOULIN_CLOUD_PRIVATE_WEBHOOKS。

This recipient is dead: nothing goes there.
Correct its address or revive it, that sends what it missed.
= 这个地址已经失效，不再往那里发。请改地址，或者恢复它，漏掉的会补发。

This recipient was taken away. Add it again, then send.
= 这个收件方已经停用。请重新添加，再发。

Nothing is sent to this recipient; the document lies ready behind its link.
= 这份单据不发送，只供下载。

There is no delivery {delivery}. GET /v1/deliveries lists them.
= 没有这份单据。

The webhook leads to an address no receiver may have (link-local, multicast or reserved). Give another one.
= 这个 webhook 指向本机链路、组播或保留的地址，任何时候都不能用。请换一个地址。

There is no cycle {cycle}. GET /v1/cycles lists them.
= 没有这个团期。

nothing came through since {since}: {detail}
= 从 {since} 起一次都没送到：{detail:words}

the recipient is dead: {because}
= 地址已失效：{because:words}

the sending process ended in the middle of this try
= 发送程序在这次尝试中途停了

the address was refused: {code} {words}
= 对方拒绝了这个邮箱地址：{code} {words}

its certificate is not trusted ({why})
= 它的证书不可信（{why}）

it did not answer in time
= 没有及时回应

the connection broke
= 连接断了

the connection is closed
= 连接已关闭

the mail server was reached too late for this try
= 连上邮件服务器时已经太晚，下次再试

the mail server took it
= 邮件服务器收下了

no mail server is set: YOULIN_CLOUD_SMTP_HOST and YOULIN_CLOUD_MAIL_FROM
= 还没有设置邮件服务器（YOULIN_CLOUD_SMTP_HOST 和 YOULIN_CLOUD_MAIL_FROM）

the mail server cannot be used: {why}
= 邮件服务器用不了：{why:words}

the message was not taken: {why}
= 邮件没有被收下：{why:words}

the mail server ended the conversation: {why}
= 邮件服务器中断了：{why:words}

the recipient was taken away
= 收件方已停用

Kind, code and channel of a recipient stay as they are. Add another recipient for others.
= 收件方的种类、编号和发送方式不能改。请另外添加一个。

A {kind} may get {documents}. Name one or more of them.
= {kind:word}可以收：{documents:list}。请至少选一种。

The catalogue has no {kind} with this code. Send the catalogue first.
= 资料里没有这个编号的{kind:word}。请先加上。

A recipient that downloads has no address. Leave it empty.
= 自行下载的收件方没有地址。请不要填。

There is no recipient {recipient}. GET /v1/recipients lists them.
= 没有这个收件方。

Another recipient has this address already. Change that one, or take it away.
= 另一个收件方已经用了这个地址。请改那一个，或者停用它。

Only webhooks are signed; this is none.
= 只有接口才有签名密钥。

Nothing is sent to a recipient that downloads.
= 自行下载的收件方不发送。

This is of another warehouse. Ask its manager to add it.
= 这是另一个仓库的。请让那边的管理员添加。

waits for its host: {detail}
= 对方的服务器没有回应，稍后再试：{detail:words}

a fault of this service: {error}
= 本系统出错（{error}）

the file YOULIN_CLOUD_CA_FILE names holds no certificates
= YOULIN_CLOUD_CA_FILE 指的文件里没有证书

the connection to the receiver was refused or broke
= 连不上对方，或者连接断了

the receiver answered {status}
= 对方回答 {status}

the receiver answered {status}; redirects are not followed, give the new address
= 对方回答 {status}（转到别的地址）。请直接填新地址

the receiver answered {status}: it wants no more
= 对方回答 {status}，不再接收

the certificate of the receiver is not trusted ({why})
= 对方的证书不可信（{why}）

the receiver did not answer in time
= 对方没有及时回应

the name of the receiver could not be looked up in time
= 查对方的域名太久没有结果

the name of the receiver is not known
= 找不到对方的域名

what the receiver answered is no HTTP
= 对方的回答不是 HTTP

The background has not written this yet. Ask again in a moment;
GET /v1/cycles/…/documents/progress tells how far it is.
= 单据还在生成，请过一会儿再看。
"""
