"""The network as a graph: links inferred from evidence, layout."""
