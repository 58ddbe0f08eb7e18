"""Maps as files of other programs: pictures, graphs, and what comes back from them."""
