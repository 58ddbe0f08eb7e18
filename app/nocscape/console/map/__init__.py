"""The map: a document that is edited, a scene that mirrors it, tools that turn gestures into edits.

`model` holds the document and its history, `scene` the arrays that are drawn, `paint` the layers, `tools` the gestures,
`layouts` the arithmetic of places (no Qt), `chrome` what floats over the map. `view.MapView` puts them together.
"""
