"""The first schema.

What the network is made of carries `valid_from` and `valid_to` (UTC seconds; NULL holds now), so that the map of
yesterday can be drawn. An endpoint is (realm, address, port). A `body` is msgpack of the model's struct; the columns
beside it are those that are searched.
"""

SQL = """
CREATE TABLE devices (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    valid_from REAL NOT NULL,
    valid_to REAL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    vendor TEXT,
    model TEXT,
    serial TEXT,
    site TEXT NOT NULL,
    body BLOB NOT NULL,
    last_seen REAL NOT NULL,
    uptime_s REAL,
    readings BLOB NOT NULL
);
CREATE UNIQUE INDEX devices_now ON devices (id) WHERE valid_to IS NULL;
CREATE INDEX devices_past ON devices (valid_to) WHERE valid_to IS NOT NULL;

CREATE TABLE endpoints (
    row INTEGER PRIMARY KEY,
    device TEXT NOT NULL,
    valid_from REAL NOT NULL,
    valid_to REAL,
    realm TEXT NOT NULL,
    address TEXT NOT NULL,
    port INTEGER NOT NULL,
    is_polled INTEGER NOT NULL
);
CREATE UNIQUE INDEX endpoints_now ON endpoints (device, realm, address, port) WHERE valid_to IS NULL;
CREATE INDEX endpoints_past ON endpoints (valid_to) WHERE valid_to IS NOT NULL;
CREATE INDEX endpoints_address ON endpoints (address, realm, port);

CREATE TABLE interfaces (
    row INTEGER PRIMARY KEY,
    device TEXT NOT NULL,
    valid_from REAL NOT NULL,
    valid_to REAL,
    key TEXT NOT NULL,
    if_index INTEGER NOT NULL,
    name TEXT NOT NULL,
    alias TEXT NOT NULL,
    mac TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE UNIQUE INDEX interfaces_now ON interfaces (device, key) WHERE valid_to IS NULL;
CREATE INDEX interfaces_past ON interfaces (valid_to) WHERE valid_to IS NOT NULL;
CREATE INDEX interfaces_mac ON interfaces (mac) WHERE mac <> '';

CREATE TABLE links (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    valid_from REAL NOT NULL,
    valid_to REAL,
    a_device TEXT NOT NULL,
    a_interface TEXT,
    b_device TEXT NOT NULL,
    b_interface TEXT,
    state TEXT NOT NULL,
    confidence REAL NOT NULL,
    speed_bps INTEGER,
    last_seen REAL NOT NULL
);
CREATE UNIQUE INDEX links_now ON links (id) WHERE valid_to IS NULL;
CREATE INDEX links_past ON links (valid_to) WHERE valid_to IS NOT NULL;
CREATE INDEX links_a ON links (a_device);
CREATE INDEX links_b ON links (b_device);

CREATE TABLE evidence (
    row INTEGER PRIMARY KEY,
    link TEXT NOT NULL,
    valid_from REAL NOT NULL,
    valid_to REAL,
    source TEXT NOT NULL,
    seen_from TEXT NOT NULL,
    detail TEXT NOT NULL,
    at REAL NOT NULL
);
CREATE UNIQUE INDEX evidence_now ON evidence (link, source, seen_from, detail) WHERE valid_to IS NULL;
CREATE INDEX evidence_past ON evidence (valid_to) WHERE valid_to IS NOT NULL;

CREATE TABLE credentials (
    name TEXT PRIMARY KEY,
    rank INTEGER NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE maps (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    revision INTEGER NOT NULL,
    changed_at REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE map_snapshots (
    map TEXT NOT NULL,
    revision INTEGER NOT NULL,
    at REAL NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (map, revision)
);

CREATE TABLE map_changes (
    map TEXT NOT NULL,
    revision INTEGER NOT NULL,
    at REAL NOT NULL,
    actor TEXT NOT NULL,
    edit TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (map, revision)
);

CREATE TABLE overrides (
    device TEXT PRIMARY KEY,
    name TEXT,
    site TEXT,
    actor TEXT NOT NULL,
    at REAL NOT NULL
) WITHOUT ROWID;

CREATE TABLE events (
    id TEXT PRIMARY KEY,
    at REAL NOT NULL,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    device TEXT,
    body BLOB NOT NULL
);
CREATE INDEX events_at ON events (at);
CREATE INDEX events_device ON events (device, at);

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    actor TEXT NOT NULL,
    origin TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL,
    outcome TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at);

CREATE TABLE jobs (
    id TEXT PRIMARY KEY,
    at REAL NOT NULL,
    body BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    body BLOB NOT NULL
) WITHOUT ROWID;
"""
