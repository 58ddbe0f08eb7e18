"""Keeping: inventory, history and secrets. The only room with SQL."""
