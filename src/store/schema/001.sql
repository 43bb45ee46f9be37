-- The record, as it is kept.
--
-- One log of events, and beside it what the log only names by digest: the values
-- that may one day have to be erased, the editions that decided, what was signed.
-- Nothing in `event` or `tile` is ever changed or deleted; nothing personal stands
-- there.  Every table is STRICT, so a number is a number and bytes are bytes.
-- Moments are seconds since 1970-01-01T00:00:00Z.

-- The steps by which this schema came about, word for word.  On opening they are
-- compared with the steps that the program knows.
CREATE TABLE schema_step (
    number INTEGER PRIMARY KEY,
    text   TEXT NOT NULL
) STRICT;

-- What log this is.  One row, written together with event 0.
CREATE TABLE log (
    only      INTEGER PRIMARY KEY CHECK (only = 1),
    origin    TEXT NOT NULL,     -- first line of every checkpoint
    opened_at INTEGER NOT NULL
) STRICT;

-- Which key signs, from which size of the log onwards.  By size and not by time: a
-- thief of the key can write any date, but not put an event where another stands.
CREATE TABLE log_key (
    from_size INTEGER PRIMARY KEY CHECK (from_size >= 0),
    vkey      TEXT NOT NULL      -- verifier key of a signed note
) STRICT;

-- Everything that happened, in order.
CREATE TABLE event (
    seq     INTEGER PRIMARY KEY CHECK (seq >= 0), -- place in the log, without gaps
    leaf    BLOB NOT NULL        -- what the tree hashes; a bundle holds 65,535 bytes
            CHECK (length(leaf) BETWEEN 1 AND 65535),
    hash    BLOB NOT NULL CHECK (length(hash) = 32), -- of the leaf, RFC 6962
    kind    TEXT NOT NULL,
    visit   BLOB CHECK (length(visit) = 16), -- NULL: it belongs to no visit
    n       INTEGER CHECK (n >= 0),          -- place in its visit, without gaps
    at      INTEGER NOT NULL,
    key     BLOB NOT NULL        -- idempotency key: sent twice, recorded once
            CHECK (length(key) = 16),
    content BLOB NOT NULL        -- digest of what was sent under that key
            CHECK (length(content) = 32),
    CHECK ((visit IS NULL) = (n IS NULL))
) STRICT;

CREATE UNIQUE INDEX event_key ON event (key);
CREATE UNIQUE INDEX event_visit ON event (visit, n) WHERE visit IS NOT NULL;

-- Full tiles of the tree: 256 hashes of one level side by side.  The other half of
-- what the served files hold, so that either can be made again from the other.
CREATE TABLE tile (
    level  INTEGER NOT NULL CHECK (level BETWEEN 0 AND 63),
    n      INTEGER NOT NULL CHECK (n >= 0),
    hashes BLOB NOT NULL CHECK (length(hashes) = 8192),
    PRIMARY KEY (level, n)
) STRICT;

-- Every checkpoint that was signed.  One a size: the database itself refuses to hold
-- two roots for one size, which is what a fork would need.
CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY CHECK (size >= 0),
    root BLOB NOT NULL CHECK (length(root) = 32),
    note BLOB NOT NULL,          -- the signed note as it was first published
    at   INTEGER NOT NULL
) STRICT;

-- What witnesses added to a checkpoint: the newest line of each.
CREATE TABLE cosignature (
    size    INTEGER NOT NULL REFERENCES checkpoint (size),
    witness TEXT NOT NULL,       -- name of its key
    line    TEXT NOT NULL,       -- the signature line, without its line feed
    at      INTEGER NOT NULL,    -- the time that the witness signed
    PRIMARY KEY (size, witness)
) STRICT, WITHOUT ROWID;

-- Retention buckets, `<class>-<YYYY-MM>`.  All values of one are sealed with one
-- key, which lies in a file of its own and is destroyed with the last value.
CREATE TABLE bucket (
    name        TEXT PRIMARY KEY,
    opened_at   INTEGER NOT NULL,
    closed_at   INTEGER,         -- takes no more values from here on
    shredded_at INTEGER,         -- its key is gone
    CHECK (shredded_at IS NULL OR closed_at IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- The sealed fields of events.  Erasing one overwrites `sealed` with as many zeros.
--
-- SQLite zeroes what is deleted, but not the copies that stay behind in the gaps of
-- a page when its neighbours are split or joined.  So rows are only ever appended
-- (by their hidden row number, never deleted) and never change their size (0 and 1
-- take no room of their own): then no value is ever copied to another page.
CREATE TABLE disclosure (
    seq    INTEGER NOT NULL REFERENCES event (seq),
    place  INTEGER NOT NULL CHECK (place >= 0), -- order in which it was stated
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    bucket TEXT NOT NULL REFERENCES bucket (name),
    erased INTEGER NOT NULL CHECK (erased IN (0, 1)),
    sealed BLOB NOT NULL,
    PRIMARY KEY (seq, place)
) STRICT;

-- What is still there of a bucket, counted when its key might go.
CREATE INDEX disclosure_bucket ON disclosure (bucket) WHERE erased = 0;

-- Which event says that a field was erased.
CREATE TABLE erasure (
    seq       INTEGER NOT NULL,
    place     INTEGER NOT NULL,
    erased_by INTEGER NOT NULL REFERENCES event (seq),
    PRIMARY KEY (seq, place),
    FOREIGN KEY (seq, place) REFERENCES disclosure (seq, place)
) STRICT, WITHOUT ROWID;

-- Editions of protocols.  A decision names its edition by the image's digest, and
-- can be decided again from here for as long as the record is kept.
CREATE TABLE edition (
    digest   BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32), -- SHA-256 of image
    name     TEXT NOT NULL,      -- which protocol this is an edition of
    image    BLOB NOT NULL,
    source   BLOB NOT NULL,      -- the document it was compiled from
    added_at INTEGER NOT NULL,
    begins   INTEGER NOT NULL,   -- in force from this moment
    ends     INTEGER,            -- until just before this one; NULL: until further notice
    CHECK (ends IS NULL OR ends >= begins)
) STRICT;

CREATE INDEX edition_begins ON edition (name, begins, added_at, digest);

-- Legal holds: while one covers an event, nothing of it is erased.  It covers one
-- event or a whole visit.
CREATE TABLE hold (
    number     INTEGER PRIMARY KEY CHECK (number >= 1),
    seq        INTEGER REFERENCES event (seq),
    visit      BLOB CHECK (length(visit) = 16),
    reason     TEXT NOT NULL,
    ordered_by TEXT NOT NULL,
    begins     INTEGER NOT NULL,
    ends       INTEGER,          -- NULL: until further notice
    CHECK ((seq IS NULL) <> (visit IS NULL)),
    CHECK (ends IS NULL OR ends >= begins)
) STRICT;

CREATE INDEX hold_seq ON hold (seq) WHERE seq IS NOT NULL;
CREATE INDEX hold_visit ON hold (visit) WHERE visit IS NOT NULL;
