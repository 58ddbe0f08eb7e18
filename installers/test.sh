#!/usr/bin/env bash
# Sets up what is missing, then runs the tests in two processes; arguments go to pytest.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
bash "$here/linux/setup.sh" dev
cd "$here/.."
exec .venv/bin/python -m pytest -n 2 --dist loadgroup "$@"
