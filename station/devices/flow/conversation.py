"""The conversation in the devices room: who is there, who wants a hand, who is set up how."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from hardware.codes import RefusedCode, ScannedCode
from hardware.identify import WedgeSetting
from hardware.labels import LabelKind
from hardware.protocols import PrintReport, Reading
from station.devices import commands, store
from station.devices.commands import Removed
from station.devices.flow.brand_desk import BrandDesk
from station.devices.flow.form_desk import SET_BY_IT, FormDesk
from station.devices.flow.guide_desk import GuideDesk
from station.devices.flow.label_desk import LabelDesk, LabelMeans
from station.devices.flow.label_printers import LabelPrinterBook
from station.devices.flow.layouts import LayoutDesk
from station.devices.flow.lines import (
    key_of,
    keyboard_line,
    lines_of,
    names_of,
    spec_of,
)
from station.devices.flow.outcomes import told_of
from station.devices.flow.reading import meaning, shown
from station.devices.flow.scale_desk import ScaleDesk
from station.devices.model.device import DeviceKind, DeviceSpec, Equipment
from station.devices.model.layouts import LayoutReader
from station.devices.model.told import Told
from station.devices.model.view import (
    Answer,
    DevicesView,
    LabelChoiceLine,
    ReadLine,
    Test,
)
from station.devices.model.words import KEYBOARD, KIND_WORDS
from station.kernel.aside import Aside
from station.kernel.clock import Clock
from station.kernel.messages import Message, Sound, Tone
from station.kernel.scan import Scan
from station.kernel.trouble import Trouble
from station.storage.database import Database

READS_SHOWN = 5
T = TypeVar("T")


@dataclass(frozen=True)
class RoomGround:
    """What the devices room stands on."""

    database: Database
    clock: Clock
    time_zone: ZoneInfo
    equipment: Equipment
    reader: LayoutReader
    fixed: tuple[DeviceSpec, ...]
    """Devices of the settings file."""
    fixed_layouts: tuple[str, ...]
    on_windows: bool
    say: Callable[[Message], str]
    """In the language of now, for names that are suggested."""
    aside: Aside
    show: Callable[[DevicesView], None]
    print_sheet: Callable[[], PrintReport]
    usual_wedge: WedgeSetting
    is_wedge_fixed: bool
    layouts_changed: Callable[[tuple[str, ...]], None]
    """In-store weight codes are read by these from now on."""
    labels: LabelMeans


class DevicesFlow:
    """One devices room; every public method runs on the store thread. Gestures return the view after them."""

    def __init__(self, ground: RoomGround) -> None:
        self._ground = ground
        self._equipment = ground.equipment
        self._layouts = LayoutDesk(ground.reader, ground.fixed_layouts)
        self._chosen = ""
        self.form = FormDesk(
            ground.equipment,
            self._specs,
            ground.say,
            self._aside,
            self.view,
            on_windows=ground.on_windows,
        )
        usual, fixed = ground.usual_wedge, ground.is_wedge_fixed
        self.guide = GuideDesk(
            ground.database, usual, ground.print_sheet, self._aside, self.view, is_fixed=fixed
        )
        printers = LabelPrinterBook(self._specs, self._choices, self._name)
        self.brand = BrandDesk(ground, printers, self._aside, self.view, self._answered)
        brand = self.brand.in_use
        self.labels = LabelDesk(ground, printers, brand, self._aside, self.view, self._answered)
        self._busy: set[str] = set()
        self._test: Told | None = None
        self.scale = ScaleDesk(ground.equipment, self._busy, self._aside, self.view)
        self._reads: deque[ReadLine] = deque(maxlen=READS_SHOWN)
        self._keyboard_at: datetime | None = None
        self._removed: Removed | None = None
        self._answer: Answer | None = None
        self._using = self._use_again = False

    def open(self) -> DevicesView:
        """The room as it is on the disk and in the cables."""
        with self._ground.database.look() as connection:
            self._layouts.saved(store.weight_layouts(connection))
        self.brand.open()
        return self.view()

    # What a person does

    def choose(self, key: str) -> DevicesView:
        """Look at a device."""
        self.form.close()
        self._chosen, self._test = key, None
        self.scale.look_at(self._spec(key))
        return self.view()

    def ask(self, key: str) -> DevicesView:
        """Ask a device how it is, now."""
        spec = self._spec(key)
        if spec is not None and key not in self._busy:
            self._busy.add(key)
            self._aside(
                lambda: self._equipment.look(spec), lambda _: self._asked(key), lambda _: self._asked(key)
            )
        return self.view()

    def ask_all(self) -> DevicesView:
        """The room came in sight: what it shows should be true now."""
        for spec in self._specs():
            self.ask(key_of(spec))
        return self.view()

    def try_out(self, key: str, test: Test) -> DevicesView:
        """Let a printer print its test page, or open its drawer."""
        spec = self._spec(key)
        if spec is None or key in self._busy:
            return self.view()
        self._busy.add(key)
        self._test = Told(Tone.INFO, Message("Under way…"))
        name = self._name(spec)
        title = self._ground.say(name) if isinstance(name, Message) else name

        def work() -> PrintReport:
            if test is Test.DRAWER:
                return self._equipment.open_drawer(spec)
            return self._equipment.test_print(spec, title)

        self._aside(work, lambda report: self._tried(key, test, report), lambda _: self._asked(key))
        return self.view()

    def save(self) -> DevicesView:
        """Keep the device of the form and use it at once."""
        draft = self.form.ready()
        if draft is None:
            return self.view()
        name, at = draft.name.strip(), self._ground.clock.now()

        def act(connection: Connection) -> DeviceSpec:
            if draft.spec is None:
                return commands.add_device(connection, draft.kind, name, draft.address, at)
            return commands.change_device(connection, draft.spec, name, draft.address)

        def kept(spec: DeviceSpec) -> Message:
            self.form.close()
            self._chosen, self._test = key_of(spec), None
            self.scale.look_at(spec)
            self._use()
            return Message("{name} is in use now", name=spec.name)

        return self._act(act, kept)

    def remove(self, key: str) -> DevicesView:
        """Use a device no more; it can be taken back."""
        spec = self._spec(key)
        if spec is None or spec.is_fixed:
            return self._say(Tone.INFO, SET_BY_IT if spec else Message("This device is gone already"))

        def gone(removed: Removed | None) -> Message:
            self.form.close()
            self._removed, self._chosen = removed, ""
            self.scale.look_at(None)
            self._use()
            return Message("{name} is not used any more", name=spec.name)

        return self._act(lambda connection: commands.remove_device(connection, spec), gone)

    def undo(self) -> DevicesView:
        """Take the last removal back."""
        removed = self._removed
        if removed is None:
            return self.view()

        def back(_: None) -> Message:
            self._removed, self._chosen = None, key_of(removed.spec)
            self.scale.look_at(removed.spec)
            self._use()
            return Message("{name} is in use again", name=removed.spec.name)

        return self._act(lambda connection: commands.restore_device(connection, removed), back)

    def choose_printer(self, kind: LabelKind, address: str) -> DevicesView:
        """Print this kind of label there; empty: on the first label printer."""

        def chosen(_: None) -> Message:
            self._use()
            return Message("Kept: the next label of this kind goes there")

        return self._act(lambda connection: commands.choose_printer(connection, kind, address), chosen)

    def edit_layouts(self, layouts: tuple[str, ...]) -> DevicesView:
        """Write the layouts of weight codes so; nothing is kept yet."""
        self._layouts.edit(layouts)
        return self.view()

    def try_code(self, code: str) -> DevicesView:
        """Read a sample by the layouts as they are written now."""
        self._layouts.try_code(code)
        return self.view()

    def save_layouts(self) -> DevicesView:
        """Read weight codes by these layouts from now on."""
        layouts = self._layouts.edited
        if self._layouts.is_fixed or self._layouts.obstacle() is not None:
            return self.view()

        def kept(_: None) -> Message:
            self._layouts.saved(layouts)
            self._ground.layouts_changed(layouts)
            return Message("Weight codes are read by these layouts now")

        return self._act(lambda connection: commands.keep_weight_layouts(connection, layouts), kept)

    # What happens by itself

    def scan(self, scan: Scan, code: ScannedCode | RefusedCode) -> DevicesView:
        """A code was read while the room is in front: tell from which scanner, and what it means."""
        at = self._ground.clock.now().astimezone(self._ground.time_zone)
        is_read = isinstance(code, ScannedCode)
        tone, words = (Tone.OK if is_read else Tone.ASK), meaning(code)
        name = self._scanner_name(scan.device)
        self._reads.appendleft(ReadLine(at, name, shown(code), tone, words))
        self._layouts.try_code(code.text)
        told = Message("{scanner}: {words}", scanner=name, words=words)
        self._answer = Answer(tone, told, Sound.OK if is_read else Sound.ASK)
        return self.view()

    def keyboard_heard(self) -> None:
        """A keyboard scanner read something, wherever it was meant for."""
        self._keyboard_at = self._ground.clock.now().astimezone(self._ground.time_zone)

    def health_changed(self) -> None:
        """A device was lost, is back, or was heard of."""
        self._tell()

    def weighed(self, spec: DeviceSpec, reading: Reading) -> None:
        """A scale said something new."""
        if self.scale.looks_at(spec):
            self._told(lambda: self.scale.weighed(spec, reading))

    def jobs_changed(self) -> None:
        """The print queue moved: told where the labels of it are watched."""
        if self.labels.watches_jobs:
            self._tell()

    def view(self) -> DevicesView:
        """The room as it is now."""
        lines = lines_of(self._equipment.health(), self._ground.time_zone, self._busy)
        choices = self._choices()
        names = {line.key: line.name for line in lines}
        printers = [spec for spec in self._specs() if spec.kind is DeviceKind.LABEL_PRINTER]
        return DevicesView(
            devices=(keyboard_line(self._keyboard_at), *lines),
            chosen=self._chosen,
            form=self.form.part(),
            test=self._test or self.scale.told,
            weight=self.scale.part(),
            reads=tuple(self._reads),
            labels=tuple(LabelChoiceLine(kind, choices.get(kind, "")) for kind in LabelKind),
            printers=tuple(
                (spec.address, names.get(key_of(spec), KIND_WORDS[spec.kind])) for spec in printers
            ),
            layouts=self._layouts.part(),
            printing=self.labels.part(),
            brand=self.brand.part(),
            guide=self.guide.part(),
            wedge=self.guide.setting(),
            undo=self._undo_words(),
            answer=self._answer,
            trouble_count=sum(line.tone in (Tone.ASK, Tone.REFUSED) for line in lines),
        )

    # Within

    def _choices(self) -> dict[LabelKind, str]:
        with self._ground.database.look() as connection:
            return store.label_choices(connection)

    def _answered(self, answer: Answer) -> None:
        self._answer = answer

    def _specs(self) -> tuple[DeviceSpec, ...]:
        with self._ground.database.look() as connection:
            return (*self._ground.fixed, *store.devices(connection))

    def _spec(self, key: str) -> DeviceSpec | None:
        return spec_of(self._specs(), key)

    def _name(self, spec: DeviceSpec) -> str | Message:
        return names_of(self._specs()).get(key_of(spec), KIND_WORDS[spec.kind])

    def _scanner_name(self, device: str) -> str | Message:
        if device == KEYBOARD:
            return keyboard_line(None).name
        spec = next((one for one in self._specs() if one.address == device), None)
        return device if spec is None else self._name(spec)

    def _use(self) -> None:
        """Let the equipment follow what is kept now; one such change at a time, the newest last."""
        if self._using:
            self._use_again = True
            return
        self._using = True
        specs, choices = self._specs(), self._choices()
        self._aside(
            lambda: self._equipment.use(specs, choices), lambda _: self._used(), lambda _: self._used()
        )

    def _used(self) -> None:
        self._using = False
        for desk in (self.labels, self.brand):
            desk.printers_changed()
        if self._use_again:
            self._use_again = False
            self._use()

    def _aside(
        self, work: Callable[[], T], done: Callable[[T], Any], failed: Callable[[Trouble], Any]
    ) -> None:
        """Slow work on a device, then the view that follows; what fails is told as well."""

        def ended(trouble: Trouble) -> None:
            self._answer = Answer(Tone.REFUSED, trouble.words(), Sound.WRONG)
            failed(trouble)

        self._ground.aside(
            work,
            lambda result: self._told(lambda: done(result)),
            lambda trouble: self._told(lambda: ended(trouble)),
        )

    def _told(self, change: Callable[[], Any]) -> None:
        change()
        self._tell()

    def _tell(self) -> None:
        self._ground.show(self.view())

    def _act(self, act: Callable[[Connection], T], done: Callable[[T], Message]) -> DevicesView:
        """One transaction; what could not be written down did not happen, and the person hears that."""
        try:
            with self._ground.database.act() as connection:
                result = act(connection)
        except Trouble as trouble:
            return self._say(Tone.REFUSED, trouble.words())
        return self._say(Tone.OK, done(result))

    def _say(self, tone: Tone, words: Message) -> DevicesView:
        self._answer = Answer(tone, words, Sound.WRONG if tone is Tone.REFUSED else Sound.OK)
        return self.view()

    def _asked(self, key: str) -> None:
        self._busy.discard(key)

    def _tried(self, key: str, test: Test, report: PrintReport) -> None:
        self._busy.discard(key)
        if key == self._chosen:
            self._test = told_of(test, report)

    def _undo_words(self) -> Message | None:
        if self._removed is None:
            return None
        return Message("Take {name} back", name=self._removed.spec.name)
