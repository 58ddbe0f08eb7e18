#!/usr/bin/env bash
# Sets up a clone on macOS 12 or newer, then opens the console on the demo network; `test` runs the tests.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# Unlike Linux, macOS answers on no address of 127.0.0.0/8 but the first until it is told to. They last until a restart.
lent=$(ifconfig lo0)
for last in $(seq 2 80); do
  [[ $lent == *"inet 127.60.0.$last "* ]] || sudo ifconfig lo0 alias "127.60.0.$last" up
done
verb=${1:-start}
[ $# -eq 0 ] || shift
exec bash "$here/../$verb.sh" "$@"
