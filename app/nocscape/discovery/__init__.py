"""Finding: sweep, identify, merge identities, read neighbours."""
