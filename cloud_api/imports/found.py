"""What a check finds in a file: kept with it, so that a page need not read the file again."""

from typing import Any

from pydantic import BaseModel

from cloud_api.wire.imports import PreviewRow, PreviewVerdict, SheetRead, Unmatched


class Found(BaseModel):
    """The sheets of a file, and what would become of the rows judged so far."""

    sheets: list[SheetRead] = []
    rows: list[PreviewRow] = []
    """The first ones."""
    counts: dict[PreviewVerdict, int] = {}
    unmatched_products: list[Unmatched] = []
    unmatched_points: list[Unmatched] = []
    remarks: list[str] = []

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return self.model_dump(mode="json")
