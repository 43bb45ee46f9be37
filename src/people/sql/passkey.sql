-- Passkeys, and the challenges that they answered.

-- passkey_insert(account int, id blob, algorithm int, key blob, counter int, name text, now int) -> none
INSERT INTO passkey (number, account, id, algorithm, key, counter, name, made_at)
SELECT coalesce(max(number) + 1, 1), :account, :id, :algorithm, :key, :counter, :name,
       :now
FROM passkey;

-- passkey_by_id(id blob) -> one
SELECT number, account, algorithm, key, counter FROM passkey WHERE id = :id;

-- passkey_list(account int) -> many
SELECT number, id, name, made_at, used_at FROM passkey
WHERE account = :account ORDER BY number;

-- passkey_use(number int, counter int, now int) -> none
UPDATE passkey SET counter = :counter, used_at = :now WHERE number = :number;

-- passkey_delete(account int, number int) -> one
DELETE FROM passkey WHERE account = :account AND number = :number RETURNING number;

-- passkey_delete_of(account int) -> none
DELETE FROM passkey WHERE account = :account;

-- challenge_use(digest blob, ends_at int) -> none
INSERT INTO challenge (digest, ends_at) VALUES (:digest, :ends_at);

-- challenge_tidy(now int) -> none
DELETE FROM challenge WHERE ends_at <= :now;
