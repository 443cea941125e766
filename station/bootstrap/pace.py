"""Keeps Python itself from standing between a scan and its verdict."""

import gc
import sys

SWITCH_S = 0.0005
"""How long a thread of sync or printing may go on when the one that paints wants to; Python's own is 5 ms."""


def keep_pace() -> None:
    """To be called once the window stands: what was loaded by then is no garbage and is looked at no more."""
    sys.setswitchinterval(SWITCH_S)
    gc.freeze()
    gc.enable()


def tidy() -> None:
    """Find all garbage now instead of in the midst of a scan: it stops everything for a tenth of a second."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
