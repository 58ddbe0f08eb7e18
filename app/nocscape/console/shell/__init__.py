"""The frame round the panels: window, docks, actions, command palette."""
