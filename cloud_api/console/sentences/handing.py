"""Why a half-picked wave does not change desks, or is not what a desk takes it for, in Chinese."""

SAID = """
Wave {wave} was handed over; the desk that left it reports nothing more of it.
= 波次 {wave} 已经交接，原来的工位不再上报它的记录。

Wave {wave} was handed over. Take a wave again.
= 波次 {wave} 已经交接。请重新领取波次。

{station} has not begun wave {wave}: it can be given back there.
= {station} 还没有开始波次 {wave}，可以在那里直接交还。

Wave {wave} is with no desk.
= 波次 {wave} 不在任何工位。

Wave {wave} is handed over already and waits for a desk.
= 波次 {wave} 已经交接，正等待工位接手。

Wave {wave} is half picked and waits for a desk; its crates stand on the floor.
= 波次 {wave} 拣了一半，正等待工位接手，箱还在现场。

Wave {wave} is held on another lease than the one handed over.
= 波次 {wave} 现在的领取号和交接的不一样。

Wave {wave} has no crates yet. Give it back instead of handing it over.
= 波次 {wave} 还没有箱。请直接交还，不用交接。

Wave {wave}: its desk counts {told} crates/closed/pieces/short, its facts {counted}. Settle refused ones.
= 波次 {wave}：工位报箱/已封/件/缺 {told}，按记录是 {counted}。请先处理被拒收的记录。

Wave {wave} was divided into parts. Take one of its parts.
= 波次 {wave} 已分波，请领其中一份。

Wave {wave} is divided already. Make it whole first.
= 波次 {wave} 已分波，请先合回。

Wave {wave} is half picked: its crates have labels. Hand it over instead.
= 波次 {wave} 已拣了一部分，箱子已有标签。请改用交接。

Wave {wave} is with {desk}. Have it given back there first.
= 波次 {wave} 在 {desk}，请先在那里退回。

The parts are not what wave {wave} has now: orders changed. Look at a new proposal.
= 分份和波次 {wave} 现在的订单不一致（订单有变动），请重新看方案。

Wave {wave} is whole.
= 波次 {wave} 没有分波。

A desk has a part of wave {wave} already; it stays divided.
= 已有工位领了波次 {wave} 的一份，不能合回。
"""
