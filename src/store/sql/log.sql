-- The log's identity and the keys that signed for it.

-- log_insert(origin text, opened_at int) -> none
INSERT INTO log (only, origin, opened_at) VALUES (1, :origin, :opened_at);

-- log_get() -> one
SELECT origin, opened_at FROM log WHERE only = 1;

-- log_key_insert(from_size int, vkey text) -> none
INSERT INTO log_key (from_size, vkey) VALUES (:from_size, :vkey);

-- log_key_at(size int) -> one
SELECT from_size, vkey FROM log_key WHERE from_size <= :size
ORDER BY from_size DESC LIMIT 1;

-- log_keys() -> many
SELECT from_size, vkey FROM log_key ORDER BY from_size;
