import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from hardware.protocols import CRATE_MEDIA, Media
from hardware.raster import LabelPainter

HERE = Path(__file__).parent
FONTS = HERE.parent.parent / "resources" / "fonts"

Render = Callable[[bytes], Image.Image]
RenderOn = Callable[[bytes, Media], Image.Image]


@pytest.fixture(scope="session")
def painter() -> LabelPainter:
    return LabelPainter(FONTS)


@pytest.fixture(scope="session")
def fonts() -> Path:
    return FONTS


@pytest.fixture(scope="session")
def data() -> Path:
    return HERE / "data"


def zpl_renderer() -> RenderOn:
    """Renders ZPL by a renderer that is not ours; set up once with npm where the folder is fresh."""
    folder = HERE / "render"
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("needs node and npm to render ZPL independently")
    if not (folder / "node_modules").is_dir():
        subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=folder, check=True, capture_output=True)

    def render(zpl: bytes, media: Media) -> Image.Image:
        size = [str(number) for number in (media.width_mm, media.height_mm, media.dots_per_mm)]
        done = subprocess.run(
            [node, "render.mjs", *size], cwd=folder, input=zpl, check=True, capture_output=True
        )
        return Image.open(io.BytesIO(done.stdout)).convert("L")

    return render


@pytest.fixture(scope="session")
def render_zpl_on() -> RenderOn:
    """Renders ZPL on any label."""
    return zpl_renderer()


@pytest.fixture(scope="session")
def render_zpl() -> Render:
    """Renders ZPL as it comes out of the printer of crate labels."""
    render = zpl_renderer()
    return lambda zpl: render(zpl, CRATE_MEDIA)
