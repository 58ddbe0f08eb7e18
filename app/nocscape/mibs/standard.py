"""The symbol tables of standard MIBs that ship with the program, in `resources/mibs`.

One file a module, one line a declaration: first the module (name, LAST-UPDATED, imports), then its types, then its
objects, each a JSON array with the fields of `Declaration` in order and trailing defaults left out. They hold facts
alone; the short descriptions of the most used objects are our own words and lie in `descriptions.json`.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import msgspec

from nocscape.base.paths import resources_dir
from nocscape.mibs.declared import Declaration, Macro, ParsedModule
from nocscape.mibs.image import Image
from nocscape.mibs.linker import Linker, Member, Placed, Skeleton
from nocscape.mibs.writing import ImageWriter

SUFFIX = ".jsonl"
DESCRIPTIONS = "descriptions.json"


class Head(msgspec.Struct, array_like=True):
    """The first line of a table."""

    name: str
    updated: str
    imports: dict[str, str]


def folder() -> Path:
    """Where the tables lie."""
    return resources_dir() / "mibs"


@lru_cache(maxsize=1)
def modules() -> tuple[ParsedModule, ...]:
    """All shipped modules, the newest first, as if they had been parsed just now."""
    described = _descriptions()
    found = [_read(path, described) for path in sorted(folder().glob(f"*{SUFFIX}"))]
    return tuple(sorted(found, key=lambda m: (m.updated, m.name), reverse=True))


def _descriptions() -> dict[str, str]:
    path = folder() / DESCRIPTIONS
    return msgspec.json.decode(path.read_bytes(), type=dict[str, str]) if path.exists() else {}


def _read(path: Path, described: dict[str, str]) -> ParsedModule:
    head_line, *lines = path.read_bytes().splitlines()
    head = msgspec.json.decode(head_line, type=Head)
    decoder = msgspec.json.Decoder(Declaration)
    module = ParsedModule(head.name, 1, head.updated, head.imports)
    for line in lines:
        declared = decoder.decode(line)
        if declared.macro is Macro.TYPE:
            module.types.append(declared)
        else:
            declared.description = described.get(f"{head.name}::{declared.name}", "")
            module.declarations.append(declared)
    return module


@lru_cache(maxsize=1)
def digest() -> str:
    """Changes whenever a shipped table does."""
    seen = hashlib.blake2b(digest_size=12)
    for path in sorted(folder().glob("*.json*")):
        seen.update(path.name.encode() + path.read_bytes())
    return seen.hexdigest()


def skeleton(module: ParsedModule) -> Skeleton:
    """What the linker needs of a module."""
    placed = [
        Placed(d.name, d.macro, d.place, d.index, d.is_implied, d.augments) for d in module.declarations
    ]  # fmt: skip
    return Skeleton(module.name, module.line, module.updated, module.imports, module.types, placed)


@lru_cache(maxsize=1)
def image() -> Image:
    """The shipped tables alone as a dictionary; made once a process."""
    shipped = modules()
    linker = Linker([Member(skeleton(m), is_shipped=True) for m in shipped])
    out = BytesIO()
    ImageWriter(linker, shipped.__getitem__).write(out, standard=digest())
    return Image(out.getvalue())
