"""Views as a real night shows them, for tests and for looking at the screen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cloud_api.wire.base import ScanRule, Zone
from station.kernel.ids import CrateId
from station.kernel.messages import Message, Sound, Tone
from station.picking.model.picture import QUESTIONS
from station.picking.model.verdicts import VERDICTS, Verdict
from station.picking.model.view import (
    Answer,
    CrateTile,
    DoneSummary,
    HandedOver,
    HandingState,
    LabelState,
    NextProduct,
    Notice,
    PickingView,
    ProductCard,
    ScanLine,
    Step,
    TakeOut,
    TileState,
    WaveHead,
)

NOW = datetime(2026, 6, 18, 18, 0, tzinfo=UTC)

RICE = ProductCard(
    "S-1001", "金龙鱼 东北大米", "5kg", "A-03-12", Zone.AMBIENT, ScanRule.EACH, 6, 0, position=3, products=18
)
MILK = ProductCard(
    "S-1002", "蒙牛纯牛奶", "250ml×16", "C-11-02", Zone.CHILLED, ScanRule.ONCE, 12, 7, position=9, products=18
)
LONG = ProductCard(
    "S-1003",
    "三全 私厨大虾水饺 虾皇饺 早餐速食儿童水饺 冷冻面点",
    "480g×3袋 约54枚",
    "F-02-118",
    Zone.FROZEN,
    ScanRule.EACH,
    128,
    0,
    position=17,
    products=18,
)
NEXT_MILK = NextProduct("蒙牛纯牛奶", "250ml×16", "C-11-02")
NEXT_LONG = NextProduct("安井 速冻手抓饼 原味家庭装早餐面饼 营养方便速食", "100g×20片", "F-02-120")

WAVE = WaveHead(
    title="12",
    pickup_point="望京西园四区 好邻居便利店",
    pickup_code="BJ-0137",
    cycle="6月19日 端午",
    put=86,
    planned=214,
    short=0,
    crates_closed=1,
    crates=12,
    lease_until=NOW + timedelta(minutes=42),
)


def answer(verdict: Verdict, **values: object) -> Answer:
    """The verdict as the flow tells it."""
    telling = VERDICTS[verdict]
    return Answer(verdict, telling.tone, telling.sound, Message(telling.words, **values))


def line(seconds_ago: int, verdict: Verdict, **values: object) -> ScanLine:
    """One of the last scans."""
    told = answer(verdict, **values)
    return ScanLine(NOW - timedelta(seconds=seconds_ago), "6901234567892", told.tone, told.words)


RECENT = (
    line(4, Verdict.PUT_OK, crate=3, quantity=2),
    line(9, Verdict.PRODUCT_OK, quantity=6),
    line(14, Verdict.WRONG_PRODUCT, scanned="金龙鱼 东北大米 10kg", wanted="金龙鱼 东北大米 5kg"),
    line(31, Verdict.PRODUCT_DONE, crate=7, quantity=1, product="娃哈哈 AD钙奶 220g×4"),
    line(33, Verdict.REPEATED),
)


def crates(count: int) -> tuple[CrateTile, ...]:
    """`count` crates by zone, all waiting, each with some goods in."""
    return tuple(_crate(number, count) for number in range(1, count + 1))


def _crate(number: int, count: int) -> CrateTile:
    zone = Zone.AMBIENT if number <= count * 0.6 else Zone.CHILLED if number <= count * 0.85 else Zone.FROZEN
    planned = 9 + number * 7 % 16
    return CrateTile(
        crate_id=CrateId(UUID(int=number)),
        number=number,
        sscc=f"{number:018d}",
        zone=zone,
        state=TileState.WAITING,
        quantity=0,
        put=planned * (number % 5) // 5,
        planned=planned,
        orders=1 + number % 4,
        label=LabelState.PRINTED,
    )


def with_states(
    tiles: tuple[CrateTile, ...],
    *,
    lit: dict[int, int] | None = None,
    full: tuple[int, ...] = (),
    closed: tuple[int, ...] = (),
) -> tuple[CrateTile, ...]:
    """The tiles with some lit (number to quantity), full or closed."""

    def stated(tile: CrateTile) -> CrateTile:
        if lit and tile.number in lit:
            return replace(tile, state=TileState.LIT, quantity=lit[tile.number])
        if tile.number in (*full, *closed):
            state = TileState.FULL if tile.number in full else TileState.CLOSED
            return replace(tile, state=state, put=tile.planned)
        return tile

    return tuple(stated(tile) for tile in tiles)


def no_wave() -> PickingView:
    """Empty: nothing taken yet."""
    return PickingView(1, NOW, Step.NO_WAVE, QUESTIONS[Step.NO_WAVE])


def no_waves_left() -> PickingView:
    """Empty: the cloud has none."""
    words = Message("No wave is waiting. New ones come after the next cut-off")
    return replace(no_wave(), notice=Notice(Tone.INFO, words))


def offline() -> PickingView:
    """Offline: a new wave needs the cloud."""
    words = Message("No network: a new wave cannot be taken. Check the cable, then press F9 again")
    return replace(no_wave(), notice=Notice(Tone.ASK, words))


def failed() -> PickingView:
    """Error: the cloud answered nonsense, and a scan was tried."""
    words = Message("The cloud's answer makes no sense: something else may answer at its address")
    return replace(no_wave(), notice=Notice(Tone.REFUSED, words), answer=answer(Verdict.NO_WAVE))


def taking() -> PickingView:
    """Loading: the cloud is asked."""
    return PickingView(2, NOW, Step.TAKING, QUESTIONS[Step.TAKING])


def planning() -> PickingView:
    """Loading: crates are planned."""
    return PickingView(3, NOW, Step.PLANNING, QUESTIONS[Step.PLANNING], wave=WAVE, can_return=True)


def first_product() -> PickingView:
    """The wave has just been planned; labels come out of the printer."""
    tiles = tuple(
        replace(tile, put=0, label=LabelState.PRINTING if tile.number > 1 else LabelState.PRINTED)
        for tile in crates(3)
    )
    return PickingView(
        4,
        NOW,
        Step.SCAN_PRODUCT,
        _go(RICE),
        answer=answer(Verdict.WAVE_READY, crates=3),
        wave=replace(
            WAVE, put=0, planned=41, crates=3, crates_closed=0, lease_until=NOW + timedelta(minutes=60)
        ),
        product=RICE,
        following=NEXT_MILK,
        crates=with_wants(tiles, {1: 4, 2: 2}),
        can_put_off=True,
        can_short=True,
    )


def with_wants(tiles: tuple[CrateTile, ...], wants: dict[int, int]) -> tuple[CrateTile, ...]:
    """Waiting tiles that will want pieces of the product shown."""
    return tuple(replace(tile, quantity=wants.get(tile.number, 0)) for tile in tiles)


def _go(product: ProductCard) -> Message:
    goods = f"{product.name} {product.spec}"
    return Message("Go to bin {bin}, take and scan {product}", bin=product.bin, product=goods)


def scan_product() -> PickingView:
    """Walk to the bin; twelve crates."""
    tiles = with_states(crates(12), full=(5,), closed=(2,))
    return PickingView(
        5,
        NOW,
        Step.SCAN_PRODUCT,
        _go(RICE),
        answer=RECENT_ANSWER,
        wave=WAVE,
        product=RICE,
        following=NEXT_MILK,
        crates=with_wants(tiles, {3: 2, 7: 1, 8: 3}),
        recent=RECENT,
        can_undo=True,
        can_put_off=True,
        can_short=True,
    )


RECENT_ANSWER = answer(Verdict.PRODUCT_DONE, crate=7, quantity=1, product="娃哈哈 AD钙奶 220g×4")


def wrong_product() -> PickingView:
    """The dangerous moment: a look-alike was scanned."""
    told = answer(Verdict.WRONG_PRODUCT, scanned="金龙鱼 东北大米 10kg", wanted="金龙鱼 东北大米 5kg")
    return replace(scan_product(), serial=6, answer=told)


def put() -> PickingView:
    """Put into the lit crates; 12 crates, a once-product, hand can be set."""
    tiles = with_states(crates(12), lit={3: 2, 8: 4, 11: 1}, full=(5,), closed=(2,))
    labels = {4: LabelState.UNSURE, 6: LabelState.FAILED, 12: LabelState.PRINTING}
    return PickingView(
        7,
        NOW,
        Step.PUT,
        Message("Put into crate {crates} and scan each", crates="3, 8, 11"),
        answer=answer(Verdict.PRODUCT_OK, quantity=7),
        wave=WAVE,
        product=MILK,
        following=NEXT_LONG,
        crates=tuple(replace(tile, label=labels.get(tile.number, tile.label)) for tile in tiles),
        recent=RECENT,
        can_undo=True,
        can_set_hand=True,
    )


def put_for_two() -> PickingView:
    """Crates of two pickup points at one wall: each tile says whose it is."""
    here, there = "望京西园四区 好邻居便利店", "三元梅园"
    tiles = with_states(crates(11), lit={3: 2, 8: 4, 11: 1}, full=(5,), closed=(2,))
    numbered = tuple(
        replace(tile, number=tile.number + 94 if tile.number > 6 else tile.number) for tile in tiles
    )
    head = replace(WAVE, title="12 + 31", pickup_point=f"{here} + {there}", crates=11)
    return replace(
        put(),
        question=Message("Put into crate {crates} and scan each", crates="3, 102, 105"),
        wave=head,
        crates=tuple(replace(tile, point=there if tile.number > 100 else here) for tile in numbered),
    )


def put_many(count: int) -> PickingView:
    """A long name, many crates, a short and a wave in a hurry."""
    lit = {number: 1 + number % 13 for number in range(2, count, 5)}
    tiles = with_states(crates(count), lit=lit, full=(1, 6), closed=(3, 4, 9))
    labels = {5: LabelState.UNSURE, 8: LabelState.FAILED, 11: LabelState.PRINTING}
    head = replace(WAVE, crates=count, crates_closed=3, short=4, lease_until=NOW + timedelta(minutes=7))
    return PickingView(
        8,
        NOW,
        Step.PUT,
        Message("Put into crate {crates} and scan each", crates=", ".join(str(number) for number in lit)),
        answer=answer(
            Verdict.CRATE_HAS_ENOUGH, crate=10, product="三全 私厨大虾水饺 480g×3袋", lit="2, 7, 12"
        ),
        wave=head,
        product=replace(LONG, in_hand=27),
        crates=tuple(replace(tile, label=labels.get(tile.number, tile.label)) for tile in tiles),
        recent=RECENT,
        can_undo=True,
    )


def left(state: HandingState, reason: str = "") -> PickingView:
    """A wave was handed over, and the cloud said so much of it."""
    return replace(no_wave(), answer=None, left=HandedOver(12, state, reason))


def hand_over_asked() -> PickingView:
    """Asked back: shall another desk go on?"""
    asked = answer(Verdict.CONFIRM_HAND_OVER, wave=12, crates=12)
    return replace(scan_product(), answer=asked, can_hand_over=True)


def wanted() -> PickingView:
    """The foreman asks for the wave while goods are in the hand."""
    return replace(put(), wave=replace(WAVE, wanted_by="陈主管"), can_hand_over=True)


def take_out() -> PickingView:
    """An order was cancelled, and its milk lies in crate 5."""
    base = scan_product()
    goods = TakeOut(
        order_no="202606180001137",
        name="蒙牛纯牛奶",
        spec="250ml×16",
        quantity=2,
        crate=5,
        bin="C-11-02",
        scanned=False,
        further=1,
    )
    tiles = tuple(
        replace(tile, state=TileState.OUT, quantity=2) if tile.number == 5 else replace(tile, quantity=0)
        for tile in base.crates
    )
    values = {"order": goods.order_no, "quantity": 2, "product": "蒙牛纯牛奶 250ml×16", "crate": 5}
    return replace(
        base,
        step=Step.TAKE_OUT,
        question=Message(
            "Order {order} is cancelled: take {quantity} out of crate {crate}",
            order=goods.order_no,
            quantity=2,
            crate=5,
        ),
        answer=answer(Verdict.ORDER_CANCELLED_TAKE_OUT, **values),
        take_out=goods,
        crates=tiles,
        can_put_off=False,
        can_short=False,
    )


def put_in_bags() -> PickingView:
    """As `put`, where each order has a bag of its own: crate 8 gives to two of them."""
    base = put()
    names = {3: ("3-2", 2, ()), 8: ("8-11", 3, (("8-12", 1),)), 11: ("11-1", 1, ())}
    tiles = []
    for tile in base.crates:
        bag, quantity, then = names.get(tile.number, ("", tile.quantity, ()))
        tiles.append(replace(tile, bag=bag, quantity=quantity, bags_then=then))
    bags = "3-2 (+2), 8-11 (+3), 8-12 (+1), 11-1 (+1)"
    wrong = {"bag": "8-4", "order": "202606180001137", "product": "蒙牛纯牛奶 250ml×16"}
    return replace(
        base,
        question=Message("Put into bag {bags} and scan each bag", bags=bags),
        answer=answer(Verdict.WRONG_BAG, **wrong, lit="3-2, 8-11, 8-12, 11-1"),
        crates=tuple(tiles),
    )


def bag_out() -> PickingView:
    """As `take_out`, where the order has a bag of its own."""
    base = take_out()
    assert base.take_out is not None
    goods = replace(
        base.take_out,
        name="",
        spec="",
        quantity=4,
        bag="5-12",
        goods=("3 × 蒙牛纯牛奶 250ml×16 → C-11-02", "1 × 思念猪肉白菜水饺 500g → F-02-01"),
    )
    values = {"order": goods.order_no, "bag": "5-12", "quantity": 4, "crate": 5}
    tiles = tuple(
        replace(tile, quantity=4, bag="5-12") if tile.state is TileState.OUT else tile for tile in base.crates
    )
    return replace(
        base,
        question=Message(
            "Order {order} is cancelled: take bag {bag} out whole and scan it",
            order=goods.order_no,
            bag="5-12",
        ),
        answer=answer(Verdict.ORDER_CANCELLED_BAG, **values),
        take_out=goods,
        crates=tiles,
    )


def confirm_short() -> PickingView:
    """An amber question."""
    told = answer(Verdict.CONFIRM_SHORT, bin=LONG.bin, quantity=128, product="三全 私厨大虾水饺 480g×3袋")
    return replace(
        scan_product(), serial=9, question=_go(LONG), answer=told, product=LONG, following=NEXT_LONG
    )


def close_crates() -> PickingView:
    """Everything is put."""
    tiles = with_states(crates(12), full=(1, 3, 5, 6, 8, 9, 12), closed=(2, 4, 7, 10, 11))
    return PickingView(
        10,
        NOW,
        Step.CLOSE_CRATES,
        QUESTIONS[Step.CLOSE_CRATES],
        answer=answer(Verdict.CRATE_CLOSED, crate=7, orders=3, pieces=18),
        wave=replace(WAVE, put=210, short=4, crates_closed=5),
        crates=tiles,
        recent=(line(1, Verdict.CRATE_CLOSED, crate=7, orders=3, pieces=18), *RECENT[:4]),
        can_undo=True,
    )


def lease_over() -> PickingView:
    """The desk was offline for too long."""
    return replace(put(), serial=11, wave=replace(WAVE, lease_over=True))


def lease_lost() -> PickingView:
    """Another desk has the wave now."""
    return replace(put(), serial=12, wave=replace(WAVE, lease_lost=True, lease_lost_to="工位 2"))


def done() -> PickingView:
    """Look back."""
    return PickingView(
        13,
        NOW,
        Step.WAVE_DONE,
        QUESTIONS[Step.WAVE_DONE],
        answer=answer(Verdict.WAVE_DONE, wave=12, crates=12, pieces=210),
        wave=replace(WAVE, put=210, short=4, crates_closed=12),
        recent=RECENT,
        done=DoneSummary(crates=12, orders=57, pieces=210, short=4, minutes=38, errors_caught=3),
    )


def info() -> PickingView:
    """A blue word: told twice, counted once."""
    return replace(put(), serial=14, answer=Answer(Verdict.REPEATED, Tone.INFO, Sound.ASK, RECENT[4].words))


def put_step(turn: int) -> PickingView:
    """One put after another along 24 lit crates: what the screen draws again and again all night."""
    left = dict.fromkeys(range(turn + 2, 25), 1)
    told = answer(Verdict.PUT_OK, crate=turn + 1, quantity=1)
    last = tuple(
        line(ago, Verdict.PUT_OK, crate=turn + 1 - ago, quantity=1) for ago in range(min(turn + 1, 5))
    )
    return PickingView(
        20 + turn,
        NOW,
        Step.PUT,
        Message("Put into crate {crates} and scan each", crates=", ".join(str(number) for number in left)),
        answer=told,
        wave=replace(WAVE, put=WAVE.put + turn, crates=24),
        product=replace(MILK, wanted=24 - turn, in_hand=24 - turn),
        following=NEXT_LONG,
        crates=with_states(crates(24), lit=left),
        recent=last,
        can_undo=True,
    )
