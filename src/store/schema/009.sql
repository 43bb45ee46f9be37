-- Documents of editions.  An edition keeps the document that its image was compiled from
-- first; one of other words, but the same image, is kept here.

CREATE TABLE document (
    digest   BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32), -- SHA-256 of source
    source   BLOB NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;
