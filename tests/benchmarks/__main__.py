"""`python -m tests.benchmarks NAME [--long]`: prints what it does, and one JSON object as its last line.

Each file of this folder that has a `run(*, is_long)` is a benchmark under its own name.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys
from collections.abc import Callable

import tests.benchmarks

Run = Callable[..., dict[str, object]]


def _named(name: str) -> Run | None:
    run: Run | None = getattr(importlib.import_module(f"tests.benchmarks.{name}"), "run", None)
    return run


def main() -> int:
    """Run one benchmark; 0 where all its budgets are met."""
    modules = [m.name for m in pkgutil.iter_modules(tests.benchmarks.__path__) if not m.name.startswith("_")]
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("name", choices=modules)
    parser.add_argument("--long", action="store_true", help="what takes longer than 150 s, too")
    options = parser.parse_args()
    run = _named(options.name)
    if run is None:
        parser.error(f"{options.name} helps other benchmarks and is none itself")
    outcome = run(is_long=options.long)
    print(json.dumps(outcome), flush=True)
    return 0 if outcome["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
