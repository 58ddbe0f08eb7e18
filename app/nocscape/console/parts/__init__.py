"""Small widgets and words that several panels share."""
