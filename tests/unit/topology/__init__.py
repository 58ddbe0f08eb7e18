"""Identity and links from made-up readings."""
