"""Tables of whom a device hears, and of the protocols that it takes part in."""

from __future__ import annotations

from tests.recordings.document import Document, Tables


def tables(device: Document, document: Document) -> Tables:
    """Neighbours by the links that the device itself announced or heard."""
    names = {d["id"]: d["name"] for d in document["devices"]}
    links = []
    for link in document["links"]:
        near, far = (link["a"], link["b"]) if link["a"]["device"] == device["id"] else (link["b"], link["a"])
        if near["device"] == device["id"]:
            links.append(
                {
                    "ifName": near["interface"],
                    "remote_hostname": names.get(far["device"], ""),
                    "remote_port": far["interface"] or "",
                }
            )
    return {"links": links}
