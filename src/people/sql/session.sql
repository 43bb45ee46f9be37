-- Sessions.

-- session_insert(digest blob, account int, device int?, way int, is_whole int, stepped int, now int, idle int, ends_at int) -> none
INSERT INTO session (number, digest, account, device, way, is_whole, stepped, made_at,
                     used_at, idle, ends_at)
SELECT coalesce(max(number) + 1, 1), :digest, :account, :device, :way, :is_whole,
       :stepped, :now, :now, :idle, :ends_at
FROM session;

-- session_get(digest blob, now int) -> one
SELECT number, account, device, way, is_whole, stepped, made_at, used_at, ends_at
FROM session WHERE digest = :digest AND ends_at > :now AND used_at + idle > :now;

-- session_list(account int, now int) -> many
SELECT number, account, device, way, is_whole, stepped, made_at, used_at, ends_at
FROM session
WHERE account = :account AND is_whole = 1 AND ends_at > :now AND used_at + idle > :now
ORDER BY number;

-- session_use(number int, now int) -> none
UPDATE session SET used_at = :now WHERE number = :number;

-- session_renew(digest blob, digest_new blob, now int) -> one
UPDATE session SET digest = :digest_new
WHERE digest = :digest AND is_whole = 1 AND ends_at > :now AND used_at + idle > :now
RETURNING number;

-- session_delete(digest blob) -> none
DELETE FROM session WHERE digest = :digest;

-- session_delete_number(account int, number int) -> one
DELETE FROM session WHERE account = :account AND number = :number RETURNING number;

-- session_delete_but(account int, digest blob) -> none
DELETE FROM session WHERE account = :account AND digest <> :digest;

-- session_delete_way(account int, way int, but int) -> none
DELETE FROM session WHERE account = :account AND way = :way AND number <> :but;

-- session_delete_of(account int) -> none
DELETE FROM session WHERE account = :account;

-- session_delete_device(device int) -> none
DELETE FROM session WHERE device = :device;

-- session_delete_all() -> none
DELETE FROM session;

-- session_tidy(now int) -> none
DELETE FROM session WHERE ends_at <= :now OR used_at + idle <= :now;

-- Where a session by PIN counts.
-- session_school(device int) -> one
SELECT school FROM device WHERE number = :device AND is_removed = 0;
