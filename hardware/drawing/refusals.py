"""Why a label is not drawn, so that a wrong label is refused before it costs paper."""

from hardware.errors import SettingsError


class LabelRefused(ValueError):  # noqa: N818 - a word of the floor, as in the rest of the house
    """The label's data cannot be drawn; the text says what is wrong with it."""


class LabelDoesNotFit(LabelRefused):
    """No template of this kind is as small as the paper; the text names the sizes there are."""


class BadTemplate(SettingsError):  # noqa: N818 - a state of the world, not a bug of ours
    """A template file cannot be used; `what` names the file and the element."""

    def __init__(self, file: str, where: str, why: str) -> None:
        place = f"{file}, {where}" if where else file
        super().__init__(f"The label template {place} cannot be used: {why}.", "Correct it or install again.")
