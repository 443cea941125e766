#!/usr/bin/env bash
# Compiles the two locked, hashed requirement files; needs `uv` on the PATH.
set -euo pipefail
cd "$(dirname "$0")"
compile() { uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet "$@"; }
compile -o dev.txt dev.in
compile -c dev.txt -o app.txt app.in
