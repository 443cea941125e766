"""The brand on labels that IT named in the settings file."""

from pathlib import Path

from hardware.drawing.brand import Brand
from station.kernel.settings import Settings


def fixed_brand(settings: Settings) -> Brand:
    """The brand of the settings; an empty one where they name none."""
    logo = settings.label_logo.strip()
    return Brand(settings.label_brand.strip(), Path(logo) if logo else None)
