-- Passkeys, and more ways into a session.  Everybody signs in anew after this step.

CREATE TABLE passkey (
    number    INTEGER PRIMARY KEY CHECK (number >= 1),
    account   INTEGER NOT NULL REFERENCES account (number),
    id        BLOB NOT NULL CHECK (length(id) BETWEEN 1 AND 1023), -- its own
    algorithm INTEGER NOT NULL CHECK (algorithm IN (-7, -8, -257)), -- of COSE
    key       BLOB NOT NULL CHECK (length(key) BETWEEN 32 AND 259), -- public
    counter   INTEGER NOT NULL CHECK (counter BETWEEN 0 AND 4294967295),
    name      TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    made_at   INTEGER NOT NULL,
    used_at   INTEGER -- NULL: never
) STRICT;

CREATE UNIQUE INDEX passkey_id ON passkey (id);
CREATE INDEX passkey_account ON passkey (account);

-- Challenges that were answered: none counts twice.  Those that are still open are
-- nowhere kept.
CREATE TABLE challenge (
    digest  BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32), -- SHA-256
    ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

DROP TABLE session;

CREATE TABLE session (
    number   INTEGER PRIMARY KEY CHECK (number >= 1),
    digest   BLOB NOT NULL CHECK (length(digest) = 32), -- SHA-256 of its token
    account  INTEGER NOT NULL REFERENCES account (number),
    device   INTEGER REFERENCES device (number),
    way      INTEGER NOT NULL CHECK (way BETWEEN 0 AND 4), -- enum session_way
    is_whole INTEGER NOT NULL CHECK (is_whole IN (0, 1)), -- 0: a code is wanted still
    stepped  INTEGER NOT NULL CHECK (stepped IN (0, 1)),  -- the second step was proved
    made_at  INTEGER NOT NULL,
    used_at  INTEGER NOT NULL,
    idle     INTEGER NOT NULL CHECK (idle >= 1), -- seconds after which it ends unused
    ends_at  INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX session_digest ON session (digest);
CREATE INDEX session_account ON session (account);
