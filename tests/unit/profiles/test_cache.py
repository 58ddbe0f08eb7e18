"""The compiled form of the gear profiles."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nocscape import profiles
from nocscape.profiles import library
from nocscape.profiles.cache import NAME

FILE = "vendor: Acme\nenterprises: [99999]\nsystems: [{name: acme, os: AcmeOS}]\n"
ACME = "1.3.6.1.4.1.99999.1"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "profiles"
    folder.mkdir()
    (folder / "acme.yaml").write_text(FILE)
    return folder


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def system_of(folder: Path, cache: Path) -> str | None:
    return profiles.load(folder, cache).identify(ACME, "x").os


def test_the_second_load_reads_no_yaml(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = profiles.load(folder, cache).identify(ACME, "Acme A1 version 2")
    monkeypatch.setattr(library, "_read", None)
    assert profiles.load(folder, cache).identify(ACME, "Acme A1 version 2") == first


def test_a_changed_file_is_read_again(folder: Path, cache: Path) -> None:
    assert system_of(folder, cache) == "AcmeOS"
    path = folder / "acme.yaml"
    path.write_text(FILE.replace("AcmeOS", "NextOS"))
    os.utime(path, ns=(1, 1))
    assert system_of(folder, cache) == "NextOS"


@pytest.mark.parametrize("damage", [b"", b"\xc1", b"\x82\xa5stamp"])
def test_a_damaged_cache_is_made_again(folder: Path, cache: Path, damage: bytes) -> None:
    system_of(folder, cache)
    (cache / NAME).write_bytes(damage)
    assert system_of(folder, cache) == "AcmeOS"
    assert (cache / NAME).stat().st_size > len(damage)


def test_a_cache_that_cannot_be_written_is_no_error(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    assert system_of(folder, tmp_path / "taken") == "AcmeOS"
