"""Every icon that the console names is shipped."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import nocscape
from nocscape.base.paths import resources_dir
from nocscape.console.settings.dialog import PAGES
from nocscape.console.shell.catalogue import ACTIONS, PANELS

CONSOLE = Path(nocscape.__file__).parent / "console"
SHIPPED = {file.stem for file in (resources_dir() / "icons" / "lucide").glob("*.svg")}
FIRST = {"icon", "pixmap"}
"""Calls whose first text is an icon."""
SECOND = {"IconButton", "EmptyHint", "BranchTree"}
"""Calls whose second argument is one."""


def named_icons(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            yield from _of_call(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            name = ast.unparse(node.target if isinstance(node, ast.AnnAssign) else node.targets[0])
            if name.endswith("ICONS"):
                yield from _of_table(node.value)


def _of_table(table: ast.Dict) -> Iterator[str]:
    """Values of a table of icons: the name, or a pair of name and token."""
    for value in table.values:
        first = value.elts[0] if isinstance(value, ast.Tuple) else value
        if isinstance(first, ast.Constant) and isinstance(first.value, str):
            yield first.value


def _of_call(node: ast.Call) -> Iterator[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    place = 0 if name in FIRST else 1 if name in SECOND else None
    given = [node.args[place]] if place is not None and place < len(node.args) else []
    for value in (*given, *(keyword.value for keyword in node.keywords if keyword.arg == "icon")):
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
            yield value.value


@pytest.mark.parametrize("path", sorted(CONSOLE.rglob("*.py")), ids=lambda p: str(p.relative_to(CONSOLE)))
def test_every_icon_that_this_file_names_is_shipped(path: Path) -> None:
    assert sorted(set(named_icons(path)) - SHIPPED) == []


def test_every_icon_of_panels_actions_and_settings_is_shipped() -> None:
    icons = {icon for _, icon, _ in PANELS.values()} | {spec.icon for spec in ACTIONS if spec.icon}
    assert icons | {icon for _, icon in PAGES.values()} <= SHIPPED
