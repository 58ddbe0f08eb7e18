"""Numbered steps of the inventory's schema, one file each, applied in order and never changed once released.

A step is a module `m<number>_<name>` with `SQL`, a script that takes the schema from `number - 1` to `number`.
It stands alone: it imports nothing of the program, which will have moved on when the step is run.
"""

from __future__ import annotations

import importlib
import pkgutil
import re

_NAME = re.compile(r"m(\d{4})_\w+")


def steps() -> dict[int, str]:
    """SQL script by number, from 1 without holes."""
    found = {
        int(match[1]): f"{__name__}.{module.name}"
        for module in pkgutil.iter_modules(__path__)
        if (match := _NAME.fullmatch(module.name))
    }
    return {number: str(importlib.import_module(found[number]).SQL) for number in sorted(found)}
