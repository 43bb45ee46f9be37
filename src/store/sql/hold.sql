-- Legal holds.

-- hold_insert(seq int?, visit blob?, reason text, ordered_by text, begins int, ends int?) -> one
INSERT INTO hold (number, seq, visit, reason, ordered_by, begins, ends)
SELECT coalesce(max(number) + 1, 1), :seq, :visit, :reason, :ordered_by, :begins, :ends
FROM hold
RETURNING number;

-- hold_end(number int, ends int) -> one
UPDATE hold SET ends = :ends WHERE number = :number RETURNING number;

-- The first hold that covers an event, by itself or by its visit.
-- hold_covering(seq int, at int) -> one
SELECT number, seq, visit, reason, ordered_by, begins, ends FROM hold
WHERE begins <= :at AND (ends IS NULL OR ends > :at)
  AND (seq = :seq OR visit = (SELECT visit FROM event WHERE seq = :seq))
ORDER BY number LIMIT 1;

-- hold_list() -> many
SELECT number, seq, visit, reason, ordered_by, begins, ends FROM hold ORDER BY number;
