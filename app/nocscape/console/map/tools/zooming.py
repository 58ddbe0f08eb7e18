"""What wheels, touch pads and touch screens do to a camera."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from nocscape.console.map.camera import Camera

WHEEL_FACTOR = 1.2
"""Zoom of one notch of the wheel."""

_NOTCH = 120.0


def wheeled(camera: Camera, event: QWheelEvent) -> Camera:
    """A wheel zooms at the pointer; two fingers on a touch pad push the map, and zoom with Ctrl."""
    is_zoom = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    pixels = event.pixelDelta()
    if not is_zoom and not pixels.isNull() and event.phase() != Qt.ScrollPhase.NoScrollPhase:
        return camera.panned(pixels.x(), pixels.y())
    at = event.position()
    return camera.zoomed(WHEEL_FACTOR ** (event.angleDelta().y() / _NOTCH), at.x(), at.y())


def pinched(camera: Camera, event: QEvent, widget: QWidget) -> Camera | None:
    """Two fingers that go apart zoom between them; None for any other event."""
    if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
        return camera.zoomed(1.0 + event.value(), event.position().x(), event.position().y())
    pinch = event.gesture(Qt.GestureType.PinchGesture) if isinstance(event, QGestureEvent) else None
    if not isinstance(event, QGestureEvent) or not isinstance(pinch, QPinchGesture):
        return None
    at = QPointF(widget.mapFromGlobal(pinch.centerPoint().toPoint()))
    event.accept(pinch)
    return camera.zoomed(pinch.scaleFactor(), at.x(), at.y())
