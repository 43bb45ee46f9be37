-- Letters that are on their way: who has to be told, by what, and how often it was tried.
-- A row is made in the transaction of the event that asks for it and goes when it is
-- settled, in the transaction of the event that says so; so nothing is ever sent that is
-- not in the record, and nothing is forgotten in between.  What a letter says, and where
-- it goes, stands in no row: it is written when it is sent.

CREATE TABLE delivery (
    number   INTEGER PRIMARY KEY,
    seq      INTEGER NOT NULL REFERENCES event (seq),
    place    INTEGER NOT NULL CHECK (place >= 0),  -- among the letters of its event
    channel  TEXT NOT NULL,
    contact  INTEGER NOT NULL,                     -- of the roster; 0: a webhook
    webhook  TEXT NOT NULL,                        -- its name, or empty
    urgent   INTEGER NOT NULL CHECK (urgent IN (0, 1)),
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at  INTEGER NOT NULL,                     -- not before
    lease    INTEGER NOT NULL DEFAULT 0,           -- somebody sends it until then
    UNIQUE (seq, place)
) STRICT;
CREATE INDEX delivery_due ON delivery (channel, urgent DESC, next_at, number);
CREATE INDEX delivery_claimed ON delivery (lease) WHERE lease > 0;
