"""Puts the rooms together. Everything outside imports `engine.client` alone."""
