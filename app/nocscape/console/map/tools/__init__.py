"""Gestures: each is an object that Esc cancels, and that ends in at most one edit of the document."""
