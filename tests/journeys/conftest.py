"""A display of our own for programs that are driven by hand."""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest

SCREEN = "1366x768x24"


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The name (":7") of an X display that lives as long as the tests."""
    for program in ("Xvfb", "xdotool"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", SCREEN, "-nolisten", "tcp"],
        pass_fds=(write_end,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as number:
            name = number.readline().strip()
        assert name, "Xvfb did not start"
        yield f":{name}"
    finally:
        server.terminate()
        server.wait(timeout=10)
