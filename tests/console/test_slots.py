"""Rules of the console's code that no linter knows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import nocscape.console

FOLDER = Path(nocscape.console.__file__).parent


def undecorated(tree: ast.Module) -> Iterator[str]:
    """Methods of classes with a base that are connected by `….connect(self.method)` and are no slots."""
    for owner in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.bases):
        methods = {node.name: node for node in owner.body if isinstance(node, ast.FunctionDef)}
        for call in (node for node in ast.walk(owner) if isinstance(node, ast.Call)):
            match call:
                case ast.Call(
                    func=ast.Attribute(attr="connect"), args=[ast.Attribute(value=ast.Name(id="self"), attr=name), *_]
                ) if name in methods:
                    if not any("Slot" in ast.unparse(each) for each in methods[name].decorator_list):
                        yield f"{owner.name}.{name}"


def test_every_method_that_a_signal_calls_is_a_slot() -> None:
    found = {
        f"{path.relative_to(FOLDER)}: {name}"
        for path in FOLDER.rglob("*.py")
        for name in undecorated(ast.parse(path.read_text("utf-8")))
    }
    assert found == set()


def test_an_undecorated_slot_is_found() -> None:
    tree = ast.parse("class A(QObject):\n def f(self): self.x.connect(self.g)\n def g(self): pass")
    assert list(undecorated(tree)) == ["A.g"]
