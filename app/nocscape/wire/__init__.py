"""How to talk: one folder a protocol, no knowledge of what the answers mean."""
