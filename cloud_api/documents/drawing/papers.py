"""One PDF of documents of any kind, one behind the other."""

from collections.abc import Sequence

from cloud_api.documents.drawing.delivery import draw_delivery_sheet
from cloud_api.documents.drawing.heads import strip_of
from cloud_api.documents.drawing.pick import draw_pick_sheet
from cloud_api.documents.drawing.purchase import draw_purchase_order
from cloud_api.documents.drawing.slip import draw_slip
from cloud_api.documents.heads import Content
from cloud_api.documents.paper.flow import Flow
from cloud_api.documents.paper.page import Paper
from cloud_api.documents.paper.typeface import Typefaces
from cloud_api.documents.words import KIND_WORDS, recipient_name, title_of
from cloud_api.wire.documents import DeliverySheet, PickSheet, PurchaseOrder


def draw_pdf(faces: Typefaces, contents: Sequence[Content]) -> bytes:
    """The documents as one PDF; each begins a page and numbers its own.

    No text can make it fail: what the font lacks is shown as 〓 and said so. At least one document.
    """
    paper = Paper(faces)
    for content in contents:
        flow = Flow(paper, strip_of(content.head, recipient_name(content)))
        _draw(flow, faces, content)
        flow.finish()
    head = contents[0].head
    title = f"{title_of(head)} {recipient_name(contents[0])} {head.code}"
    if len(contents) > 1:
        title = f"{KIND_WORDS[head.kind]} {head.cycle_name}"
    return paper.pdf(faces.regular.printable(title), faces.regular.printable(head.brand))


def _draw(flow: Flow, faces: Typefaces, content: Content) -> None:
    match content:
        case PurchaseOrder():
            draw_purchase_order(flow, faces, content)
        case PickSheet():
            draw_pick_sheet(flow, faces, content)
        case DeliverySheet():
            draw_delivery_sheet(flow, faces, content)
        case _:
            draw_slip(flow, faces, content)
