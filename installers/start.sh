#!/usr/bin/env bash
# Sets up what is missing, then opens the console on the bundled demo network.
# Without a display: discovers the demo network and prints what it found.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bash "$here/linux/setup.sh" run
exec "$here/../.venv/bin/nocscape" demo "$@"
