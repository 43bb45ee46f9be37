-- Accounts, their rights and recovery codes.

-- account_insert(login text, name text, state int, made_at int) -> one
INSERT INTO account (number, login, name, state, step_at, made_at)
SELECT coalesce(max(number) + 1, 1), :login, :name, :state, 0, :made_at FROM account
RETURNING number;

-- account_get(number int) -> one
SELECT number, login, name, state, password, pin, step,
       (SELECT count(*) FROM recovery WHERE account = account.number),
       (SELECT count(*) FROM passkey WHERE account = account.number),
       (SELECT count(*) FROM identity WHERE account = account.number)
FROM account WHERE number = :number;

-- account_by_login(login text) -> one
SELECT number, login, name, state, password, pin, step,
       (SELECT count(*) FROM recovery WHERE account = account.number),
       (SELECT count(*) FROM passkey WHERE account = account.number),
       (SELECT count(*) FROM identity WHERE account = account.number)
FROM account WHERE login = :login;

-- account_list() -> many
SELECT number, login, name, state, password, pin, step,
       (SELECT count(*) FROM recovery WHERE account = account.number),
       (SELECT count(*) FROM passkey WHERE account = account.number),
       (SELECT count(*) FROM identity WHERE account = account.number)
FROM account ORDER BY login;

-- Who may sign in by PIN at a school.
-- account_staff(school text, state int) -> many
SELECT number, login, name, state, password, pin, step,
       (SELECT count(*) FROM recovery WHERE account = account.number),
       (SELECT count(*) FROM passkey WHERE account = account.number),
       (SELECT count(*) FROM identity WHERE account = account.number)
FROM account
WHERE state = :state AND pin IS NOT NULL
  AND number IN (SELECT account FROM entitled WHERE school = :school)
ORDER BY login;

-- account_count() -> one
SELECT count(*) FROM account;

-- account_set_state(number int, state int) -> one
UPDATE account SET state = :state WHERE number = :number RETURNING number;

-- account_set_password(number int, password text) -> one
UPDATE account SET password = :password WHERE number = :number RETURNING number;

-- account_set_pin(number int, pin text?) -> one
UPDATE account SET pin = :pin WHERE number = :number RETURNING number;

-- How many of a state act in a role for the whole district.
-- account_count_acting(role int, state int) -> one
SELECT count(*) FROM account
WHERE state = :state
  AND number IN (SELECT account FROM entitled WHERE role = :role AND school = '');

-- account_steps(number int) -> one
SELECT step, step_new, step_at FROM account WHERE number = :number;

-- account_new_step(number int, step_new blob) -> one
UPDATE account SET step_new = :step_new WHERE number = :number RETURNING number;

-- account_confirm_step(number int, step_at int) -> one
UPDATE account SET step = step_new, step_new = NULL, step_at = :step_at
WHERE number = :number RETURNING number;

-- account_use_step(number int, step_at int) -> one
UPDATE account SET step_at = :step_at WHERE number = :number RETURNING number;

-- account_drop_step(number int) -> one
UPDATE account SET step = NULL, step_new = NULL WHERE number = :number
RETURNING number;

-- entitled_insert(account int, school text, role int) -> none
INSERT INTO entitled (account, school, role) VALUES (:account, :school, :role)
ON CONFLICT (account, school, role) DO NOTHING;

-- entitled_delete(account int) -> none
DELETE FROM entitled WHERE account = :account;

-- entitled_list(account int) -> many
SELECT school, role FROM entitled WHERE account = :account ORDER BY school, role;

-- recovery_insert(account int, digest blob) -> none
INSERT INTO recovery (account, digest) VALUES (:account, :digest);

-- recovery_use(account int, digest blob) -> one
DELETE FROM recovery WHERE account = :account AND digest = :digest RETURNING account;

-- recovery_delete(account int) -> none
DELETE FROM recovery WHERE account = :account;
