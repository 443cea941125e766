"""Whoever runs the night reads Chinese: no service may say a sentence the console has no Chinese for."""

import ast
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

import cloud_api
from cloud_api.console.frame import Frame
from cloud_api.console.sentences import fields, trail
from cloud_api.console.shown import moment
from cloud_api.console.wording import Wording, read_sentences

ROOT = Path(cloud_api.__file__).parent
REASONS = (
    "crates",
    "orders",
    "imports/drafts.py",
    "imports/masters.py",
    "imports/orders.py",
    "imports/preview.py",
    "imports/remarks.py",
    "imports/run.py",
    "imports/service.py",
    "sheets",
    "catalogue",
    "shortages",
    "deliveries/addresses.py",
    "deliveries/api.py",
    "deliveries/claims.py",
    "deliveries/mail_server.py",
    "deliveries/recipients.py",
    "deliveries/recipients_api.py",
    "deliveries/sending.py",
    "deliveries/webhooks.py",
    "exchange/applying_again.py",
    "exchange/facts.py",
    "exchange/permissions.py",
    "exchange/reading.py",
    "people/service.py",
    "people/weak_pins.py",
    "pickup",
    "routes",
    "waves",
)
"""Modules whose words reach the console as a reason, remark or refusal."""
FOR_PROGRAMS = {"summary", "description", "openapi_examples", "responses"}
NEVER_SHOWN = {
    "A {new.kind} may get {may}. Name one or more of them.": "the form chooses no documents",
    "{reason} Correct the order and send it again.": "its reason is a sentence that is known with it",
    ", and {len(wrong) - _MOST_TOLD} more": "part of the remark on sums",
    "{name} {there} there, {pieces.get(plain_name(name), 0)} here": "part of the remark on sums",
    "Correct the row and send it again.": "stands behind each fault of a row",
    "{', '.join(words[:-1])} or {words[-1]}": "within a sentence",
    "by a supplier's system": "an example",
    "warehouse by webhook": "an example",
    "supplier by e-mail": "an example",
    "{body.old_label} → {body.label} {body.reason}": "figures of a step of a crate's life",
    "{body.weight_g} g / {body.planned_g} g ± {body.tolerance_g} g": "figures of a step of a crate's life",
    "; redirects are not followed, give the new address": "stands behind what the receiver answered",
    "{words}: it wants no more": "known with what the receiver answered",
    "{at} at {collection.station_name}{who}": "when and where, within a sentence",
    "{_STATES[conflict.settled_at is not None]}.{conflict.conflict_id}": "a cursor",
    "the route code": "within a sentence",
    "the route number": "within a sentence",
    "the route id": "within a sentence",
    "There is no delivery with this token, or its link has expired. Take the token from the link in the "
    "webhook: it stands behind the dot.": "a supplier's system confirms",
    "`after` is the `next` of the page before. Send it as it was answered, or leave it out.": "caught",
    "{caller.name} stands in no shop. Enrol it with a code for the role {Role.PICKUP} and a shop.": (
        "tills ask for this, never people"
    ),
    "No routes are published for cycle {cycle_id}. Plan and publish them at the dispatch desk.": (
        "dispatch desks ask for this"
    ),
    "no slice takes facts of kind {', '.join(lacking)}, or no role may report them": "stops the start",
    "two slices take facts of kind {', '.join(sorted(twice))}": "stops the start",
    "import for {kept.shown.uploaded_by}": "a name in the trail",
    "take file in": "an act of the trail",
    "ask for waves": "an act of the trail",
    "fact applied again": "an act of the trail",
    "fact tried again": "an act of the trail",
    "delivery %s could not be sent": "the log",
    "the connection is closed": "an exception of smtplib, told as a broken connection",
}
SENTENCE = re.compile(r"[A-Za-z{][^\n]* [A-Za-z{][^\n]* [A-Za-z0-9{`]")


def modules() -> Iterator[Path]:
    for name in REASONS:
        path = ROOT / name
        yield from sorted(path.glob("*.py")) if path.is_dir() else [path]


def text_of(node: ast.expr) -> str | None:
    """A string as it is written, with its fields in braces."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        parts = [
            each.value if isinstance(each, ast.Constant) else f"{{{ast.unparse(each.value)}}}"
            for each in node.values
            if isinstance(each, ast.Constant | ast.FormattedValue)
        ]
        return "".join(str(part) for part in parts)
    return None


def children(node: ast.AST) -> Iterator[ast.AST]:
    """What may reach people: no docstrings, no words for programs or logs, no parts of longer strings."""
    if isinstance(node, ast.JoinedStr):
        return
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.keyword) and child.arg in FOR_PROGRAMS:
            continue
        if isinstance(child, ast.Dict):
            keys = [each.value for each in child.keys if isinstance(each, ast.Constant)]
            if FOR_PROGRAMS & {str(each) for each in keys}:
                continue
        if isinstance(child, ast.Call) and ast.unparse(child.func).startswith(
            ("_LOG.", "live_answer", "Door")
        ):
            continue
        yield child


def sentences_of(path: Path) -> Iterator[str]:
    todo: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while todo:
        node = todo.pop()
        text = text_of(node) if isinstance(node, ast.expr) else None
        if text is not None and SENTENCE.search(text):
            yield text
        todo += children(node)


def said() -> list[tuple[str, str]]:
    return [
        (str(path.relative_to(ROOT)), text)
        for path in modules()
        if path.name not in ("examples.py", "rows_api.py", "amendments_api.py", "refusals_api.py")
        for text in sentences_of(path)
        if text not in NEVER_SHOWN
    ]


def probed(text: str) -> str:
    """The sentence as it is said once: each field filled in."""
    filled = re.sub(r"\{[^{}]*\}", "\0", text)
    for number in range(filled.count("\0")):
        filled = filled.replace("\0", f"x{number}x", 1)
    return filled


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording()


def test_every_sentence_of_the_services_has_chinese(wording: Wording) -> None:
    told = said()
    assert len(told) > 150
    assert [(path, text) for path, text in told if not knows(wording, probed(text))] == []


def knows(wording: Wording, text: str) -> bool:
    """As a whole, as the fault of a cell, or as a thing within a sentence."""
    return wording.words(text) != text or text in fields.WORDS or text.startswith("Pickup point x0x (")


def faults_of_messages() -> set[str]:
    """What the validators of the wire say."""
    return {
        text
        for path in (ROOT / "wire").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "ValueError"
        for text in map(text_of, node.args)
        if text is not None
    }


def test_every_fault_a_message_finds_has_chinese(wording: Wording) -> None:
    told = faults_of_messages()
    assert len(told) >= 9
    for text in told:
        said = wording.words(f"lines.0.quantity: {probed(text)}")
        assert said.startswith("商品行 第 1 项 数量："), text
        assert not re.search(r"[a-z]{2,} [a-z]{2,}", said), (text, said)


def test_the_trail_names_the_service_and_reasons_in_chinese(wording: Wording) -> None:
    frame = Frame("优邻站")
    act = {"at": None, "actor_kind": "service", "action": "recipient-dead", "about": "R1"}
    named = ("service", "command line", "import for command line", "import for 王经理", "王经理")
    reasons = ("the receiver answered 410: it wants no more", "the address was refused: 550 no such user")
    acts = [{**act, "actor_name": name, "detail": {"because": why}} for name in named for why in reasons]
    values = {"title": "", "zone": UTC, "acts": acts, "next": None, "kinds": {"service": "系统"}, "day": ""}
    drawn = frame.page("trail.html", room="trail", person="x", values={**values, "action": "", "actions": []})
    main = bytes(drawn.body).decode().partition("<tbody")[2].partition("</table>")[0]
    words = re.sub(r"<[^>]*>", " ", main)
    assert re.findall(r"[a-z]{3,}", words.replace("no such user", "")) == []
    assert "导入（命令行）" in words
    assert "导入（王经理）" in words


def test_every_chinese_sentence_names_only_what_the_english_names() -> None:
    tables = [name for name in (ROOT / "console" / "sentences").glob("*.py") if name.name != "__init__.py"]
    assert len(tables) == 11
    wording = Wording()
    for sentence in [*wording._sentences, *wording._faults, *wording._things]:
        named = {name.partition(":")[0] for name in re.findall(r"\{([^}]*)\}", sentence.chinese)}
        assert named <= set(sentence.names), sentence
        assert re.search(r"[\u4e00-\u9fff]", sentence.chinese) or named, sentence
        assert all(
            before or after for before, after in zip(sentence.literals, sentence.literals[1:], strict=False)
        )


def test_every_act_of_the_trail_has_chinese() -> None:
    acts = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("note_act", "_note"):
                acts |= {
                    each.value
                    for argument in node.args
                    for each in ast.walk(argument)
                    if isinstance(each, ast.Constant)
                    and isinstance(each.value, str)
                    and re.fullmatch(r"[A-Za-z]+[ -][a-z -]+", each.value)
                }
    acts |= {f"{verb} {kind}" for verb in ("create", "change", "delete") for kind in ("product", "van")}
    assert len(acts) > 20
    assert acts - {"pickup point"} - set(trail.ACTIONS) == set()


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "Pickup point NOPE is not known. Send it with PUT /v1/catalogue, then send the order again.",
            "没有自提点 NOPE。请先在“资料”里加上，再重新发送订单。",
        ),
        (
            "lines.0.quantity: Input should be greater than or equal to 1; order_no: Field required; "
            "and 3 more. Correct the order and send it again.",
            "商品行 第 1 项 数量：不能小于 1；订单号：必须填写；另有 3 处。请改正后重新发送订单。",
        ),
        (
            "The sums of the file disagree with its order rows for 2 products: 蜜桃 43 there, 25 here; "
            "梨 15 there, 8 here. The order rows are taken; if pieces lack, export again.",
            "文件里有 2 种商品的合计和订单行对不上：蜜桃 合计 43，订单行 25；梨 合计 15，订单行 8。"
            "按订单行导入；如果少了，请重新导出。",
        ),
        (
            "nothing came through since 2026-06-18: the receiver answered 500",
            "从 2026-06-18 起一次都没送到：对方回答 500",
        ),
        (
            "Pickup point P1 (幸福里): there is no warehouse W9. Send the warehouse first or in the same "
            "catalogue, or correct its code.",
            "自提点 幸福里（P1）：没有仓库 W9。请先加上仓库，或者改正编号。",
        ),
        (
            "active: write yes or no (是 or 否). Correct the row and send it again.",
            "启用：请填“是”或“否”。请改正后再导入。",
        ),
        ("name: String should have at least 1 character", "名称：不能为空"),
        (
            "zone: write 常温, 冷藏 or 冷冻 (ambient, chilled or frozen), not 热. "
            "Correct the row and send it again.",
            "温层：要填常温、冷藏或冷冻，不能填“热”。请改正后再导入。",
        ),
        ("lines: 1 or more items are wanted", "商品行：至少要有 1 项"),
        ("products.0: path: a number is wanted, not a text", "商品 第 1 项：拣货顺序：要填数字"),
        (
            "an object with fields is wanted, not a text, number or list. "
            "Correct the order and send it again.",
            "这里要一组带名称的字段，不能是文字、数字或列表。请改正后重新发送订单。",
        ),
        ("Something new happened to nobody.", "Something new happened to nobody."),
        ("", ""),
    ],
)
def test_fields_stay_as_they_are(wording: Wording, english: str, chinese: str) -> None:
    assert wording.words(english) == chinese


def test_a_long_hostile_text_costs_no_time(wording: Wording) -> None:
    hostile = "Pickup point " + ": , is not known. Send " * 20_000
    started = time.perf_counter()
    assert wording.words(hostile) == hostile
    assert time.perf_counter() - started < 1


def test_the_most_particular_sentence_is_taken() -> None:
    table = "A {x} b.\n= general {x}\n\nA red {x} b.\n= red {x}"
    assert [each.chinese for each in read_sentences(table)] == ["red {x}", "general {x}"]


def test_a_moment_of_another_year_shows_its_year() -> None:
    at = datetime(2026, 6, 18, 23, 0, tzinfo=UTC)
    assert moment(at, UTC, at) == "06-18 周四 23:00"
    assert moment(at, UTC, at.replace(year=2027)) == "2026-06-18 周四 23:00"
