-- People, their posts, their addresses.

-- number_next() -> one
UPDATE given SET last = last + 1 WHERE one = 1 RETURNING last;

-- person_insert(number int, name text, login text?, sourced text?) -> none
INSERT INTO person (number, name, login, sourced, is_gone)
VALUES (:number, :name, :login, :sourced, 0);

-- person_update(number int, name text, login text?, sourced text?) -> one
UPDATE person SET name = :name, login = :login, sourced = :sourced, is_gone = 0
WHERE number = :number RETURNING number;

-- person_go(number int) -> one
UPDATE person SET is_gone = 1, login = NULL WHERE number = :number RETURNING number;

-- person_list() -> many
SELECT number, name, login, sourced, is_gone FROM person ORDER BY number;

-- person_is_here(number int) -> one
SELECT number FROM person WHERE number = :number AND is_gone = 0;

-- post_insert(person int, role text, school text, is_head int) -> none
INSERT INTO post (person, role, school, is_head)
VALUES (:person, :role, :school, :is_head);

-- post_delete(person int) -> none
DELETE FROM post WHERE person = :person;

-- post_list() -> many
SELECT person, role, school, is_head FROM post ORDER BY person, role, school;

-- contact_insert(number int, person int, channel int, address text) -> none
INSERT INTO contact (number, person, channel, address)
VALUES (:number, :person, :channel, :address);

-- contact_find(person int, channel int, address text) -> one
SELECT number FROM contact
WHERE person = :person AND channel = :channel AND address = :address;

-- contact_list() -> many
SELECT person, number, channel, address, verified_at, tested_at, disabled
FROM contact ORDER BY person, number;

-- contact_verify(number int, now int) -> one
UPDATE contact SET verified_at = :now, tested_at = :now, disabled = NULL
WHERE number = :number RETURNING number;

-- contact_heard(number int, now int) -> one
UPDATE contact SET tested_at = :now WHERE number = :number RETURNING number;

-- contact_disable(number int, why text) -> one
UPDATE contact SET disabled = :why WHERE number = :number RETURNING number;

-- contact_remove(number int) -> one
DELETE FROM contact WHERE number = :number RETURNING number;

-- contact_remove_all(person int) -> none
DELETE FROM contact WHERE person = :person;

-- code_put(contact int, digest blob, now int) -> none
INSERT INTO code (contact, digest, made_at, tries) VALUES (:contact, :digest, :now, 0)
ON CONFLICT (contact) DO UPDATE SET digest = :digest, made_at = :now, tries = 0;

-- code_get(contact int) -> one
SELECT digest, made_at, tries FROM code WHERE contact = :contact;

-- code_try(contact int) -> none
UPDATE code SET tries = tries + 1 WHERE contact = :contact;

-- code_remove(contact int) -> none
DELETE FROM code WHERE contact = :contact;

-- code_remove_all(person int) -> none
DELETE FROM code WHERE contact IN (SELECT number FROM contact WHERE person = :person);
