-- People, as they are kept.
--
-- Beside the record, not in it: what stands here is changed and deleted.  No password,
-- PIN, token or code does, only what tells a right one from a wrong one; and that takes
-- a key which lies in a file of its own.  Every table is STRICT.  Moments are seconds
-- since 1970-01-01T00:00:00Z.

-- The steps by which this schema came about, word for word.
CREATE TABLE schema_step (
    number INTEGER PRIMARY KEY,
    text   TEXT NOT NULL
) STRICT;

-- Never deleted: the record names people, and a number must not come to mean another.
CREATE TABLE account (
    number   INTEGER PRIMARY KEY CHECK (number >= 1),
    login    TEXT NOT NULL CHECK (length(login) BETWEEN 1 AND 64), -- lower case
    name     TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    state    INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3), -- enum people_state
    password TEXT CHECK (length(password) < 128), -- Argon2id; NULL: none chosen yet
    pin      TEXT CHECK (length(pin) < 128),      -- the same
    step     BLOB CHECK (length(step) = 60),      -- sealed secret of the second step
    step_new BLOB CHECK (length(step_new) = 60),  -- shown, but not yet confirmed
    step_at  INTEGER NOT NULL CHECK (step_at >= 0), -- the half minute of the last code
    made_at  INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX account_login ON account (login);

-- As what somebody may act, and where.
CREATE TABLE entitled (
    account INTEGER NOT NULL REFERENCES account (number),
    school  TEXT NOT NULL CHECK (length(school) <= 120), -- empty: the whole district
    role    INTEGER NOT NULL CHECK (role BETWEEN 0 AND 8), -- enum people_role
    PRIMARY KEY (account, school, role)
) STRICT, WITHOUT ROWID;

CREATE INDEX entitled_school ON entitled (school, account);

-- Codes on paper for who has lost the telephone.  Used once, then gone.
CREATE TABLE recovery (
    account INTEGER NOT NULL REFERENCES account (number),
    digest  BLOB NOT NULL CHECK (length(digest) = 32),
    PRIMARY KEY (account, digest)
) STRICT, WITHOUT ROWID;

-- Tokens that open one door once.
CREATE TABLE link (
    digest  BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32), -- SHA-256
    account INTEGER REFERENCES account (number), -- NULL: the first one is to be made
    forgets INTEGER NOT NULL CHECK (forgets IN (0, 1)), -- the second step, too
    ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX link_account ON link (account);

-- Computers at a desk.
CREATE TABLE device (
    number     INTEGER PRIMARY KEY CHECK (number >= 1),
    school     TEXT NOT NULL CHECK (length(school) BETWEEN 1 AND 120),
    name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    digest     BLOB NOT NULL CHECK (length(digest) = 32), -- SHA-256 of its token
    made_at    INTEGER NOT NULL,
    used_at    INTEGER NOT NULL,
    is_removed INTEGER NOT NULL CHECK (is_removed IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX device_digest ON device (digest);

-- Codes by which a computer becomes one.
CREATE TABLE enrolment (
    digest  BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
    school  TEXT NOT NULL CHECK (length(school) BETWEEN 1 AND 120),
    name    TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Wrong PINs in a row, by person: a right one of one's own does not make up for tries
-- at somebody else's.
CREATE TABLE pin_failure (
    device   INTEGER NOT NULL REFERENCES device (number),
    account  INTEGER NOT NULL REFERENCES account (number),
    failures INTEGER NOT NULL CHECK (failures >= 1),
    at       INTEGER NOT NULL,
    PRIMARY KEY (device, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    number   INTEGER PRIMARY KEY CHECK (number >= 1),
    digest   BLOB NOT NULL CHECK (length(digest) = 32), -- SHA-256 of its token
    account  INTEGER NOT NULL REFERENCES account (number),
    device   INTEGER REFERENCES device (number),
    way      INTEGER NOT NULL CHECK (way BETWEEN 0 AND 2), -- enum session_way
    is_whole INTEGER NOT NULL CHECK (is_whole IN (0, 1)), -- 0: a code is wanted still
    stepped  INTEGER NOT NULL CHECK (stepped IN (0, 1)),  -- the second step was proved
    made_at  INTEGER NOT NULL,
    used_at  INTEGER NOT NULL,
    idle     INTEGER NOT NULL CHECK (idle >= 1), -- seconds after which it ends unused
    ends_at  INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX session_digest ON session (digest);
CREATE INDEX session_account ON session (account);
