"""A display of our own for programs that are driven by hand."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest

from tests.hardware.conftest import render_zpl, render_zpl_on

__all__ = ["render_zpl", "render_zpl_on"]

SCREEN = "1366x768x24"


RARE_KEYS = {"FK13": "F13", **{f"FK{14 + digit}": f"U{0xFF10 + digit:X}" for digit in range(10)}}
"""Keys no keyboard has in front, by their place: F13, and the digits in full width."""


def add_rare_keys(display: str) -> None:
    """Give the layout rare keys: xdotool would else map each for a moment, too short for a busy window."""
    run = subprocess.run(
        ["setxkbmap", "-display", display, "-print"], check=True, capture_output=True, text=True
    )
    keys = " ".join(f"key <{place}> {{ [ {symbol} ] }};" for place, symbol in RARE_KEYS.items())
    layout = re.sub(r"(xkb_symbols\s*\{.*?)(\};)", rf"\1 {keys} \2", run.stdout, count=1, flags=re.S)
    assert keys in layout
    subprocess.run(["xkbcomp", "-w0", "-", display], input=layout, check=True, text=True)


@pytest.fixture(scope="session")
def display() -> Iterator[str]:
    """The name (":7") of an X display that lives as long as the tests."""
    for program in ("Xvfb", "xdotool", "setxkbmap", "xkbcomp"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    read_end, write_end = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_end), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"],
        pass_fds=(write_end,),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write_end)
    try:
        with os.fdopen(read_end) as number:
            name = number.readline().strip()
        assert name, "Xvfb did not start"
        add_rare_keys(f":{name}")
        yield f":{name}"
    finally:
        server.terminate()
        server.wait(timeout=10)
