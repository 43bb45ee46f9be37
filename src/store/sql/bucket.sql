-- Retention buckets.

-- bucket_put(name text, opened_at int) -> none
INSERT INTO bucket (name, opened_at) VALUES (:name, :opened_at)
ON CONFLICT (name) DO NOTHING;

-- bucket_get(name text) -> one
SELECT name, opened_at, closed_at, shredded_at FROM bucket WHERE name = :name;

-- A closed bucket takes nothing more.
-- bucket_takes(name text) -> one
SELECT name FROM bucket WHERE name = :name AND closed_at IS NULL;

-- bucket_list() -> many
SELECT name, opened_at, closed_at, shredded_at FROM bucket ORDER BY name;

-- bucket_close(name text, at int) -> one
UPDATE bucket SET closed_at = coalesce(closed_at, :at) WHERE name = :name
RETURNING closed_at;

-- Only once closed, and with nothing left in it.
-- bucket_shred(name text, at int) -> one
UPDATE bucket SET shredded_at = coalesce(shredded_at, :at)
WHERE name = :name AND closed_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM disclosure
                  WHERE bucket = :name AND erased = 0)
RETURNING shredded_at;
