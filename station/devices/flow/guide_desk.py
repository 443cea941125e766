"""Brings the guide for scanners together with what this PC keeps and prints."""

from collections.abc import Callable, Sequence

from hardware.identify import Stroke, WedgeSetting
from hardware.protocols import PrintOutcome, PrintReport
from station.devices import store
from station.devices.flow.scanner_guide import ScannerGuide
from station.devices.model.scanner_guide import GuideLine, GuideView
from station.devices.model.view import DevicesView
from station.kernel.aside import Aside
from station.kernel.messages import Message, Tone
from station.kernel.trouble import Trouble
from station.printing.reasons import reason_words
from station.storage.database import Database

KEPT = Message("Saved: keyboard scanners are listened to so from now on")
UNDER_WAY = Message("The sheet is on its way to the printer…")
SENT = Message("The sheet was sent to the printer")
NOT_PRINTED = Message("Set a document printer up first, or scan the codes from the screen")


class GuideDesk:
    """The guide while it is open, and the setting it may change; gestures return the view of the room."""

    def __init__(
        self,
        database: Database,
        usual: WedgeSetting,
        print_sheet: Callable[[], PrintReport],
        aside: Aside,
        view: Callable[[], DevicesView],
        *,
        is_fixed: bool,
    ) -> None:
        """`usual` is what the settings say (`is_fixed`: IT set it there); `print_sheet` may take long."""
        self._database, self._usual, self._is_fixed = database, usual, is_fixed
        self._print_sheet, self._aside, self._view = print_sheet, aside, view
        self._guide: ScannerGuide | None = None

    @property
    def is_open(self) -> bool:
        """Whether scans are for the guide now."""
        return self._guide is not None

    def setting(self) -> WedgeSetting:
        """How this PC listens: as IT set it, else as was saved here, else as usual."""
        if self._is_fixed:
            return self._usual
        with self._database.look() as connection:
            return store.wedge_setting(connection) or self._usual

    def part(self) -> GuideView | None:
        """The guide as it is now; None while it is closed."""
        return None if self._guide is None else self._guide.view()

    def begin(self) -> DevicesView:
        """Open the guide at its first code."""
        self._guide = ScannerGuide(self.setting(), self._keep, is_fixed=self._is_fixed)
        return self._view()

    def end(self) -> DevicesView:
        """Leave the guide; what was saved stays."""
        self._guide = None
        return self._view()

    def keys(self, strokes: Sequence[Stroke]) -> DevicesView:
        """The keys of one scan."""
        return self.act(lambda guide: guide.keys(strokes))

    def bytes(self, data: bytes) -> DevicesView:
        """The bytes of one scan, from a scanner that is no keyboard."""
        return self.act(lambda guide: guide.bytes(data))

    def act(self, gesture: Callable[[ScannerGuide], GuideView]) -> DevicesView:
        """A button of the guide."""
        if self._guide is not None:
            gesture(self._guide)
        return self._view()

    def print_sheet(self) -> DevicesView:
        """Print the codes of the guide, and what to look for in the makers' manuals."""
        self._tell(Tone.INFO, UNDER_WAY)
        self._aside(
            self._print_sheet, self._printed, lambda trouble: self._tell(Tone.REFUSED, trouble.words())
        )
        return self._view()

    def _printed(self, report: PrintReport) -> None:
        if report.outcome is not PrintOutcome.FAILED:
            self._tell(Tone.OK, SENT)
            return
        words = Message("{words}. {reason}", words=NOT_PRINTED, reason=reason_words(report.reason))
        self._tell(Tone.REFUSED, words)

    def _tell(self, tone: Tone, words: Message) -> None:
        if self._guide is not None:
            self._guide.tell(GuideLine(tone, words))

    def _keep(self, setting: WedgeSetting) -> GuideLine:
        try:
            with self._database.act() as connection:
                store.keep_wedge_setting(connection, setting)
        except Trouble as trouble:
            return GuideLine(Tone.REFUSED, trouble.words())
        return GuideLine(Tone.OK, KEPT)
