-- Events: inserted at the end, read by place, key or visit; leaves never change.

-- event_insert(seq int, leaf blob, hash blob, kind text, visit blob?, n int?, at int, key blob, content blob, fields text?) -> none
INSERT INTO event (seq, leaf, hash, kind, visit, n, at, key, content, fields)
VALUES (:seq, :leaf, :hash, :kind, :visit, :n, :at, :key, :content, :fields);

-- Where the log and a visit go on; a visit of NULL begins at 0 and never goes on.
-- event_next(visit blob?) -> one
SELECT (SELECT coalesce(max(seq) + 1, 0) FROM event),
       (SELECT coalesce(max(n) + 1, 0) FROM event WHERE visit = :visit);

-- event_count() -> one
SELECT coalesce(max(seq) + 1, 0) FROM event;

-- event_by_seq(seq int) -> one
SELECT seq, leaf, hash, kind, visit, n, at, key, content, fields FROM event WHERE seq = :seq;

-- event_by_key(key blob) -> one
SELECT seq, leaf, hash, kind, visit, n, at, key, content, fields FROM event WHERE key = :key;

-- What is known of the content of a submission, when the values it is of are erased.
-- event_forget(seq int) -> none
UPDATE event SET content = zeroblob(length(content)) WHERE seq = :seq;

-- event_range(first int, past int) -> many
SELECT seq, leaf, hash, kind, visit, n, at, key, content, fields FROM event
WHERE seq >= :first AND seq < :past ORDER BY seq;

-- event_hashes(first int, past int) -> many
SELECT hash FROM event WHERE seq >= :first AND seq < :past ORDER BY seq;

-- event_visit(visit blob) -> many
SELECT seq, leaf, hash, kind, visit, n, at, key, content, fields FROM event
WHERE visit = :visit ORDER BY n;

-- event_visit_newest(visit blob) -> one
SELECT n, hash FROM event WHERE visit = :visit ORDER BY n DESC LIMIT 1;

-- Visits that were opened and not closed, the oldest first.
-- event_open() -> many
SELECT visit FROM event WHERE kind = 'visit_opened' AND visit NOT IN
    (SELECT visit FROM event WHERE kind = 'visit_closed') ORDER BY seq;

-- Visits that were closed within a time and before a place in the log, the newest first.
-- event_closed(before int, begins int, ends int, most int) -> many
SELECT visit, seq FROM event WHERE kind = 'visit_closed' AND seq < :before
AND at >= :begins AND at < :ends ORDER BY seq DESC LIMIT :most;

-- Who came in, was refused, may now, or read of visits, before a place in the log, the newest first.
-- event_access(before int, most int) -> many
SELECT seq, leaf, hash, kind, visit, n, at, key, content, fields FROM event
WHERE kind IN
    ('signed_in', 'sign_in_refused', 'account_changed', 'device_changed', 'looked_at')
AND seq < :before ORDER BY seq DESC LIMIT :most;

-- Editions that were put in force from a place in the log on, in this order.
-- event_editions(first int) -> many
SELECT seq, leaf, hash, kind, visit, n, at, key, content, fields FROM event
WHERE kind = 'edition_published' AND seq >= :first ORDER BY seq;

-- Decisions, the newest first: in which visit, and whether that is over.
-- event_decided() -> many
SELECT visit, seq, visit IN (SELECT visit FROM event WHERE kind = 'visit_closed')
FROM event WHERE kind = 'decision_made' ORDER BY seq DESC;
