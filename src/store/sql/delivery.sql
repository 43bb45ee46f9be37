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
