"""VROOM without the package around it: that imports pandas, which takes most of its start."""

import importlib.util
import sys
from importlib.machinery import PathFinder
from typing import Any

_PACKAGE = "vroom"
_NATIVE = "vroom._vroom"


def load_vroom() -> Any:
    """The native module, known to the interpreter by its own name. Raises ImportError if there is none."""
    if (loaded := sys.modules.get(_NATIVE)) is not None:
        return loaded
    package = importlib.util.find_spec(_PACKAGE)
    folders = None if package is None else package.submodule_search_locations
    found = None if folders is None else PathFinder.find_spec(_NATIVE, list(folders))
    if found is None or found.loader is None:
        raise ImportError("pyvroom is not installed")
    module = sys.modules[_NATIVE] = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module
