"""The map as it was: a bar with a time, and sheets of the network at that time."""
