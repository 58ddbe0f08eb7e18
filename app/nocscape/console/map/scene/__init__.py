"""The mirror of document and live network as arrays: what painters and hit tests work on."""
