"""The layers of a map, drawn from arrays: never a Python call for each node or link."""
