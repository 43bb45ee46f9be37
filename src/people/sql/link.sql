-- Links: tokens that open one door once.

-- link_insert(digest blob, account int?, forgets int, ends_at int) -> none
INSERT INTO link (digest, account, forgets, ends_at)
VALUES (:digest, :account, :forgets, :ends_at);

-- link_get(digest blob, now int) -> one
SELECT account, forgets FROM link WHERE digest = :digest AND ends_at > :now;

-- link_delete_of(account int) -> none
DELETE FROM link WHERE account = :account;

-- link_delete_first() -> none
DELETE FROM link WHERE account IS NULL;

-- link_delete_all() -> none
DELETE FROM link;

-- link_tidy(now int) -> none
DELETE FROM link WHERE ends_at <= :now;
