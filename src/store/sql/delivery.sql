-- Letters that are on their way.

-- delivery_insert(seq int, place int, channel text, contact int, webhook text, urgent int, next_at int) -> none
INSERT INTO delivery (seq, place, channel, contact, webhook, urgent, next_at)
VALUES (:seq, :place, :channel, :contact, :webhook, :urgent, :next_at);

-- Take some that are due and that nobody sends; those that cannot wait first.
-- delivery_claim(channel text, urgent int, now int, lease int, most int) -> many
UPDATE delivery SET lease = :lease, attempts = attempts + 1
WHERE number IN (
    SELECT number FROM delivery
    WHERE channel = :channel AND urgent = :urgent AND next_at <= :now AND lease <= :now
    ORDER BY next_at, number LIMIT :most)
RETURNING number, seq, place, channel, contact, webhook, urgent, attempts;

-- delivery_again(number int, next_at int) -> none
UPDATE delivery SET next_at = :next_at, lease = 0 WHERE number = :number;

-- delivery_settle(number int) -> none
DELETE FROM delivery WHERE number = :number;

-- The process that had them is gone.
-- delivery_release() -> none
UPDATE delivery SET lease = 0 WHERE lease > 0;

-- When there is something to claim next: the first that waits, or the first lease to end.
-- delivery_next(channel text, urgent int) -> one
SELECT min(at) FROM (
    SELECT * FROM (
        SELECT next_at AS at FROM delivery
        WHERE channel = :channel AND urgent = :urgent AND lease = 0
        ORDER BY next_at LIMIT 1)
    UNION ALL
    SELECT * FROM (SELECT lease AS at FROM delivery WHERE lease > 0 ORDER BY lease LIMIT 1));
