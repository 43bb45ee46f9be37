-- Full tiles of the tree.

-- tile_insert(level int, n int, hashes blob) -> none
INSERT INTO tile (level, n, hashes) VALUES (:level, :n, :hashes);

-- In the place of one that is damaged.
-- tile_put(level int, n int, hashes blob) -> none
INSERT INTO tile (level, n, hashes) VALUES (:level, :n, :hashes)
ON CONFLICT (level, n) DO UPDATE SET hashes = excluded.hashes;

-- tile_get(level int, n int) -> one
SELECT hashes FROM tile WHERE level = :level AND n = :n;
