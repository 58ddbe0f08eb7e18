"""Asking for files."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from nocscape.console.parts.files import OpenDialog, SaveDialog

pytestmark = pytest.mark.qt


@pytest.fixture
def parent(qapp: QApplication) -> Iterator[QWidget]:
    widget = QWidget()
    yield widget
    widget.deleteLater()


def test_a_name_without_a_suffix_gets_that_of_the_chosen_format(parent: QWidget) -> None:
    dialog = SaveDialog(parent, "Export", {"png": "PNG", "graphml": "GraphML"}, proposed="map.png")
    assert (dialog.defaultSuffix(), dialog.nameFilters()) == ("png", ["PNG (*.png)", "GraphML (*.graphml)"])
    assert [name.rpartition("/")[2] for name in dialog.selectedFiles()] == ["map.png"]
    dialog.filterSelected.emit("GraphML (*.graphml)")
    assert dialog.defaultSuffix() == "graphml"


def test_nothing_is_left_of_a_dialog_that_is_done(parent: QWidget) -> None:
    for dialog in (SaveDialog(parent, "Save", {"png": "PNG"}), OpenDialog(parent, "Open", "Images (*.png)")):
        dialog.open()
        dialog.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert parent.findChildren(QFileDialog) == []
