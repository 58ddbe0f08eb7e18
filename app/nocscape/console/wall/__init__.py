"""The wall: maps and other pages in turn, full screen, for a room that looks at them from five metres away."""
