"""The inventory tree under news: the same, however it came about."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, qInstallMessageHandler
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from nocscape.console.bridge import Bridge
from nocscape.console.inventory.grouping import natural, path_of
from nocscape.console.inventory.model import InventoryModel
from nocscape.console.inventory.tree import Branch
from nocscape.console.selection import DEVICES_MIME
from nocscape.engine.client import EngineClient
from nocscape.model.batches import DeviceChanged, DeviceGone, StatusChanged
from nocscape.model.commands import SetDevice
from nocscape.model.net import Device, DeviceStatus, Endpoint, Interface, Inventory, Kind
from nocscape.model.status import Status
from tests.console.fake_line import FakeLine

pytestmark = pytest.mark.qt

FAILURES = QAbstractItemModelTester.FailureReportingMode.Fatal


def device(name: str, site: str = "HQ/Core", address: str = "10.0.0.1", **more: object) -> Inventory:
    made = Device(id=name, name=name, endpoint=Endpoint(address), site=site, **more)  # type: ignore[arg-type]
    return Inventory(device=made)


def lines(model: InventoryModel) -> list[str]:
    """The tree as a person sees it, two blanks a level."""

    def below(index: QModelIndex, depth: int) -> Iterator[str]:
        for row in range(model.rowCount(index)):
            child = model.index(row, 0, index)
            node = model.node(child)
            count = f" ({node.count})" if isinstance(node, Branch) else ""
            yield f"{'  ' * depth}{child.data()}{count}"
            yield from below(child, depth + 1)

    return list(below(QModelIndex(), 0))


@pytest.fixture
def model(campus: Bridge) -> InventoryModel:
    model = InventoryModel(campus, campus)
    QAbstractItemModelTester(model, FAILURES, model)
    return model


def test_sites_become_levels_with_counts_groups_first_and_names_in_natural_order(model: InventoryModel) -> None:
    assert lines(model)[:5] == ["HQ (32)", "  Building A (9)", "    acc-a1", "    acc-a2", "    acc-a3"]
    assert lines(model)[-1] == "  internet"
    assert natural("core-2") < natural("core-10")


@pytest.mark.parametrize(
    ("grouping", "first", "groups"),
    [("subnet", "10.0.0.0/24 (4)", 10), ("vendor", "APC (2)", 10), ("kind", "Access point (6)", 11)],
)
def test_the_tree_can_be_cut_other_ways(model: InventoryModel, grouping: str, first: str, groups: int) -> None:
    model.set_grouping(grouping)
    assert lines(model)[0] == first
    assert model.rowCount() == groups


def test_a_known_prefix_decides_the_subnet() -> None:
    known = device("a", address="10.0.5.1")
    known = Inventory(device=known.device, interfaces=(Interface(key="1", if_index=1, addresses=("10.0.5.1/20",)),))
    assert path_of(known, "subnet") == ("10.0.0.0/20",)
    assert path_of(device("b", address="2001:db8::1"), "subnet") == ("2001:db8::/64",)
    assert path_of(device("c", address="switch.example"), "subnet") == ("No address",)


def test_a_device_without_a_site_stands_where_it_says_that_it_is() -> None:
    assert path_of(device("a", site="", sys_location="Busan/2F"), "site") == ("Busan", "2F")
    assert path_of(device("a", site="HQ", sys_location="Busan/2F"), "site") == ("HQ",)
    assert path_of(device("a", site=" / "), "site") == ("No site",)


def test_the_filter_looks_at_names_addresses_makers_models_and_sites(model: InventoryModel) -> None:
    for text, expected in (
        ("fortinet", 2),
        ("10.2.9", 5),
        ("building ap-", 6),
        ("c9500", 4),
        ("FIREWALL", 2),
        ("zz", 0),
    ):
        model.set_filter(text, None)
        assert model.shown == expected, text
    assert model.known == 32


def test_a_filter_by_state_follows_the_states(model: InventoryModel, campus: Bridge, line: FakeLine) -> None:
    model.set_filter("", Status.CRITICAL)
    assert lines(model)[-1].strip() == "dist-b2"
    line.tell(
        StatusChanged(
            devices=(
                DeviceStatus(device="dist-b2", status=Status.UP),
                DeviceStatus(device="fw-1", status=Status.CRITICAL),
            )
        )
    )
    campus.tick()
    assert lines(model) == ["HQ (1)", "  Core (1)", "    fw-1"]


def test_a_state_changes_its_row_and_its_groups_and_nothing_else(
    model: InventoryModel, campus: Bridge, line: FakeLine
) -> None:
    told: list[str] = []
    model.dataChanged.connect(lambda first, last, _roles: told.append(f"{first.data()}..{last.data()}"))
    model.modelReset.connect(lambda: told.append("reset"))
    line.tell(StatusChanged(devices=(DeviceStatus(device="acc-a1", status=Status.MINOR),)))
    campus.tick()
    assert told == ["acc-a1..acc-a1", "Building A..Building A", "HQ..HQ"]
    node = model.node(model.index_of_branch(("HQ",)))
    assert isinstance(node, Branch)
    assert node.worst is Status.CRITICAL


def test_arrivals_are_inserted_together_and_put_in_order_by_the_timer(
    model: InventoryModel, campus: Bridge, line: FakeLine
) -> None:
    inserted: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _above, first, last: inserted.append((first, last)))
    kept = QPersistentModelIndex(model.index_of("fw-2"))
    line.tell(*[DeviceChanged(inventory=device(name)) for name in ("core-10", "core-3", "aaa-1")])
    campus.tick()
    assert inserted == [(4, 6)]
    model.sort_now()
    core = model.index_of_branch(("HQ", "Core"))
    names = [model.index(row, 0, core).data() for row in range(model.rowCount(core))]
    assert names == ["aaa-1", "core-1", "core-2", "core-3", "core-10", "fw-1", "fw-2"]
    assert kept.data() == "fw-2"


def test_a_device_moves_with_its_site_and_an_empty_group_goes(
    model: InventoryModel, campus: Bridge, line: FakeLine
) -> None:
    line.tell(DeviceChanged(inventory=device("fw-1", site="Busan / 2F")))
    campus.tick()
    assert lines(model)[:3] == ["Busan (1)", "  2F (1)", "    fw-1"]
    line.tell(DeviceGone(device="fw-1"))
    campus.tick()
    assert lines(model)[0] == "HQ (31)"


def test_devices_of_a_group_and_of_a_group_within_it_leave_together(bridge: Bridge, line: FakeLine) -> None:
    model = InventoryModel(bridge, bridge)
    QAbstractItemModelTester(model, FAILURES, model)
    line.tell(*[DeviceChanged(inventory=device(name, site)) for name, site in (("a", "A/B"), ("b", "A"), ("c", "A"))])
    bridge.tick()
    line.tell(DeviceGone(device="a"), DeviceGone(device="b"))
    bridge.tick()
    assert lines(model) == ["A (1)", "  c"]


def test_a_new_name_is_shown_in_its_place(model: InventoryModel, campus: Bridge, line: FakeLine) -> None:
    line.tell(
        DeviceChanged(
            inventory=Inventory(device=Device(id="fw-1", name="edge", endpoint=Endpoint("10.0.0.11"), site="HQ/Core"))
        )
    )
    campus.tick()
    assert model.index_of("fw-1").data() == "edge"


def test_renaming_asks_the_engine_and_changes_nothing_by_itself(model: InventoryModel, line: FakeLine) -> None:
    index = model.index_of("fw-1")
    assert model.setData(index, "  edge-fw ")
    assert line.asks[-1] == SetDevice(device="fw-1", name="edge-fw")
    assert index.data() == "fw-1"
    assert not model.setData(index, "  ")
    assert not model.setData(model.index_of_branch(("HQ",)), "X")


def test_a_dragged_group_is_all_its_devices(model: InventoryModel) -> None:
    data = model.mimeData([model.index_of_branch(("HQ", "Core")), model.index_of("fw-1")])
    assert json.loads(bytes(data.data(DEVICES_MIME).data())) == ["core-1", "core-2", "fw-1", "fw-2"]
    assert data.text() == "core-1\ncore-2\nfw-1\nfw-2"


def test_a_screen_reader_hears_name_state_and_address(model: InventoryModel) -> None:
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index_of("dist-b2"), spoken) == "dist-b2, Critical, 10.2.0.2"
    assert model.data(model.index_of_branch(("HQ", "Core")), spoken) == "Core, devices: 4"


def test_hostile_names_are_shown_as_they_are(model: InventoryModel, campus: Bridge, line: FakeLine) -> None:
    line.tell(DeviceChanged(inventory=device("<b>x</b>", site="/".join("abcdefghijkl"))))
    campus.tick()
    index = model.index_of("<b>x</b>")
    assert index.data() == "<b>x</b>"
    assert "&lt;b&gt;" in str(model.data(index, Qt.ItemDataRole.ToolTipRole))
    assert len(model.path_at(index.parent())) == 6


NAMES = st.sampled_from([f"n{i}" for i in range(6)])
SITES = st.sampled_from(["", "A", "A/B", "B", "A/B/C"])
STEPS = st.one_of(
    st.builds(
        lambda n, s, k: DeviceChanged(inventory=device(n, s, kind=k)),
        NAMES,
        SITES,
        st.sampled_from([Kind.UPS, Kind.PLC]),
    ),
    st.builds(lambda n: DeviceGone(device=n), NAMES),
    st.builds(
        lambda n, s: StatusChanged(devices=(DeviceStatus(device=n, status=s),)), NAMES, st.sampled_from(list(Status))
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(STEPS, max_size=5), max_size=6),
    st.sampled_from(["site", "kind"]),
    st.sampled_from([("", None), ("n1", None), ("", Status.UP)]),
)
def test_news_lead_to_the_same_tree_as_building_it_anew(
    qapp: QApplication,
    ticks: list[list[DeviceChanged | DeviceGone | StatusChanged]],
    grouping: str,
    chosen: tuple[str, Status | None],
) -> None:
    line = FakeLine()
    bridge = Bridge(EngineClient(line, origin="console", actor="tester"))
    model = InventoryModel(bridge, bridge)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    model.set_grouping(grouping)
    model.set_filter(*chosen)
    complaints: list[str] = []
    before = qInstallMessageHandler(lambda _kind, _context, text: complaints.append(text))
    try:
        for items in ticks:
            line.tell(*items)
            bridge.tick()
        model.sort_now()
    finally:
        qInstallMessageHandler(before)
    assert complaints == []
    by_news = lines(model)
    model.rebuild()
    assert by_news == lines(model)
    assert model.shown == sum(not entry.endswith(")") for entry in by_news)
    bridge.deleteLater()


def test_ten_thousand_devices_are_taken_in_without_a_reset(bridge: Bridge, line: FakeLine) -> None:
    model = InventoryModel(bridge, bridge)
    told: list[str] = []
    model.modelReset.connect(lambda: told.append("reset"))
    model.rowsInserted.connect(lambda *_: told.append("insert"))
    items = [
        DeviceChanged(inventory=device(f"sw-{i}", f"S{i % 50}", f"10.{i // 250}.{i % 250}.1")) for i in range(10_000)
    ]
    line.tell(*items)
    while model.shown < 10_000:
        bridge.tick()
    assert "reset" not in told
    assert len(told) < 10_000
    line.tell(StatusChanged(devices=tuple(DeviceStatus(device=f"sw-{i}", status=Status.UP) for i in range(10_000))))
    bridge.tick()
    node = model.node(model.index_of_branch(("S7",)))
    assert isinstance(node, Branch)
    assert (node.count, node.worst) == (200, Status.UP)
    model.set_filter("sw-77", None)
    assert model.shown == 111
