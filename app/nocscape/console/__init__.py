"""The window: everything Qt, and no protocol."""
