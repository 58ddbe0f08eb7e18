#!/usr/bin/env bash
# Sets everything up in this clone: system libraries, .venv, dependencies, the `nocscape` command.
# A second run finds that nothing changed and returns at once. Used by installers/start.sh and installers/test.sh.
#
#   setup.sh [run|dev]      dev adds what the tests and checks need
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
venv=$root/.venv
wanted=${1:-run}

# What Qt and Graphviz need without a screen, then what a window on X11 or Wayland needs beside it.
libraries=(
  libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libglib2.0-0 libxrender1 libxext6 libx11-6
  libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxcb-image0
  libxcb-render-util0 libxcb-util1 libwayland-cursor0
)

fail() { printf 'nocscape set-up: %s\n' "$1" >&2; exit 1; }
say() { printf 'nocscape set-up: %s\n' "$1"; }

# What a package manager stumbled over, in one line, from what it wrote.
reason() {
  if grep -qiE 'no space left|enough free space' <<<"$1"; then
    echo "the disk is full: $(df -Pm "$root" | awk 'NR == 2 { print $4 }') MB are free in $root, about 1500 are needed"
  elif grep -qiE '(get|acquire|open) lock' <<<"$1"; then
    echo "another program is installing packages; wait until it has ended, then run this again"
  elif grep -qiE 'name resolution|resolv|network is unreachable|new connection|could not connect|unable to connect|timed out|proxy' <<<"$1"; then
    echo "no network, the package servers cannot be reached; see to the connection (or set https_proxy, or PIP_INDEX_URL for a mirror), then run this again"
  elif grep -qiE 'permission denied|are you root' <<<"$1"; then
    echo "no permission; run this as root, or as the owner of $root"
  else
    tail -n 1 <<<"$1"
  fi
}

attempt() {  # WHAT COMMAND...: quiet where it works, one clear line where it does not
  local what=$1 said
  shift
  said=$("$@" 2>&1 >/dev/null) || fail "$what could not be installed: $(reason "$said")"
}

find_python() {
  local name
  for name in python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
      command -v "$name"
      return
    fi
  done
  fail "Python 3.11 or newer is needed, here is $(python3 -V 2>/dev/null || echo none). Install a newer one, then run this again."
}

is_installed() {  # Ubuntu 24.04 renamed some libraries to NAMEt64
  grep -q '^install ok installed' < <(dpkg-query -W -f '${Status}\n' "$1" "${1}t64" 2>/dev/null)
}

missing_packages() {
  local package
  for package in "${libraries[@]}"; do is_installed "$package" || printf '%s\n' "$package"; done
  "$python" -c 'import ensurepip, venv' 2>/dev/null || printf '%s-venv\n' "$(basename "$python")"
}

install_packages() {
  command -v dpkg-query >/dev/null || { say "not a Debian system: see that the libraries of Qt 6 are there"; return; }
  local missing as_root=() no_permission="no permission to install packages. An administrator can do it: apt-get install"
  mapfile -t missing < <(missing_packages)
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ]; then
    as_root=(sudo)
    command -v sudo >/dev/null || fail "$no_permission ${missing[*]}"
    sudo true || fail "$no_permission ${missing[*]}"
  fi
  say "installing ${#missing[@]} system packages"
  "${as_root[@]}" apt-get update -qq 2>/dev/null || say "the package lists could not be refreshed; trying with those that are here"
  attempt "the system packages" "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

stamp() { cat "$root/pyproject.toml" "$root/constraints.txt" | cksum; }

install_python_packages() {
  local extra='' now
  [ "$wanted" = dev ] && extra='[dev]'
  now=$(stamp)
  if [ -x "$venv/bin/nocscape" ] && grep -qxF "$now$extra" "$venv/set-up" 2>/dev/null; then return; fi
  say "installing Python packages into .venv"
  "$venv/bin/python" -m pip --version >/dev/null 2>&1 || attempt "the virtual environment .venv" "$python" -m venv --clear "$venv"
  attempt "the Python packages" "$venv/bin/python" -m pip install -q --disable-pip-version-check \
    -c "$root/constraints.txt" -e "$root$extra"
  [ "$wanted" = dev ] && printf '%s\n' "$now" >>"$venv/set-up"
  printf '%s\n' "$now$extra" >>"$venv/set-up"
}

# Reading 600 sources costs a start half a second, and some systems keep Python from writing down what it read.
compile_sources() {
  [ -e "$venv/compiled" ] && [ -z "$(find "$root/app" -name '*.py' -newer "$venv/compiled")" ] && return
  "$venv/bin/python" -m compileall -q "$root/app" >/dev/null 2>&1 || true
  touch "$venv/compiled"
}

python=$(find_python)
if [ "$(uname -s)" = Linux ] && [ ! -e "$venv/system" ]; then install_packages; fi
install_python_packages
compile_sources
touch "$venv/system"
