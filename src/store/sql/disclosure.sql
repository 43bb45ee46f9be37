-- Sealed fields.

-- disclosure_insert(seq int, place int, digest blob, bucket text, sealed blob) -> none
INSERT INTO disclosure (seq, place, digest, bucket, erased, sealed)
VALUES (:seq, :place, :digest, :bucket, 0, :sealed);

-- disclosure_list(seq int) -> many
SELECT disclosure.seq, disclosure.place, digest, bucket, sealed, erased_by
FROM disclosure
LEFT JOIN erasure ON erasure.seq = disclosure.seq AND erasure.place = disclosure.place
WHERE disclosure.seq = :seq ORDER BY disclosure.place;

-- SQLite's way to as many zeros; the row keeps its size and so its page.
-- disclosure_erase(seq int, place int) -> one
UPDATE disclosure SET sealed = zeroblob(length(sealed)), erased = 1
WHERE seq = :seq AND place = :place AND erased = 0
RETURNING place;

-- erasure_insert(seq int, place int, erased_by int) -> none
INSERT INTO erasure (seq, place, erased_by) VALUES (:seq, :place, :erased_by);

-- erasure_get(seq int, place int) -> one
SELECT erased_by FROM erasure WHERE seq = :seq AND place = :place;

-- disclosure_count(bucket text) -> one
SELECT count(*) FROM disclosure WHERE bucket = :bucket AND erased = 0;
