"""Rules of a map: what they change in links and devices, as loads and states come, and the table they are edited in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLineEdit

from nocscape.console.bridge import Bridge
from nocscape.console.map.scene.nodes import KIND_CODE
from nocscape.console.map.scene.styles import Style, judge
from nocscape.model.batches import LoadChanged
from nocscape.model.mapparts import Comparison, GroupRule, StyleRule, Subject
from nocscape.model.net import Kind, LinkLoad
from tests.console.fake_line import FakeLine
from tests.console.map_stage import Stage, stage

pytestmark = pytest.mark.qt

BUSY = StyleRule(id="busy", value="80", color="crit", width=2.0)


@pytest.fixture
def on_stage(campus: Bridge, line: FakeLine) -> Iterator[Stage]:
    with stage(campus, line) as made:
        yield made


def keep(on_stage: Stage, *rules: StyleRule | GroupRule) -> None:
    on_stage.view.editing.rules.keep(rules)


def busy_links(on_stage: Stage) -> set[str]:
    loads = on_stage.bridge.live.loads.values()
    return {x.link for x in loads if max(x.ab_percent or 0, x.ba_percent or 0) > 80}


def test_links_over_80_percent_become_thick_and_red_and_undo_takes_it_back(on_stage: Stage) -> None:
    keep(on_stage, BUSY)
    styles = on_stage.view.scene.styles
    assert busy_links(on_stage)
    assert styles.links == dict.fromkeys(busy_links(on_stage), Style("crit", 2.0, None))
    on_stage.view.commands.undo()
    assert not styles.links


def test_a_rule_follows_the_traffic(on_stage: Stage) -> None:
    keep(on_stage, BUSY)
    quiet = next(link for link in on_stage.bridge.live.loads if link not in busy_links(on_stage))
    on_stage.line.tell(LoadChanged(loads=(LinkLoad(quiet, ab_bps=9e8, ba_bps=1.0, ab_percent=81.0, ba_percent=0.0),)))
    on_stage.bridge.tick()
    assert quiet in on_stage.view.scene.styles.links
    on_stage.line.tell(LoadChanged(loads=(LinkLoad(quiet, ab_bps=9e8, ba_bps=1.0, ab_percent=79.0, ba_percent=0.0),)))
    on_stage.bridge.tick()
    assert quiet not in on_stage.view.scene.styles.links


def pixels(on_stage: Stage) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    on_stage.canvas.settle()
    image = on_stage.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4).copy()


def test_a_styled_link_is_drawn_in_its_colour(on_stage: Stage) -> None:
    red = on_stage.view.canvas.theme.color("accent")
    wanted = np.array([red.blue(), red.green(), red.red()])
    before = int((pixels(on_stage)[:, :, :3] == wanted).all(axis=2).sum())
    keep(on_stage, StyleRule(id="all", attribute="state", test=Comparison.IS, value="up", color="accent", width=3.0))
    after = int((pixels(on_stage)[:, :, :3] == wanted).all(axis=2).sum())
    assert after > before + 2000


def test_a_later_rule_wins_and_leaves_what_it_does_not_name(on_stage: Stage) -> None:
    wide = StyleRule(id="w", order=0, attribute="state", test=Comparison.IS, value="up", width=3.0)
    blue = StyleRule(id="b", order=1, attribute="state", test=Comparison.IS, value="up", color="accent")
    keep(on_stage, blue, wide)
    assert set(on_stage.view.scene.styles.links.values()) == {Style("accent", 3.0, None)}


def test_a_vendor_can_have_a_symbol_and_a_colour_of_its_own(on_stage: Stage) -> None:
    live, nodes = on_stage.bridge.live, on_stage.view.scene.nodes
    vendor = live.devices["core-1"].device.vendor
    assert vendor
    rule = StyleRule(
        id="v",
        subject=Subject.DEVICE,
        attribute="vendor",
        test=Comparison.IS,
        value=vendor,
        color="ok",
        symbol=Kind.PLC,
    )
    keep(on_stage, rule)
    alike = {d for d in nodes.ids if live.devices[d].device.vendor == vendor}
    assert on_stage.view.scene.styles.devices.keys() == alike
    assert {d for d in nodes.ids if nodes.kind[nodes.row[d]] == KIND_CODE[Kind.PLC]} == alike
    assert not on_stage.canvas.grab().isNull()
    on_stage.view.commands.undo()
    assert nodes.kind[nodes.row["core-1"]] == KIND_CODE[live.devices["core-1"].device.kind]


@pytest.mark.parametrize(
    ("test", "value", "found", "is_met"),
    [
        (Comparison.ABOVE, "80", 80.1, True),
        (Comparison.ABOVE, "80 %", 80.0, False),
        (Comparison.BELOW, "1,5", 1.4, True),
        (Comparison.ABOVE, "a lot", 99.0, False),
        (Comparison.ABOVE, "nan", 99.0, False),
        (Comparison.ABOVE, "80", None, False),
        (Comparison.IS, "80", 80.0, True),
    ],
)
def test_numbers_are_compared_as_numbers(test: Comparison, value: str, found: float | None, is_met: bool) -> None:
    assert judge(StyleRule(id="r", test=test, value=value))(found) is is_met


def test_an_empty_word_is_contained_in_nothing() -> None:
    rule = StyleRule(id="r", subject=Subject.DEVICE, attribute="name", test=Comparison.CONTAINS, value=" ")
    assert not judge(rule)("core-1")
    assert judge(StyleRule(id="r", attribute="name", test=Comparison.CONTAINS, value="CORE"))("core-1")


def test_rules_are_edited_in_a_table_and_kept_as_one_edit(on_stage: Stage) -> None:
    on_stage.view.map_actions["edit_rules"].trigger()
    dialog = on_stage.view.editing.rules.asking
    assert dialog is not None
    dialog.styles.add_new()
    subject, attribute, value = (dialog.styles.cellWidget(0, column) for column in (1, 2, 4))
    assert isinstance(subject, QComboBox)
    assert isinstance(attribute, QComboBox)
    assert isinstance(value, QLineEdit)
    subject.setCurrentIndex(subject.findData("device"))
    attribute.setCurrentIndex(attribute.findData("vendor"))
    value.setText("Cisco")
    dialog.groups.add_new()
    dialog.accept()
    parts = on_stage.view.model.document.parts.values()
    style = next(p for p in parts if isinstance(p, StyleRule))
    assert (style.subject, style.attribute, style.test, style.value) == (
        Subject.DEVICE,
        "vendor",
        Comparison.IS,
        "Cisco",
    )
    assert [p.attribute for p in parts if isinstance(p, GroupRule)] == ["site"]
    assert len(on_stage.edits) == 1


def test_rules_that_were_kept_are_shown_again_and_can_be_removed(on_stage: Stage) -> None:
    keep(on_stage, BUSY, GroupRule(id="g", attribute="vendor", pattern="x"))
    on_stage.view.map_actions["edit_rules"].trigger()
    dialog = on_stage.view.editing.rules.asking
    assert dialog is not None
    assert dialog.styles.rules() == (BUSY,)
    assert dialog.groups.rules() == (GroupRule(id="g", attribute="vendor", pattern="x"),)
    dialog.styles.remove()
    dialog.accept()
    assert list(on_stage.view.model.document.parts) == ["g"]


def test_a_dialog_that_is_given_up_changes_nothing(on_stage: Stage) -> None:
    on_stage.view.map_actions["edit_rules"].trigger()
    dialog = on_stage.view.editing.rules.asking
    assert dialog is not None
    dialog.styles.add_new()
    dialog.buttons.button(QDialogButtonBox.StandardButton.Cancel).click()
    assert not on_stage.edits
    assert on_stage.canvas.focusPolicy() is Qt.FocusPolicy.StrongFocus


def test_devices_are_selected_by_a_filter(on_stage: Stage) -> None:
    on_stage.view.map_actions["select_where"].trigger()
    dialog = on_stage.view.editing.rules.filter
    assert dialog is not None
    dialog.attribute.setCurrentIndex(dialog.attribute.findData("kind"))
    assert dialog.test.currentData() == "contains"
    dialog.value.setText("Access_Point")
    dialog.accept()
    live = on_stage.bridge.live.devices
    expected = {d for d in on_stage.nodes if live[d].device.kind is Kind.ACCESS_POINT}
    assert set(on_stage.selection.devices) == expected
    assert not on_stage.edits


def test_a_filter_that_fits_nothing_says_so(on_stage: Stage) -> None:
    rule = StyleRule(id="", subject=Subject.DEVICE, attribute="cpu", value="100")
    on_stage.view.editing.rules.select_fitting(rule)
    assert on_stage.selection.devices == ()
    assert "fits the filter" in on_stage.view.chip.text
