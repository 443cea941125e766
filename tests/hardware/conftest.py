import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from hardware.raster import LabelPainter

HERE = Path(__file__).parent
FONTS = HERE.parent.parent / "resources" / "fonts"

Render = Callable[[bytes], Image.Image]


@pytest.fixture(scope="session")
def painter() -> LabelPainter:
    return LabelPainter(FONTS)


@pytest.fixture(scope="session")
def fonts() -> Path:
    return FONTS


@pytest.fixture(scope="session")
def data() -> Path:
    return HERE / "data"


@pytest.fixture(scope="session")
def render_zpl() -> Render:
    """Renders ZPL by a renderer that is not ours; set up once with npm where the folder is fresh."""
    folder = HERE / "render"
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("needs node and npm to render ZPL independently")
    if not (folder / "node_modules").is_dir():
        subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=folder, check=True, capture_output=True)

    def render(zpl: bytes) -> Image.Image:
        done = subprocess.run(
            [node, "render.mjs", "100", "150"], cwd=folder, input=zpl, check=True, capture_output=True
        )
        return Image.open(io.BytesIO(done.stdout)).convert("L")

    return render
