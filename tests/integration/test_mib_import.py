"""Importing with several processes: the same as with one."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from nocscape.mibs import ModuleStatus, Progress, import_paths, open_dictionary

_OBJECT = """
x{m}o{n} OBJECT-TYPE
    SYNTAX INTEGER {{ one(1), two(2) }}
    MAX-ACCESS read-only
    STATUS current
    DESCRIPTION "Object {n} of module {m}. {filler}"
    ::= {{ x{m} {n} }}
"""


def _write_modules(folder: Path, count: int) -> None:
    for m in range(1, count + 1):
        objects = "".join(_OBJECT.format(m=m, n=n, filler="word " * 40) for n in range(1, 301))
        head = f"X{m}-MIB DEFINITIONS ::= BEGIN\nIMPORTS x{m - 1} FROM X{m - 1}-MIB enterprises FROM SNMPv2-SMI;\n"
        parent = "enterprises" if m == 1 else f"x{m - 1}"
        (folder / f"{m}.txt").write_text(f"{head}x{m} OBJECT IDENTIFIER ::= {{ {parent} 9999 }}\n{objects}END\n")


def test_an_import_that_is_stopped_leaves_no_process_at_work(tmp_path: Path) -> None:
    _write_modules(tmp_path, 50)

    class StoppedError(Exception):
        pass

    def stop(progress: Progress) -> None:
        if progress.stage == "Reading":
            raise StoppedError

    with pytest.raises(StoppedError):
        import_paths([tmp_path], tmp_path / "profile", stop, workers=2)
    assert multiprocessing.active_children() == []


def test_two_processes_read_what_one_would(tmp_path: Path) -> None:
    _write_modules(tmp_path, 50)
    seen: list[Progress] = []
    reports = import_paths([tmp_path], tmp_path / "profile", seen.append, workers=2)
    assert {r.status for r in reports} == {ModuleStatus.COMPILED}
    assert [r.name for r in reports if r.missing] == ["X1-MIB"]
    read = [p.done for p in seen if p.total == 50 and p.stage == "Reading"]
    assert read == sorted(read)
    assert read[-1] == 50
    known = open_dictionary(tmp_path / "profile")
    assert known.resolve("x50o300") == "1.3.6.1.4.1" + ".9999" * 50 + ".300"
