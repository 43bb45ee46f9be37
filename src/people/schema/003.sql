-- Who somebody is at another place that signs people in, by what it never changes.

CREATE TABLE identity (
    issuer  TEXT NOT NULL CHECK (length(issuer) BETWEEN 1 AND 500),
    subject TEXT NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
    account INTEGER NOT NULL REFERENCES account (number),
    made_at INTEGER NOT NULL,
    PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;

CREATE INDEX identity_account ON identity (account);
