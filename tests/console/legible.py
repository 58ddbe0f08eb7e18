"""What cannot be read on a screen: words without the room that they need, and columns narrower than their titles."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QTabBar,
    QToolButton,
    QWidget,
)

from nocscape.console.parts.elided import ElidedLabel

SLACK = 1
"""Pixels that rounding at odd scales takes."""


def cut_words(root: QWidget) -> list[str]:
    """Everything below `root` that can be seen and whose words are cut, as sentences for people who mend it."""
    return [fault for widget in _seen(root) for fault in _faults(widget)]


def _seen(root: QWidget) -> Iterator[QWidget]:
    yield from (widget for widget in root.findChildren(QWidget) if widget.isVisibleTo(root) and _is_ours(widget))


def _is_ours(widget: QWidget) -> bool:
    """Parts inside Qt's own widgets are told by the widget that holds them."""
    above = widget.parentWidget()
    return not isinstance(above, QTabBar | QComboBox | QLineEdit)


def _faults(widget: QWidget) -> Iterator[str]:
    match widget:
        case ElidedLabel():
            return
        case QLabel():
            words, short = widget.text(), label_lacks(widget)
        case QTabBar():
            yield from _tab_faults(widget)
            return
        case QHeaderView():
            yield from _header_faults(widget)
            return
        case QComboBox():
            words, short = widget.currentText(), combo_lacks(widget)
        case QLineEdit():
            words, short = widget.placeholderText(), _field_lacks(widget)
        case QAbstractButton():
            words, short = widget.text(), _button_lacks(widget)
        case QGroupBox():
            words, short = widget.title(), widget.minimumSizeHint().width() - widget.width()
        case QListWidget() if widget.wordWrap() is False and widget.horizontalScrollBar().maximum() > 0:
            words, short = "list", widget.horizontalScrollBar().maximum()
        case _:
            return
    if words.strip() and short > SLACK:
        yield f"{_where(widget)} lacks {short} px for {words!r}"
    if words.strip() and (hidden := _hidden(widget)) > SLACK:
        yield f"{_where(widget)} sticks out by {hidden} px with {words!r}"


def label_lacks(label: QLabel) -> int:
    """Pixels that a label is too narrow, or where it wraps, too low."""
    if not label.text() or not label.pixmap().isNull():
        return 0
    if label.wordWrap():
        return label.heightForWidth(label.width()) - label.height()
    return label.minimumSizeHint().width() - label.width()


def combo_lacks(box: QComboBox) -> int:
    """Pixels that the chosen entry lacks."""
    metrics = QFontMetrics(box.font())
    icon = box.iconSize().width() + 4 if not box.itemIcon(box.currentIndex()).isNull() else 0
    return metrics.horizontalAdvance(box.currentText()) + icon + COMBO_FRAME - box.width()


COMBO_FRAME = 2 * 9 + 24 - 8
"""Padding and border of the style sheet, and the arrow."""


def _field_lacks(field: QLineEdit) -> int:
    if field.text():
        return 0
    taken = sum(child.width() for child in field.findChildren(QToolButton) if child.isVisible())
    return QFontMetrics(field.font()).horizontalAdvance(field.placeholderText()) + taken + 28 - field.width()


def _button_lacks(button: QAbstractButton) -> int:
    is_sign = isinstance(button, QToolButton) and button.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    if button.objectName() == "searchField" or (is_sign and not button.icon().isNull()):
        return 0
    wanted: QSize = button.minimumSizeHint() if button.minimumSizeHint().isValid() else button.sizeHint()
    return wanted.width() - button.width()


def _hidden(widget: QWidget) -> int:
    """Pixels by which a widget is cut at the sides by what holds it; down and up may be scrolled to."""
    rect = QRect(widget.mapTo(widget.window(), QPoint()), widget.size())
    above = widget.parentWidget()
    while above is not None and above is not widget.window():
        frame = QRect(above.mapTo(widget.window(), QPoint()), above.size())
        if (over := max(frame.left() - rect.left(), rect.right() - frame.right())) > 0:
            return over
        is_scrolled = isinstance(above.parentWidget(), QAbstractScrollArea)
        if not is_scrolled and (over := max(frame.top() - rect.top(), rect.bottom() - frame.bottom())) > 0:
            return over
        if is_scrolled:
            return 0
        above = above.parentWidget()
    return 0


def _tab_faults(bar: QTabBar) -> Iterator[str]:
    for place in range(bar.count()):
        if not bar.isTabVisible(place):
            continue
        rect, title = bar.tabRect(place), bar.tabText(place)
        if rect.left() < -SLACK or rect.right() > bar.width() + SLACK:
            yield f"{_where(bar)} has no room for the tab {title!r}"
        elif (short := bar.minimumTabSizeHint(place).width() - rect.width()) > SLACK:
            yield f"{_where(bar)} lacks {short} px for the tab {title!r}"


def _header_faults(header: QHeaderView) -> Iterator[str]:
    if header.orientation() is Qt.Orientation.Vertical:
        return
    for column in range(header.count()):
        title = str(header.model().headerData(column, header.orientation()) or "")
        if not title or header.isSectionHidden(column):
            continue
        if (short := title_width(header, column) - header.sectionSize(column)) > SLACK:
            yield f"{_where(header)} lacks {short} px for the column {title!r}"


def title_width(header: QHeaderView, column: int) -> int:
    """Pixels that the title of a column wants, without the arrow where it is not sorted by it."""
    metrics = QFontMetrics(header.font())
    title = str(header.model().headerData(column, header.orientation()) or "")
    arrow = 16 if header.isSortIndicatorShown() and header.sortIndicatorSection() == column else 0
    return metrics.horizontalAdvance(title) + 2 * 8 + arrow


def _where(widget: QWidget) -> str:
    names: list[str] = []
    at: QWidget | None = widget
    while at is not None and len(names) < 5:
        names.append(type(at).__name__)
        at = at.parentWidget()
    return " < ".join(names)
