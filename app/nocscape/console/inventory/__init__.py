"""What is known, as a tree: by site, subnet, vendor or kind; and what waits to be placed on the map."""
