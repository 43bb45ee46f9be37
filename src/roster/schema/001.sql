-- The roster: who is on duty when, and how they are reached.
--
-- Beside the record, not in it: it changes each term, and addresses are to be forgotten.
-- Every table is STRICT.  Moments are seconds since 1970-01-01T00:00:00Z; the times of
-- duties are minutes that the clocks of the place show.

-- The steps by which this schema came about, word for word.
CREATE TABLE schema_step (
    number INTEGER PRIMARY KEY,
    text   TEXT NOT NULL
) STRICT;

-- The last number that was given to anything here: none is given twice.
CREATE TABLE given (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    last INTEGER NOT NULL CHECK (last >= 0)
) STRICT;

INSERT INTO given (one, last) VALUES (1, 0);

-- Never deleted: the record names people by their numbers.
CREATE TABLE person (
    number  INTEGER PRIMARY KEY CHECK (number >= 1),
    name    TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
    login   TEXT CHECK (length(login) BETWEEN 1 AND 64),
    sourced TEXT CHECK (length(sourced) BETWEEN 1 AND 255), -- their id in a OneRoster file
    is_gone INTEGER NOT NULL CHECK (is_gone IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX person_login ON person (login);
CREATE UNIQUE INDEX person_sourced ON person (sourced);

-- The roles that somebody has, as protocols name them.
CREATE TABLE post (
    person  INTEGER NOT NULL REFERENCES person (number),
    role    TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 64),
    school  TEXT NOT NULL CHECK (length(school) <= 120), -- empty: the whole district
    is_head INTEGER NOT NULL CHECK (is_head IN (0, 1)),
    PRIMARY KEY (person, role, school)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact (
    number      INTEGER PRIMARY KEY CHECK (number >= 1),
    person      INTEGER NOT NULL REFERENCES person (number),
    channel     INTEGER NOT NULL CHECK (channel BETWEEN 0 AND 4), -- enum roster_channel
    address     TEXT NOT NULL CHECK (length(address) BETWEEN 1 AND 2048),
    verified_at INTEGER, -- NULL: never
    tested_at   INTEGER, -- NULL: never
    disabled    TEXT CHECK (length(disabled) BETWEEN 1 AND 300) -- why; NULL: it is used
) STRICT;

CREATE UNIQUE INDEX contact_address ON contact (person, channel, address);

-- The code by which an address is proved.
CREATE TABLE code (
    contact INTEGER PRIMARY KEY REFERENCES contact (number),
    digest  BLOB NOT NULL CHECK (length(digest) = 32), -- keyed
    made_at INTEGER NOT NULL,
    tries   INTEGER NOT NULL CHECK (tries >= 0)
) STRICT;

CREATE TABLE week (
    number    INTEGER PRIMARY KEY CHECK (number >= 1),
    role      TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 64),
    school    TEXT NOT NULL CHECK (length(school) <= 120),
    person    INTEGER NOT NULL REFERENCES person (number),
    weekdays  INTEGER NOT NULL CHECK (weekdays BETWEEN 1 AND 127), -- 1: Monday
    starts    INTEGER NOT NULL CHECK (starts BETWEEN 0 AND 1439),
    ends      INTEGER NOT NULL CHECK (ends BETWEEN 0 AND 1439), -- up to starts: next day
    rank      INTEGER NOT NULL CHECK (rank BETWEEN 1 AND 9),
    first_day INTEGER NOT NULL, -- days since 1970-01-01
    last_day  INTEGER NOT NULL CHECK (last_day >= first_day)
) STRICT;

CREATE TABLE override (
    number INTEGER PRIMARY KEY CHECK (number >= 1),
    role   TEXT NOT NULL CHECK (length(role) BETWEEN 1 AND 64),
    school TEXT NOT NULL CHECK (length(school) <= 120),
    rank   INTEGER NOT NULL CHECK (rank BETWEEN 1 AND 9),
    person INTEGER REFERENCES person (number), -- NULL: nobody
    starts INTEGER NOT NULL,
    ends   INTEGER NOT NULL CHECK (ends > starts)
) STRICT;

CREATE TABLE acting (
    number   INTEGER PRIMARY KEY CHECK (number >= 1),
    person   INTEGER NOT NULL REFERENCES person (number),
    stand_in INTEGER NOT NULL REFERENCES person (number) CHECK (stand_in <> person),
    starts   INTEGER NOT NULL,
    ends     INTEGER NOT NULL CHECK (ends > starts)
) STRICT;
