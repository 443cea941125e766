"""pyvroom without pandas: that takes most of its start, and only draws tables nobody here asks for."""

import importlib
import sys
from types import ModuleType
from typing import Any


class _NoPandas(ModuleType):
    """All that pyvroom names while it is imported."""

    DataFrame = object


def load_vroom() -> Any:
    """The module vroom; pandas itself stays importable afterwards."""
    if "pandas" in sys.modules:
        return importlib.import_module("vroom")
    sys.modules["pandas"] = _NoPandas("pandas")
    try:
        return importlib.import_module("vroom")
    finally:
        del sys.modules["pandas"]
