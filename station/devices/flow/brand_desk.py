"""The brand on labels: its words and its logo, with every kind of label drawn as it will look."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from hardware.labels import LabelKind
from hardware.samples import all_samples
from station.devices import commands, store
from station.devices.flow.label_desk import LabelGround
from station.devices.flow.label_printers import LabelPrinterBook, paper_words
from station.devices.model.device import Brand, DrawnLabel
from station.devices.model.label_page import BrandPart, SampleLine
from station.devices.model.told import Told
from station.devices.model.view import Answer, DevicesView
from station.kernel.aside import Aside
from station.kernel.messages import Message, Sound, Tone
from station.kernel.trouble import Trouble

LONGEST_BRAND = 40
"""Characters; more cannot be read on a label."""
KEPT = Message("Kept: the next label bears this brand")
Drawn = DrawnLabel | Trouble


class BrandDesk:
    """The page of brand and templates; gestures return the view of the room after them."""

    def __init__(
        self,
        ground: LabelGround,
        printers: LabelPrinterBook,
        aside: Aside,
        view: Callable[[], DevicesView],
        answer: Callable[[Answer], None],
    ) -> None:
        """`aside` shows the view once slow work is done."""
        self._database, self._equipment, self._printers = ground.database, ground.equipment, printers
        means = ground.labels
        self._fixed, self._usual, self._take_logo = means.fixed_brand, means.usual_brand, means.take_logo
        self._aside, self._view, self._answer = aside, view, answer
        self._saved = self._edited = means.fixed_brand
        self._told: Told | None = None
        self._drawn: dict[LabelKind, Drawn] = {}
        self._in_front = self._was_opened = False
        self._drawing = self._draw_again = False

    @property
    def is_fixed(self) -> bool:
        """Whether the settings file names it."""
        return self._fixed != Brand()

    def in_use(self) -> Brand:
        """What labels bear now."""
        return self._saved

    def open(self) -> None:
        """Take up what was kept."""
        if not self.is_fixed:
            with self._database.look() as connection:
                self._saved = self._edited = store.label_brand(connection)

    def seen(self) -> DevicesView:
        """The page came in sight."""
        self._in_front = self._was_opened = True
        self._draw()
        return self._view()

    def gone(self) -> DevicesView:
        """It went out of sight."""
        self._in_front = False
        return self._view()

    def write(self, text: str) -> DevicesView:
        """Call the brand so; nothing is kept yet."""
        return self._edit(replace(self._edited, text=text[:LONGEST_BRAND]))

    def choose_logo(self, file: Path) -> DevicesView:
        """Take this picture; nothing is kept yet."""
        if not self.is_fixed:
            self._aside(lambda: self._taken(file), self._took, self._took)
        return self._view()

    def drop_logo(self) -> DevicesView:
        """No logo; nothing is kept yet."""
        return self._edit(replace(self._edited, logo=None))

    def save(self) -> DevicesView:
        """Every label bears this brand from now on."""
        brand = replace(self._edited, text=self._edited.text.strip())
        if self.is_fixed:
            return self._view()
        try:
            with self._database.act() as connection:
                commands.keep_brand(connection, brand)
        except Trouble as trouble:
            self._answer(Answer(Tone.REFUSED, trouble.words(), Sound.WRONG))
            return self._view()
        self._saved = self._edited = brand
        self._equipment.use_brand(brand)
        self._answer(Answer(Tone.OK, KEPT))
        return self._view()

    def printers_changed(self) -> None:
        """Labels may come out on other paper."""
        if self._in_front:
            self._draw()

    def part(self) -> BrandPart | None:
        """The page as it is now; None until somebody opened it."""
        if not self._was_opened:
            return None
        return BrandPart(
            text=self._edited.text,
            usual=self._usual,
            logo=self._edited.logo,
            is_fixed=self.is_fixed,
            is_changed=self._edited != self._saved,
            told=self._told,
            samples=tuple(self._line(kind) for kind in LabelKind),
        )

    def _edit(self, brand: Brand) -> DevicesView:
        if not self.is_fixed and brand != self._edited:
            self._edited, self._told = brand, None
            self._draw()
        return self._view()

    def _taken(self, file: Path) -> Path | Trouble:
        try:
            return self._take_logo(file)
        except Trouble as trouble:
            return trouble

    def _took(self, logo: Path | Trouble) -> None:
        if isinstance(logo, Trouble):
            self._told = Told(Tone.REFUSED, logo.words())
            return
        self._edit(replace(self._edited, logo=logo))

    def _draw(self) -> None:
        """Draw every kind anew; one round at a time, the newest last."""
        if self._drawing:
            self._draw_again = True
            return
        shown = replace(self._edited, text=self._edited.text.strip() or self._usual)
        samples = {sample.label.kind: sample.label for sample in reversed(all_samples().values())}
        wanted = [(samples[kind], self._printers.of(kind)) for kind in LabelKind]
        equipment = self._equipment

        def work() -> dict[LabelKind, Drawn]:
            drawn: dict[LabelKind, Drawn] = {}
            for label, spec in wanted:
                try:
                    drawn[label.kind] = equipment.draw(label, spec, shown)
                except Trouble as trouble:
                    drawn[label.kind] = trouble
            return drawn

        self._drawing = True
        self._aside(work, self._were_drawn, lambda _: self._were_drawn({}))

    def _were_drawn(self, drawn: dict[LabelKind, Drawn]) -> None:
        self._drawing = False
        self._drawn = drawn
        if self._draw_again:
            self._draw_again = False
            self._draw()

    def _line(self, kind: LabelKind) -> SampleLine:
        drawn = self._drawn.get(kind)
        if isinstance(drawn, DrawnLabel):
            return SampleLine(kind, drawn.raster, paper_words(drawn.media))
        return SampleLine(kind, None, Message(""), None if drawn is None else drawn.words())
