"""Adding or changing a device: a draft that says at each moment what is missing and what is wrong."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from station.devices.model.device import DeviceHealth, DeviceKind, DeviceSpec, FoundDevice
from station.devices.model.told import Told
from station.devices.model.view import FormPart
from station.devices.model.ways import FieldName, Way, compose, decompose, fields_of, missing, ways_of
from station.devices.model.words import KIND_WORDS, STATE_TONES, STATE_WORDS
from station.kernel.messages import Message, Tone
from station.kernel.trouble import Trouble
from station.printing.reasons import reason_words

Check = Callable[[DeviceKind, str], Trouble | None]


@dataclass(frozen=True)
class Draft:
    """What was filled in so far; `spec` is the device being changed, None for a new one."""

    spec: DeviceSpec | None
    kind: DeviceKind
    way: Way
    values: dict[FieldName, str]
    name: str
    is_named: bool = False
    """Whether a person chose the name: it is not suggested anew then."""

    @property
    def address(self) -> str:
        """As the fields make it."""
        return compose(self.kind, self.way, self.values)


class DeviceForm:
    """One draft from its first field to the moment it can be saved; belongs to the store thread."""

    def __init__(self, draft: Draft, check: Check, *, on_windows: bool) -> None:
        """`check` says what is wrong with an address; it waits for nothing."""
        self._check = check
        self._on_windows = on_windows
        self.draft = draft
        self.found: tuple[FoundDevice, ...] = ()
        self.is_searching = False
        self.is_checking = False
        self._probed: Told | None = None

    @classmethod
    def new(cls, kind: DeviceKind, name: str, check: Check, *, on_windows: bool) -> "DeviceForm":
        """For a device that is not set up yet."""
        way = ways_of(kind, on_windows=on_windows)[0]
        return cls(Draft(None, kind, way, usual_values(kind, way), name), check, on_windows=on_windows)

    @classmethod
    def of(cls, spec: DeviceSpec, check: Check, *, on_windows: bool) -> "DeviceForm":
        """For a device that is changed."""
        way, values = decompose(spec.kind, spec.address)
        draft = Draft(spec, spec.kind, way, values, spec.name, is_named=True)
        return cls(draft, check, on_windows=on_windows)

    def set_way(self, way: Way) -> None:
        """Reach it another way; what was filled in stays where both ways ask for it."""
        values = usual_values(self.draft.kind, way) | {
            field.name: self.draft.values[field.name]
            for field in fields_of(self.draft.kind, way)
            if field.name in self.draft.values and field.name is not FieldName.PATH
        }
        self._edit(replace(self.draft, way=way, values=values))

    def set_field(self, name: FieldName, value: str) -> None:
        """Fill in one field."""
        self._edit(replace(self.draft, values=self.draft.values | {name: value}))

    def set_name(self, name: str) -> None:
        """Call it so."""
        self.draft = replace(self.draft, name=name, is_named=True)

    def pick(self, found: FoundDevice) -> None:
        """Take what this PC sees; settings that were chosen stay."""
        values = usual_values(self.draft.kind, found.way) | self.draft.values | dict(found.values)
        kept = {field.name for field in fields_of(self.draft.kind, found.way)}
        values = {name: value for name, value in values.items() if name in kept}
        self._edit(replace(self.draft, way=found.way, values=values))

    def probed(self, health: DeviceHealth) -> None:
        """The device of this draft was asked how it is."""
        self.is_checking = False
        if health.spec.address == self.draft.address:
            self._probed = _told(health)

    def probe_failed(self, trouble: Trouble) -> None:
        """It could not even be asked."""
        self.is_checking = False
        self._probed = Told(Tone.REFUSED, trouble.words())

    def obstacle(self, others: Iterable[DeviceSpec]) -> Message | None:
        """Why the draft cannot be saved: a field is missing, the address wrong or taken. None: it can."""
        draft = self.draft
        if (field := missing(draft.kind, draft.way, draft.values)) is not None:
            return Message("Fill in: {field}", field=field.words)
        if (trouble := self._check(draft.kind, draft.address)) is not None:
            return trouble.words()
        if (other := self._same_place(others)) is not None:
            name = other.name or KIND_WORDS[other.kind]
            return Message("{name} is set up there already. Change that one, or remove it first", name=name)
        if not draft.name.strip():
            return Message("Give it a name")
        return None

    def part(self, others: Iterable[DeviceSpec]) -> FormPart:
        """The form as it is now."""
        draft = self.draft
        obstacle = self.obstacle(others)
        is_empty = missing(draft.kind, draft.way, draft.values) is not None
        told = self._probed
        if obstacle is not None:
            told = Told(Tone.INFO if is_empty else Tone.REFUSED, obstacle)
        return FormPart(
            is_new=draft.spec is None,
            kind=draft.kind,
            way=draft.way,
            ways=ways_of(draft.kind, on_windows=self._on_windows),
            fields=fields_of(draft.kind, draft.way),
            values=draft.values,
            name=draft.name,
            address="" if is_empty else draft.address,
            found=self.found,
            is_searching=self.is_searching,
            is_checking=self.is_checking,
            told=told,
            can_save=obstacle is None,
        )

    def _edit(self, draft: Draft) -> None:
        self.draft = draft
        self._probed = None

    def _same_place(self, others: Iterable[DeviceSpec]) -> DeviceSpec | None:
        """Another device at the same place, whatever its settings: one port serves one device."""
        own = self.draft.spec
        place = _place(self.draft.address)
        shared = self.draft.way in _SHARED_WAYS
        for other in others:
            is_itself = own is not None and other.id == own.id
            if (
                not is_itself
                and _place(other.address) == place
                and not (shared and other.kind != self.draft.kind)
            ):
                return other
        return None


_SHARED_WAYS = (Way.FOLDER, Way.SPOOLER, Way.CUPS, Way.SYSTEM, Way.SIMULATED)
"""What devices of several kinds may stand behind."""


def usual_values(kind: DeviceKind, way: Way) -> dict[FieldName, str]:
    """What most people fill in."""
    return {field.name: field.usual for field in fields_of(kind, way) if field.usual}


def _place(address: str) -> str:
    return address.strip().partition("?")[0].casefold()


def _told(health: DeviceHealth) -> Told:
    assert health.state is not None, "it was asked just now"
    tone, words = STATE_TONES[health.state], STATE_WORDS[health.state]
    if tone is Tone.OK:
        return Told(tone, Message("It is there and ready"))
    reason = reason_words(health.reason)
    told = Message("{state}. {reason} It can be saved all the same", state=words, reason=reason)
    return Told(Tone.ASK, told)
