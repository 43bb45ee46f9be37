-- Papers that were shown or handed over: the bytes of a file that an event names by its
-- digest.  A file is sealed with the key of the bucket in which that digest lies, and is
-- erased with it.
--
-- As with `disclosure`, rows are only appended and never change their size: then nothing
-- of what is erased stays behind in the gaps of a page.
CREATE TABLE paper (
    seq    INTEGER NOT NULL,
    place  INTEGER NOT NULL,     -- of the digest among the sealed fields of its event
    sealed BLOB NOT NULL,
    PRIMARY KEY (seq, place),
    FOREIGN KEY (seq, place) REFERENCES disclosure (seq, place)
) STRICT;
