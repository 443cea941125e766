#!/usr/bin/env bash
# Says in plain words when the Python at hand is too old or too new.
set -euo pipefail
python=${1:-python3}
command -v "$python" >/dev/null || {
  echo "Python is missing: install Python 3.11, 3.12 or 3.13 (Debian: apt-get install python3 python3-venv)" >&2
  exit 1
}
"$python" - <<'CHECK' || exit 1
import sys
if not (3, 11) <= sys.version_info[:2] <= (3, 13):
    sys.exit(f"Python {sys.version.split()[0]} is not supported: make PYTHON=python3.12 with 3.11, 3.12 or 3.13")
try:
    import ensurepip
except ImportError:
    sys.exit("This Python cannot make virtual environments (Debian: apt-get install python3-venv)")
CHECK
