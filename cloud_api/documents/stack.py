"""All documents of one kind in one PDF, since warehouses print the stack; drawn beside the service."""

from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from cloud_api.documents.heads import unpack
from cloud_api.documents.press import Press, fonts_folder


class StackNotDrawnError(Exception):
    """The process that draws the stack ended without it."""


def draw_stack(packed: Sequence[bytes]) -> bytes:
    """Stored contents, at least one, as one PDF in their order.

    In a process of its own: seconds of drawing in this one would keep orders waiting. Raises
    StackNotDrawnError.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_draw, args=(theirs, fonts_folder()), daemon=True)
    process.start()
    theirs.close()
    try:
        ours.send(list(packed))
        return bytes(ours.recv_bytes())
    except (EOFError, OSError) as error:
        raise StackNotDrawnError from error
    finally:
        ours.close()
        process.join()


def _draw(connection: "Connection[Any, Any]", fonts: Path) -> None:
    contents = [unpack(each) for each in connection.recv()]
    connection.send_bytes(Press(fonts).pdf(contents))
