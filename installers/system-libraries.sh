#!/usr/bin/env bash
# Checks the Debian packages that a window (or the tests) needs; as root installs what is missing, else says how.
# Usage: system-libraries.sh [window] [tests] [render]
set -euo pipefail

[ "$(uname -s)" = Linux ] || exit 0
command -v dpkg-query >/dev/null || exit 0

window="libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libglib2.0-0 libxkbcommon-x11-0
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0"
tests="xvfb xdotool x11-xkb-utils postgresql poppler-utils chromium ibus ibus-libpinyin dbus"

wanted=""
for kind in "$@"; do
  case $kind in
    window) wanted+=" $window" ;;
    tests) wanted+=" $tests" ;;
    # Node.js often comes from elsewhere than Debian: what counts is that it is there.
    render) command -v npm >/dev/null || wanted+=" nodejs npm" ;;
    *) echo "unknown kind: $kind (window, tests, render)" >&2; exit 2 ;;
  esac
done

missing=""
for package in $wanted; do
  # Newer releases of Debian and Ubuntu carry some libraries under a name that ends in t64.
  found=$(dpkg-query -W -f '${db:Status-Abbrev}\n' "$package" "${package}t64" 2>/dev/null || true)
  [[ $found == *ii* ]] || missing+=" $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
  echo "installing:$missing"
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  # shellcheck disable=SC2086 - a list of package names
  { apt-get update && apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1 && exit 0
  tail -n 5 "$log" >&2
fi
echo "These packages are missing:$missing" >&2
echo "Install them: sudo apt-get install$missing" >&2
exit 1
