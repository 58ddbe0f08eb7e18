"""Where files live: what ships with the program, and what belongs to the user."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs


def resources_dir() -> Path:
    """What ships with the program: the folder beside `app/`, in a bundle, or where NOCSCAPE_RESOURCES says."""
    if named := os.environ.get("NOCSCAPE_RESOURCES"):
        return Path(named)
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return Path(bundle) / "resources"
    return Path(__file__).resolve().parents[3] / "resources"


def default_profile() -> Path:
    """The user's own profile folder, where no `--profile` names another."""
    return Path(platformdirs.user_data_dir("nocscape", appauthor=False)) / "default"


def cache_dir() -> Path:
    """A folder whose content can be made again at any time."""
    return Path(platformdirs.user_cache_dir("nocscape", appauthor=False))


def make_private(folder: Path) -> Path:
    """Create `folder` so that only its owner can look inside."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
