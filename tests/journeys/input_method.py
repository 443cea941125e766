"""A Chinese input method that really runs: ibus with Pinyin, on a bus and in folders of its own."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAMS = ("dbus-daemon", "ibus-daemon", "ibus")
ENGINE = "libpinyin"
SETTINGS_SERVICE = "/usr/libexec/ibus-memconf"
"""Keeps the input method's settings in memory: nothing of the PC's user is read or written."""
PATIENCE_S = 20.0
_POLL_S = 0.05


@contextmanager
def pinyin(display: str, folder: Path) -> Iterator[dict[str, str]]:
    """The environment of programs that type through Pinyin while this lasts."""
    env = _own_environment(display, folder)
    with _running(["dbus-daemon", "--session", "--nofork", "--print-address"], env) as bus:
        assert bus.stdout is not None
        env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        daemon = [
            "ibus-daemon",
            "--panel=disable",
            f"--config={SETTINGS_SERVICE}",
            "--emoji-extension=disable",
        ]
        with _running(daemon, env):
            _switch_on(env)
            yield env | {"QT_IM_MODULE": "ibus"}


def switch_on_again(env: dict[str, str]) -> None:
    """Pinyin for the window that has the focus now."""
    _switch_on(env)


def _own_environment(display: str, folder: Path) -> dict[str, str]:
    homes = {
        "HOME": folder,
        "XDG_RUNTIME_DIR": folder / "run",
        "XDG_CONFIG_HOME": folder / "config",
        "XDG_CACHE_HOME": folder / "cache",
        "XDG_DATA_HOME": folder / "data",
    }
    for path in homes.values():
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o700)
    return {name: str(path) for name, path in homes.items()} | {"DISPLAY": display, "NO_AT_BRIDGE": "1"}


@contextmanager
def _running(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command, env=os.environ | env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def _switch_on(env: dict[str, str]) -> None:
    """Choose the engine; the daemon answers some moments after it was started."""
    deadline = time.monotonic() + PATIENCE_S
    while _engine(env) != ENGINE:
        assert time.monotonic() < deadline, f"the input method did not start: {_engine(env)!r}"
        _ibus(env, "engine", ENGINE)
        time.sleep(_POLL_S)


def _engine(env: dict[str, str]) -> str:
    return _ibus(env, "engine").strip()


def _ibus(env: dict[str, str], *words: str) -> str:
    run = subprocess.run(
        ["ibus", *words],
        env=os.environ | env,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    return run.stdout
