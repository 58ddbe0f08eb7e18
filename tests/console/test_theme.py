"""The looks: every theme complete, readable and told apart without colour; fonts and pictures as shipped."""

from __future__ import annotations

import math
import re
from itertools import combinations
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontMetricsF, QIcon, QImage, QRawFont
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QToolButton

import nocscape.console
from nocscape.base.errors import InputError
from nocscape.base.paths import resources_dir
from nocscape.console.bridge import Bridge
from nocscape.console.main import build
from nocscape.console.theme import Theme, Tokens, drawing
from nocscape.console.theme.drawing import contrast
from nocscape.console.theme.sheet import style_sheet
from nocscape.console.theme.tokens import SERIES, THEMES, load
from nocscape.model.net import Kind
from nocscape.model.status import Status

pytestmark = pytest.mark.qt

DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
"""Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB."""


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme()


@pytest.mark.parametrize("name", THEMES)
def test_every_theme_is_complete_and_its_text_can_be_read(name: str) -> None:
    tokens = load(name).tokens
    for ground in ("panel", "bg", "raised", "hover", "accentbg", "critbg"):
        assert _contrast(tokens, "text", ground) >= 7, ground
        assert _contrast(tokens, "dim", ground) >= 4.5, ground
    assert _contrast(tokens, "onaccent", "accent") >= 4.5


TONES = ("accent", "ok", "warn", "minor", "crit", "unreach", "maint")


@pytest.mark.parametrize("name", THEMES)
def test_words_in_the_colour_of_a_state_can_be_read_and_counts_be_made_out(name: str) -> None:
    """WCAG 2.2 AA: 4.5 for text where it stands, 3 where a row is pointed at or chosen and for what is no carrier."""
    tokens = load(name).tokens
    standing, passing = ("panel", "bg", "raised"), ("hover", "accentbg")
    weak = {(t, g) for t in TONES for g in standing if _contrast(tokens, t, g) < 4.5}
    weak |= {(t, g) for t in (*TONES, "unknown") for g in passing if _contrast(tokens, t, g) < 3}
    weak |= {("faint", g) for g in (*standing, "hover") if _contrast(tokens, "faint", g) < 3}
    assert weak == set()


def _contrast(tokens: Tokens, text: str, ground: str) -> float:
    return contrast(QColor(getattr(tokens, text)), QColor(getattr(tokens, ground)))


@pytest.mark.parametrize("name", THEMES)
def test_the_colour_of_every_state_stands_out_from_the_ground(name: str, qapp: QApplication) -> None:
    theme = Theme(name)
    for status in Status:
        for ground in ("panel", "bg", "chip"):
            assert contrast(theme.status_color(status), theme.color(ground)) >= 3, (status, ground)


@pytest.mark.parametrize("name", [n for n in THEMES if n.startswith("colour-blind")])
@pytest.mark.parametrize("matrix", [DEUTERANOPIA, PROTANOPIA], ids=["deuteranopia", "protanopia"])
def test_up_and_the_alarms_differ_for_a_colour_blind_operator(name: str, matrix: tuple[tuple[float, ...], ...]) -> None:
    tokens = load(name).tokens
    seen = {state: _seen(getattr(tokens, state), matrix) for state in ("ok", "warn", "crit", "unreach")}
    for one, other in combinations(seen, 2):
        assert _distance(seen[one], seen[other]) > 0.12, (one, other)


@pytest.mark.parametrize("name", THEMES)
def test_curves_side_by_side_differ_for_everybody_and_stand_out_from_the_ground(name: str) -> None:
    tokens = load(name).tokens
    assert all(contrast(QColor(getattr(tokens, s)), QColor(tokens.panel)) >= 3 for s in SERIES)
    for matrix in (DEUTERANOPIA, PROTANOPIA):
        seen = [_seen(getattr(tokens, s), matrix) for s in SERIES]
        assert min(_distance(one, other) for one, other in combinations(seen, 2)) > 0.12


def _seen(color: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, ...]:
    shown = QColor(color)
    channels = (shown.redF(), shown.greenF(), shown.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    mixed = [sum(weight * channel for weight, channel in zip(row, linear, strict=True)) for row in matrix]
    return tuple(max(0.0, c) ** (1 / 2.4) for c in mixed)


def _distance(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return math.dist(one, other)


def test_an_unknown_theme_is_refused_in_words(qapp: QApplication) -> None:
    with pytest.raises(InputError, match="no theme called neon"):
        Theme("neon")


def test_a_change_of_theme_is_told_after_the_colours_changed(theme: Theme) -> None:
    seen: list[str] = []
    theme.changed.connect(lambda: seen.append(theme.color("bg").name()))
    theme.set("light")
    assert seen == ["#f3f5f8"]


def test_every_load_has_the_colour_of_its_step(theme: Theme) -> None:
    steps = {None: "u0", 0: "u0", 0.1: "u1", 24: "u1", 40: "u2", 74: "u3", 89: "u4", 90.5: "u5", 130: "u5"}
    for percent, token in steps.items():
        assert theme.utilisation_color(percent) == theme.color(token), percent


@pytest.mark.parametrize(("folder", "names", "size"), [("devices", Kind, 16), ("status", Status, 12)])
def test_every_kind_and_state_is_told_apart_without_colour(
    theme: Theme, folder: str, names: type[Kind | Status], size: int
) -> None:
    drawn = {n: _greys(theme._pixmap(folder, n.value, QColor("grey"), size, 1.0).toImage()) for n in names}
    for one, other in combinations(drawn, 2):
        different = sum(abs(a - b) > 50 for a, b in zip(drawn[one], drawn[other], strict=True))
        assert different > size, f"{one} looks like {other}"


def _greys(image: QImage) -> list[int]:
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return [color.alpha() * (1 + color.lightness() // 2) // 128 for color in pixels]


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_an_icon_is_drawn_anew_for_every_scale_of_screen(
    theme: Theme, monkeypatch: pytest.MonkeyPatch, ratio: float
) -> None:
    monkeypatch.setattr(drawing, "ratios", lambda: {ratio})
    theme.redraw()
    drawn = theme.icon("bell").pixmap(QSize(18, 18), ratio)
    assert drawn.width() == math.ceil(18 * ratio)
    assert drawn.devicePixelRatio() == pytest.approx(ratio, abs=0.03)


def test_a_checked_icon_wears_the_accent_and_a_disabled_one_does_not_shout(theme: Theme) -> None:
    icon = theme.icon("bell", "text", 32)
    lit = icon.pixmap(32, QIcon.Mode.Normal, QIcon.State.On).toImage()
    dull = icon.pixmap(32, QIcon.Mode.Disabled, QIcon.State.Off).toImage()
    assert theme.color("accent").rgb() in _colors(lit)
    assert theme.color("text").rgb() not in _colors(dull)


def _colors(image: QImage) -> set[int]:
    return {image.pixelColor(x, y).rgb() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("role", ["body", "strong", "title", "mono"])
def test_figures_of_every_role_are_of_one_width(theme: Theme, role: str) -> None:
    metrics = QFontMetricsF(theme.font(role))
    assert metrics.horizontalAdvance("1111") == metrics.horizontalAdvance("0000")


def test_bolder_is_drawn_bolder_and_korean_is_there(theme: Theme) -> None:
    widths = [QFontMetricsF(theme.font(role)).horizontalAdvance("network") for role in ("body", "strong")]
    assert widths[0] < widths[1]
    assert QRawFont.fromFont(theme.font("body")).supportsCharacter(ord("한"))


def test_a_style_sheet_reaches_the_bold_face(theme: Theme, qapp: QApplication) -> None:
    theme.apply(qapp)
    plain, bold = QLabel("network"), QLabel("network")
    bold.setProperty("role", "strong")
    for label in (plain, bold):
        label.ensurePolished()
    assert plain.sizeHint().width() < bold.sizeHint().width()


def test_the_button_that_empties_a_field_wears_the_colours_in_force(theme: Theme, qapp: QApplication) -> None:
    field = QLineEdit()
    field.setClearButtonEnabled(True)
    for name in ("dark", "light"):
        theme.set(name)
        theme.apply(qapp)
        button = field.findChildren(QToolButton)[0]
        assert button.icon().cacheKey() == theme.icon("x", size=16).cacheKey()


def test_larger_text_is_larger_in_fonts_and_in_the_style_sheet(theme: Theme) -> None:
    theme.set("dark", text_scale=1.5)
    assert theme.font("title").pixelSize() == 26
    assert "font-size: 26px" in style_sheet(theme.tokens, 1.5)


@pytest.mark.parametrize("name", THEMES)
def test_the_style_sheet_leaves_no_word_unfilled_and_holds_no_colour_of_its_own(name: str) -> None:
    source = (resources_dir() / "themes" / "console.qss").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9A-Fa-f]{6}\b", source)
    assert "$" not in style_sheet(load(name).tokens, 1.0)


def test_no_colour_is_written_down_outside_the_table_of_tokens() -> None:
    folder = Path(nocscape.console.__file__).parent
    literals = {
        str(path.relative_to(folder)): found
        for path in folder.rglob("*.py")
        if (found := re.findall(r"[\"']#[0-9A-Fa-f]{6,8}[\"']", path.read_text(encoding="utf-8")))
    }
    assert literals == {}


def test_every_font_and_icon_ships_with_its_licence() -> None:
    for folder in ("fonts/pretendard", "fonts/jetbrains-mono"):
        assert "SIL OPEN FONT LICENSE" in (resources_dir() / folder / "OFL.txt").read_text(encoding="utf-8")
    assert "ISC License" in (resources_dir() / "icons" / "lucide" / "LICENSE").read_text(encoding="utf-8")


def test_tokens_are_all_used_by_name() -> None:
    assert all(re.fullmatch(r"#[0-9A-F]{6}", value) for value in msgspec.structs.asdict(load("dark").tokens).values())
    assert Tokens.__struct_fields__


def test_every_label_of_a_new_window_is_in_our_own_face(qapp: QApplication, bridge: Bridge) -> None:
    window = build(qapp, bridge, None)
    try:
        labels = [w for w in window.findChildren(QLabel) if "mono" not in str(w.property("role"))]
        assert {w.font().family() for w in labels} == {"Pretendard"}
    finally:
        window.close()
        window.deleteLater()
