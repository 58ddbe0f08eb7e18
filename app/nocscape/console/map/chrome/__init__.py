"""What floats over the map: tool bar, legend, minimap, undo chip, cards."""
