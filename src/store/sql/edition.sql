-- Editions of protocols.

-- edition_insert(digest blob, name text, image blob, source blob, added_at int, begins int, ends int?) -> none
INSERT INTO edition (digest, name, image, source, added_at, begins, ends)
VALUES (:digest, :name, :image, :source, :added_at, :begins, :ends);

-- edition_get(digest blob) -> one
SELECT digest, name, image, source, added_at, begins, ends FROM edition
WHERE digest = :digest;

-- edition_list() -> many
SELECT digest, name, image, source, added_at, begins, ends FROM edition
ORDER BY digest;

-- Of several in force the one that began last, and of those the one added last.
-- edition_in_force(name text, at int) -> one
SELECT digest, name, image, source, added_at, begins, ends FROM edition
WHERE name = :name AND begins <= :at AND (ends IS NULL OR ends > :at)
ORDER BY begins DESC, added_at DESC, digest DESC LIMIT 1;

-- edition_end(digest blob, ends int) -> one
UPDATE edition SET ends = :ends WHERE digest = :digest RETURNING name;

-- document_insert(digest blob, source blob, added_at int) -> none
INSERT INTO document (digest, source, added_at) VALUES (:digest, :source, :added_at)
ON CONFLICT (digest) DO NOTHING;

-- document_get(digest blob) -> one
SELECT digest, source, added_at FROM document WHERE digest = :digest;

-- document_list() -> many
SELECT digest, source, added_at FROM document ORDER BY digest;
