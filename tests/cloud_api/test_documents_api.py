"""Documents over HTTP: who sees which, pages of lists, files with names, the stack to print."""

import io
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from pypdf import PdfReader

from cloud_api.documents.filling import fill_documents
from cloud_api.documents.press import Press
from cloud_api.storage.hooks import Hooks
from tests.cloud_api.kit import SQLITE_ONLY, Shop, order

pytestmark = SQLITE_ONLY


@pytest.fixture
def night(shop: Shop, press: Press) -> Shop:
    """A and B at P1, C at P2; cut off, documents filled."""
    shop.send(order("A", "P1", PEACH=14, MILK=1), order("B", "P1", RICE=3), order("C", "P2", PEACH=10))
    shop.cut_off()
    return shop


def fill(shop: Shop, press: Press) -> None:
    fill_documents(shop.cloud.engine, UUID(shop.cycle_id), shop.cloud.clock, Hooks(), "优邻站", press)


def listed(caller: Any, cycle_id: str, **which: Any) -> list[dict[str, Any]]:
    answer = caller.call("GET", f"/v1/cycles/{cycle_id}/documents", params=which)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def test_documents_are_listed_before_they_are_written(night: Shop, press: Press) -> None:
    before = listed(night, night.cycle_id)
    assert [(row["kind"], row["recipient"], row["ready"], row["files"]) for row in before] == [
        ("purchase_order", "-", False, {}),
        ("pick_sheet", "P1", False, {}),
        ("pick_sheet", "P2", False, {}),
        ("delivery_sheet", "P1", False, {}),
        ("delivery_sheet", "P2", False, {}),
    ]
    refused = night.call("GET", f"/v1/documents/{before[0]['id']}")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:youlin:problem:document-not-ready")
    fill(night, press)
    (ordered, *_) = listed(night, night.cycle_id)
    assert (ordered["orders"], ordered["lines"], ordered["pieces"], ordered["recipient_name"]) == (
        None,
        3,
        28,
        "未指定供应商",
    )
    for path in ordered["files"].values():
        assert night.call("GET", path).status_code == 200


def test_lists_are_paged_and_narrowed(night: Shop) -> None:
    path = f"/v1/cycles/{night.cycle_id}/documents"
    first = night.call("GET", path, params={"limit": 2}).json()
    second = night.call("GET", path, params={"limit": 3, "after": first["next"]}).json()
    numbers = [row["number"] for row in first["items"] + second["items"]]
    assert (numbers, second["next"]) == ([1, 2, 3, 4, 5], None)
    assert [row["number"] for row in listed(night, night.cycle_id, kind="pick_sheet", recipient="P2")] == [3]
    assert night.call("GET", path, params={"kind": "poem"}).status_code == 422
    assert night.call("GET", path, params={"after": "x"}).status_code == 422


def test_progress(night: Shop, press: Press) -> None:
    path = f"/v1/cycles/{night.cycle_id}/documents/progress"
    before = night.call("GET", path).json()
    fill(night, press)
    after = night.call("GET", path).json()
    assert (before["documents"], before["written"], before["drawn"], before["done"]) == (5, 0, 0, False)
    assert (after["documents"], after["written"], after["drawn"], after["done"]) == (5, 5, 5, True)


def test_a_file_has_a_chinese_name_and_a_tag(night: Shop, press: Press) -> None:
    fill(night, press)
    (row,) = listed(night, night.cycle_id, kind="delivery_sheet", recipient="P1")
    answer = night.call("GET", row["files"]["pdf"])
    named = answer.headers["Content-Disposition"]
    assert f'filename="document-{row["code"]}.pdf"' in named
    assert unquote(named).endswith(f"filename*=UTF-8''配送任务单 端午团 自提点 P1 {row['code']}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    same = night.call("GET", row["files"]["pdf"], headers={"If-None-Match": answer.headers["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    other = night.call("GET", row["files"]["pdf"], headers={"If-None-Match": '"other"'})
    assert other.status_code == 200
    content = night.call("GET", f"/v1/documents/{row['id']}").json()
    assert (content["form"], content["head"]["code"], len(content["orders"])) == (
        "delivery_sheet",
        row["code"],
        2,
    )


def test_a_scanned_code_finds_its_document(night: Shop) -> None:
    (row,) = listed(night, night.cycle_id, kind="pick_sheet", recipient="P1")
    assert night.call("GET", f"/v1/documents/by-code/{row['code']}").json()["id"] == row["id"]
    for wrong in ("7400000000", row["code"][:-1] + "0", "7400", "７４０００００００１", "%00", "x" * 60):
        assert night.call("GET", f"/v1/documents/by-code/{wrong}").status_code == 404, wrong


def test_who_sees_which(night: Shop, press: Press) -> None:
    fill(night, press)
    rows = listed(night, night.cycle_id)
    desk, till = night.cloud.desk(), night.cloud.till("P1")
    stranger, elsewhere = night.cloud.till("Q1"), night.cloud.desk(warehouse="W2")
    assert listed(desk, night.cycle_id) == rows
    own = [row for row in rows if (row["kind"], row["recipient"]) == ("delivery_sheet", "P1")]
    assert listed(till, night.cycle_id) == own
    assert listed(stranger, night.cycle_id) == []
    assert elsewhere.call("GET", f"/v1/cycles/{night.cycle_id}/documents").status_code == 404
    for row in rows:
        mine = 200 if row in own else 404
        for path in (
            f"/v1/documents/{row['id']}",
            row["files"]["pdf"],
            f"/v1/documents/by-code/{row['code']}",
        ):
            assert desk.call("GET", path).status_code == 200
            assert till.call("GET", path).status_code == mine
            assert stranger.call("GET", path).status_code == 404
            assert elsewhere.call("GET", path).status_code == 404
    for path in (f"/v1/cycles/{night.cycle_id}/documents.pdf?kind=pick_sheet",):
        assert till.call("GET", path).status_code == 403
        assert elsewhere.call("GET", path).status_code == 404
    assert night.cloud.call("GET", f"/v1/documents/{rows[0]['id']}").status_code == 401


def test_the_stack_is_one_pdf_in_which_each_sheet_numbers_its_own_pages(night: Shop, press: Press) -> None:
    path = f"/v1/cycles/{night.cycle_id}/documents.pdf"
    assert night.call("GET", path, params={"kind": "pick_sheet"}).status_code == 409
    fill(night, press)
    answer = night.call("GET", path, params={"kind": "pick_sheet"})
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) == 2
    assert all("第 1 页 / 共 1 页" in page for page in pages)
    assert "自提点 P1" in pages[0]
    assert "自提点 P2" in pages[1]
    assert unquote(answer.headers["Content-Disposition"]).endswith("分拣任务单 端午团.pdf")


def test_a_cycle_without_documents_has_no_stack(shop: Shop) -> None:
    answer = shop.call("GET", f"/v1/cycles/{shop.cycle_id}/documents.pdf", params={"kind": "pick_sheet"})
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:youlin:problem:no-documents")


def test_unknown_things_are_not_found(shop: Shop) -> None:
    nobody = "00000000-0000-7000-8000-000000000007"
    for path in (
        f"/v1/cycles/{nobody}/documents",
        f"/v1/cycles/{nobody}/documents/progress",
        f"/v1/cycles/{nobody}/documents.pdf?kind=pick_sheet",
        f"/v1/documents/{nobody}",
        f"/v1/documents/{nobody}/file.pdf",
    ):
        assert shop.call("GET", path).status_code == 404, path
    assert shop.call("GET", f"/v1/documents/{nobody}/file.exe").status_code == 422
