#!/usr/bin/env bash
# The one check command: style, types, import rules. The same here, before a commit, and in CI.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
$bin/ruff check app tests
$bin/ruff format --check app tests
$bin/mypy
$bin/lint-imports --no-cache
if command -v shellcheck >/dev/null; then shellcheck installers/*.sh installers/*/*.sh .ci/run; fi
