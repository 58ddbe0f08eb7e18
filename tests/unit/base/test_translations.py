"""Every text that an operator sees is there in Korean, with the same placeholders."""

from __future__ import annotations

import ast
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import nocscape
from nocscape.base import i18n
from nocscape.base.paths import resources_dir
from nocscape.polling import exporters, metrics

MARKERS = {"tr", "msg", "mark"}
SOURCES = sorted(Path(nocscape.__file__).parent.rglob("*.py"))
CATALOGUES = sorted((resources_dir() / "translations" / "ko").glob("*.po"))


def literals(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_every_text_of_this_file_has_a_korean_translation(path: Path) -> None:
    known = i18n.catalogue("ko")
    missing = sorted({t for t in literals(path) if placeholders(t) != {"text"} and t not in known})
    assert not missing


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda p: p.stem)
def test_translations_keep_the_placeholders_of_their_source(path: Path) -> None:
    with path.open("rb") as file:
        pairs = [(str(m.id), str(m.string)) for m in read_po(file) if m.id]
    assert not [source for source, korean in pairs if korean and placeholders(source) != placeholders(korean)]
    assert not [source for source, count in Counter(source for source, _ in pairs).items() if count > 1]


def data_titles() -> set[str]:
    """Texts that operators see and that stand in data files."""
    snmp, pages = metrics.load().profiles.values(), exporters.load().profiles.values()
    of_agents = {p.title for p in snmp} | {spec.title for p in snmp for spec in p.metrics}
    return of_agents | {p.title for p in pages} | {spec.title for p in pages for spec in p.metrics}


def test_every_title_of_a_metric_profile_has_a_korean_translation() -> None:
    assert sorted(data_titles() - set(i18n.catalogue("ko"))) == []


def test_no_translation_is_left_of_a_text_that_is_gone() -> None:
    used = {text for path in SOURCES for text in literals(path)} | data_titles()
    assert sorted(set(i18n.catalogue("ko")) - used) == []


def test_a_text_made_in_the_engine_is_shown_in_the_language_chosen_later() -> None:
    text = i18n.msg("cut {file}", file="a")
    i18n.catalogue("ko")["cut {file}"] = "{file} 잘림"
    try:
        i18n.set_language("ko")
        assert str(text) == "a 잘림"
        i18n.set_language("xx")
        assert str(text) == "cut a"
    finally:
        i18n.catalogue("ko").pop("cut {file}")


def test_one_thing_is_counted_otherwise_than_several() -> None:
    one, many = i18n.mark("1 device"), i18n.mark("{count} devices")
    assert [str(i18n.counted(one, many, number)) for number in (1, 2)] == ["1 device", "2 devices"]
    i18n.set_language("ko")
    try:
        assert [str(i18n.counted(one, many, number)) for number in (1, 2)] == ["장비 1대", "장비 2대"]
    finally:
        i18n.set_language("en")
