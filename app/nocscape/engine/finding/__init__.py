"""The network found and kept up to date: discoveries, rediscovery, decisions, and answers about them."""
