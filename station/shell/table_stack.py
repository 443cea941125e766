"""Tables one over the other, of which the one that fits the rows is shown; the arrows of the page choose."""

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from station.kernel.messages import Message, Texts
from station.shell.look import Look
from station.shell.picture_store import PictureStore
from station.shell.record_table import Column, RecordTable, Row


def still_table(
    texts: Texts,
    look: Look,
    name: str,
    columns: Sequence[Column],
    on_choose: Callable[[Hashable | None], None] = lambda _: None,
    pictures: PictureStore | None = None,
) -> RecordTable:
    """A table whose rows stand as the page orders them, and that never takes the keys from the page."""
    made = RecordTable(texts, look, name, columns, on_choose, pictures=pictures)
    made.setSortingEnabled(False)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made


class TableStack(QStackedWidget):
    """The tables of a room; a touch on a row is told by its key."""

    def __init__(
        self,
        texts: Texts,
        look: Look,
        name: str,
        on_choose: Callable[[str], None],
        pictures: PictureStore | None = None,
    ) -> None:
        """`pictures` of the products that rows name; without any none is shown."""
        super().__init__()
        self.setObjectName(name)
        self._texts = texts
        self._look = look
        self._on_choose = on_choose
        self._pictures = pictures

    def add_table(self, name: str, columns: Sequence[Column]) -> RecordTable:
        """One more table."""
        made = still_table(self._texts, self._look, name, columns, self._chose, self._pictures)
        self.addWidget(made)
        return made

    def show_table(
        self, table: RecordTable, rows: Sequence[Row], empty: Message, chosen: Hashable | None = None
    ) -> None:
        """Show these rows in `table`, over the others; `empty` stands where there are none."""
        table.say_when_empty(empty)
        table.show_with(rows, chosen)
        self.setCurrentWidget(table)

    def _chose(self, key: Hashable | None) -> None:
        if isinstance(key, str):
            self._on_choose(key)
