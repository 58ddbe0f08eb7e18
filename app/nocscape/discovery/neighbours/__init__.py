"""One neighbour protocol a file; each yields observations and draws no link."""
