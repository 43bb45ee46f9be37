-- Signed checkpoints, and what witnesses added to them.

-- checkpoint_insert(size int, root blob, note blob, at int) -> none
INSERT INTO checkpoint (size, root, note, at) VALUES (:size, :root, :note, :at);

-- checkpoint_newest() -> one
SELECT size, root, note, at FROM checkpoint ORDER BY size DESC LIMIT 1;

-- checkpoint_by_size(size int) -> one
SELECT size, root, note, at FROM checkpoint WHERE size = :size;

-- The first one that covers an event: what its proof is made against.
-- checkpoint_above(seq int) -> one
SELECT size, root, note, at FROM checkpoint WHERE size > :seq ORDER BY size LIMIT 1;

-- An older line never takes the place of a newer one.
-- cosignature_put(size int, witness text, line text, at int) -> none
INSERT INTO cosignature (size, witness, line, at) VALUES (:size, :witness, :line, :at)
ON CONFLICT (size, witness) DO UPDATE SET line = excluded.line, at = excluded.at
WHERE excluded.at > cosignature.at;

-- cosignatures(size int) -> many
SELECT witness, line, at FROM cosignature WHERE size = :size ORDER BY witness;
