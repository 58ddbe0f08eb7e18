"""Rules of a map: what they change in links and devices, as loads and states come, and the table they are edited in."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QLineEdit

from nocscape.console.bridge import Bridge
from nocscape.console.map.chrome.regroup_dialog import RegroupDialog
from nocscape.console.map.scene.nodes import KIND_CODE
from nocscape.console.map.scene.styles import Style, judge
from nocscape.model.batches import LoadChanged
from nocscape.model.mapparts import Comparison, GroupRule, StyleRule, Subject
from nocscape.model.net import Kind, LinkLoad
from tests.console.fake_line import FakeLine
from tests.console.map_stage import Stage, stage
from tests.console.waiting import until

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
    dialog.cancel.click()
    assert not on_stage.edits
    assert on_stage.canvas.focusPolicy() is Qt.FocusPolicy.StrongFocus


def test_devices_are_selected_by_a_filter(on_stage: Stage) -> None:
    on_stage.view.map_actions["select_where"].trigger()
    dialog = on_stage.view.editing.rules.filter
    assert dialog is not None
    dialog.attribute.setCurrentIndex(dialog.attribute.findData("kind"))
    assert dialog.test.currentData() == "contains"
    offered = [dialog.value.itemText(place) for place in range(dialog.value.count())]
    assert {"access_point", "firewall", "l3_switch"} <= set(offered)
    dialog.value.setEditText("Access_Point")
    assert dialog.words.text() == "Devices that fit: 6"
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


# -- the grouping rules, applied again to what is on the map -----------------------------------------------------------


BY_KIND = GroupRule(id="k", attribute="kind")


def groups_of(on_stage: Stage) -> dict[str, str | None]:
    return {device: node.group for device, node in on_stage.view.model.document.nodes.items()}


def ask_again(on_stage: Stage) -> RegroupDialog:
    on_stage.view.map_actions["group_by_rules"].trigger()
    dialog = on_stage.view.editing.groups.asking
    assert dialog is not None
    return dialog


def test_the_rules_are_applied_again_and_nothing_moves_as_one_undo_step(on_stage: Stage) -> None:
    keep(on_stage, BY_KIND)
    groups, spots = groups_of(on_stage), on_stage.nodes
    dialog = ask_again(on_stage)
    assert dialog.table.rowCount() == len(dialog.chosen()) == len(spots)
    assert groups_of(on_stage) == groups, "nothing is different before it was agreed to"
    dialog.accept()
    assert set(groups_of(on_stage).values()) == {f"kind:{k}" for k in kinds(on_stage)}
    assert on_stage.nodes == spots
    assert str(on_stage.view.model.undo_title()) == f"Grouped {len(spots)} devices by the rules"
    on_stage.view.commands.undo()
    assert groups_of(on_stage) == groups


def kinds(on_stage: Stage) -> set[str]:
    return {known.device.kind.value for known in on_stage.bridge.live.devices.values()}


def test_devices_can_be_left_where_they_are_and_what_was_refused_is_not_done(on_stage: Stage) -> None:
    keep(on_stage, BY_KIND)
    groups = groups_of(on_stage)
    ask_again(on_stage).reject()
    assert groups_of(on_stage) == groups
    dialog = ask_again(on_stage)
    item = dialog.table.item(0, 0)
    assert item is not None
    item.setCheckState(Qt.CheckState.Unchecked)
    kept = next(device for device in groups if on_stage.view.editing.groups._name(device) == item.text())
    dialog.accept()
    assert groups_of(on_stage)[kept] == groups[kept]
    assert sum(groups_of(on_stage)[device] != groups[device] for device in groups) == len(groups) - 1


def test_devices_that_no_rule_fits_stay_in_their_groups(on_stage: Stage) -> None:
    keep(on_stage, GroupRule(id="k", attribute="kind", pattern="firewall"))
    groups = groups_of(on_stage)
    dialog = ask_again(on_stage)
    assert {rejoin.device for rejoin in dialog.chosen()} == {"fw-1", "fw-2"}
    dialog.accept()
    after = groups_of(on_stage)
    assert {d for d in groups if groups[d] != after[d]} == {"fw-1", "fw-2"}


def test_the_groups_are_laid_out_anew_where_that_is_wanted_as_one_undo_step(on_stage: Stage) -> None:
    keep(on_stage, BY_KIND)
    groups, spots = groups_of(on_stage), on_stage.nodes
    dialog = ask_again(on_stage)
    dialog.lays_out.setChecked(True)
    dialog.accept()
    until(lambda: on_stage.canvas.preview.is_shown)
    assert on_stage.nodes == spots
    on_stage.key(Qt.Key.Key_Return)
    assert on_stage.nodes != spots
    assert groups_of(on_stage) != groups
    on_stage.view.commands.undo()
    assert (groups_of(on_stage), on_stage.nodes) == (groups, spots)


def test_without_rules_or_anything_to_change_nobody_is_asked(on_stage: Stage) -> None:
    on_stage.view.map_actions["group_by_rules"].trigger()
    assert "no rules" in on_stage.view.chip.text
    keep(on_stage, BY_KIND)
    ask_again(on_stage).accept()
    on_stage.view.map_actions["group_by_rules"].trigger()
    assert "already" in on_stage.view.chip.text
