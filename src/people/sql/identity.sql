-- Who somebody is at another place.

-- identity_find(issuer text, subject text) -> one
SELECT account FROM identity WHERE issuer = :issuer AND subject = :subject;

-- identity_insert(issuer text, subject text, account int, now int) -> none
INSERT INTO identity (issuer, subject, account, made_at)
VALUES (:issuer, :subject, :account, :now);

-- identity_delete_of(account int) -> none
DELETE FROM identity WHERE account = :account;

-- identity_list(account int) -> many
SELECT issuer, subject, made_at FROM identity WHERE account = :account
ORDER BY made_at, issuer, subject;

-- identity_delete(account int, issuer text) -> one
DELETE FROM identity WHERE account = :account AND issuer = :issuer RETURNING account;
