"""Plain data that crosses rooms and wires."""
