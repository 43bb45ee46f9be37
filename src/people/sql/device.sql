-- Devices, the codes that make them, and wrong PINs.

-- enrolment_insert(digest blob, school text, name text, ends_at int) -> none
INSERT INTO enrolment (digest, school, name, ends_at)
VALUES (:digest, :school, :name, :ends_at);

-- enrolment_use(digest blob, now int) -> one
DELETE FROM enrolment WHERE digest = :digest AND ends_at > :now
RETURNING school, name;

-- enrolment_tidy(now int) -> none
DELETE FROM enrolment WHERE ends_at <= :now;

-- device_insert(school text, name text, digest blob, now int) -> one
INSERT INTO device (number, school, name, digest, made_at, used_at, is_removed)
SELECT coalesce(max(number) + 1, 1), :school, :name, :digest, :now, :now, 0 FROM device
RETURNING number;

-- device_by_digest(digest blob, since int) -> one
SELECT number, school, name, made_at, used_at,
       (SELECT coalesce(sum(failures), 0) FROM pin_failure
        WHERE device = number AND at > :since)
FROM device WHERE digest = :digest AND is_removed = 0;

-- device_list(since int) -> many
SELECT number, school, name, made_at, used_at,
       (SELECT coalesce(sum(failures), 0) FROM pin_failure
        WHERE device = number AND at > :since)
FROM device WHERE is_removed = 0 ORDER BY school, name, number;

-- device_use(number int, now int) -> none
UPDATE device SET used_at = :now WHERE number = :number;

-- device_remove(number int) -> one
UPDATE device SET is_removed = 1 WHERE number = :number AND is_removed = 0
RETURNING number;

-- pin_failure_put(device int, account int, now int) -> none
INSERT INTO pin_failure (device, account, failures, at)
VALUES (:device, :account, 1, :now)
ON CONFLICT (device, account) DO UPDATE SET failures = failures + 1, at = :now;

-- pin_failure_newest(device int) -> one
SELECT coalesce(max(at), 0) FROM pin_failure WHERE device = :device;

-- pin_failure_forget(device int, account int) -> none
DELETE FROM pin_failure WHERE device = :device AND account = :account;

-- pin_failure_forget_all(device int) -> none
DELETE FROM pin_failure WHERE device = :device;

-- pin_failure_tidy(since int) -> none
DELETE FROM pin_failure WHERE at <= :since;
